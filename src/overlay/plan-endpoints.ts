import type { Endpoint } from '../addr/endpoint.ts';
import { type Ip, sameIp } from '../addr/ip.ts';
import { type Mac, macKey, sameMac } from '../addr/mac.ts';
import type { FdbEntry, FdbSide } from '../linux/rtnetlink/fdb.ts';
import { type Neighbour, NUD_NOARP, NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import { type DesiredEndpoints, describeEndpoint } from './endpoints.ts';
import type { HeldSegment } from './held-segment.ts';
import { isPlainFdb, type Plan } from './plan.ts';
import { type Failure, ipKey } from './remote-host.ts';
import type { Segment } from './segment.ts';
import { endpointProtocol, type Step } from './step.ts';

/** Stands for every MAC that has no entry, and for all together. */
const anyMac: Mac = { bytes: new Uint8Array(6) };

/**
 * The difference between the entries for endpoints on other hosts that are wanted and those that are held. Ours are known by their
 * marks: neighbours by their protocol, FDB entries by being learned by a program. Another's goes only where it takes the place
 * of one that is wanted.
 */
export function planEndpoints(desired: DesiredEndpoints, held: HeldSegment, segment: Segment): Plan {
  const failed: Failure[] = [...desired.refused];
  const wanted: Endpoint[] = [];
  for (const endpoint of desired.endpoints) {
    const reason = reasonInKernel(endpoint, held);
    if (reason === undefined) wanted.push(endpoint);
    else failed.push({ what: describeEndpoint(endpoint), reason });
  }
  const steps = [
    ...fdbSteps(wanted, held),
    ...wanted.flatMap((endpoint) => neighbourSteps(endpoint, held, segment)),
    ...floodSteps(desired, held, segment),
    ...(desired.isPartial ? [] : [...staleNeighbours(wanted, held, segment), ...staleFdb(wanted, held)]),
  ];
  return { steps, failed };
}

/** Who is attached here is not reached by way of another host; nor does the kernel put a destination in the place of a group. */
function reasonInKernel({ mac }: Endpoint, held: HeldSegment): string | undefined {
  const entry = held.self.get(macKey(mac));
  if (held.local.has(macKey(mac))) return 'found its MAC attached to this host, wanted it on the other';
  if (entry === undefined || entry.destination !== undefined) return undefined;
  return "found another's FDB entry, which leads to a group of next hops, wanted none";
}

/** Endpoints may share a MAC, and with it the entry. */
function fdbSteps(wanted: readonly Endpoint[], { self, master }: HeldSegment): Step[] {
  const byMac = new Map(wanted.map((endpoint) => [macKey(endpoint.mac), endpoint]));
  return [...byMac].flatMap(([key, { mac, underlay: destination }]) => {
    const found = self.get(key);
    const isRight = found?.destination !== undefined && sameIp(found.destination, destination) && isPlainFdb(found);
    if (isRight && master.get(key)?.external) return [];
    const action = found === undefined && !master.has(key) ? 'make' : 'change';
    const step: Step = { action, object: 'fdb', mac, destination, endpointSides: ['self', 'master'] };
    return isInTheWay(found) ? [removeFdb(mac, found.destination, ['self']), step] : [step];
  });
}

/** The kernel does not let a program's entry change how another's ages, though it changes where that one leads. */
function isInTheWay(found: FdbEntry | undefined): found is FdbEntry & { readonly destination: Ip } {
  return found?.destination !== undefined && !found.external && (found.state & NUD_PERMANENT) === 0;
}

function removeFdb(mac: Mac, destination: Ip, endpointSides: readonly FdbSide[]): Step {
  return { action: 'remove', object: 'fdb', mac, destination, endpointSides };
}

function neighbourSteps({ ip, mac }: Endpoint, { neighbours }: HeldSegment, segment: Segment): Step[] {
  if (ip === undefined) return [];
  const endpointOn = answererOf(segment);
  const found = neighbours[endpointOn].get(ipKey(ip));
  if (found !== undefined && isOurs(found) && found.mac !== undefined && sameMac(found.mac, mac)) return [];
  const lasting = ((found?.state ?? 0) & (NUD_PERMANENT | NUD_NOARP)) !== 0;
  return [{ action: lasting ? 'change' : 'make', object: 'neighbour', ip, mac, endpointOn }];
}

/** The device whose neighbours are what ARP is answered by. */
function answererOf({ arpSuppression }: Segment): 'bridge' | 'vxlan' {
  return arpSuppression === 'proxy' ? 'vxlan' : 'bridge';
}

function isOurs({ protocol, state, external, router }: Neighbour): boolean {
  return protocol === endpointProtocol && state === NUD_NOARP && external === true && !router;
}

function staleNeighbours(wanted: readonly Endpoint[], { neighbours }: HeldSegment, segment: Segment): Step[] {
  const ips = new Set(wanted.flatMap(({ ip }) => (ip === undefined ? [] : [ipKey(ip)])));
  return (['bridge', 'vxlan'] as const).flatMap((endpointOn) =>
    [...neighbours[endpointOn]]
      .filter(([key]) => endpointOn !== answererOf(segment) || !ips.has(key))
      .filter(([, { protocol }]) => protocol === endpointProtocol)
      .map(([, { ip, mac }]): Step => ({ action: 'remove', object: 'neighbour', ip, mac, endpointOn })),
  );
}

/**
 * The destinations of broadcasts: every other host with a part of the segment, where they are replicated; else only what another has set. All
 * destinations are one entry to the kernel: beside another's ours cannot be told from it.
 */
function floodSteps(desired: DesiredEndpoints, { floods }: HeldSegment, { replicate }: Segment): Step[] {
  const hosts = new Map(replicate ? desired.hosts.map((underlay) => [ipKey(underlay), underlay]) : []);
  const steps: Step[] = [];
  const seen = new Set<number>();
  for (const { mac, destination, external } of floods) {
    if (destination === undefined || !sameMac(mac, anyMac)) continue;
    seen.add(ipKey(destination));
    if (!desired.isPartial && (external || replicate) && !hosts.has(ipKey(destination)))
      steps.push(removeFdb(mac, destination, ['self']));
  }
  for (const [key, destination] of hosts) {
    if (seen.has(key)) continue;
    steps.unshift({ action: 'make', object: 'fdb', mac: anyMac, destination, endpointSides: ['self'] });
  }
  return steps;
}

function staleFdb(wanted: readonly Endpoint[], { self, master }: HeldSegment): Step[] {
  const macs = new Set(wanted.map(({ mac }) => macKey(mac)));
  const steps: Step[] = [];
  for (const [key, { mac, destination, external }] of self) {
    if (macs.has(key) || !external || destination === undefined) continue;
    steps.push(removeFdb(mac, destination, master.get(key)?.external ? ['self', 'master'] : ['self']));
  }
  for (const [key, { mac, external }] of master) {
    if (macs.has(key) || !external || self.has(key)) continue;
    // The bridge's entry has no destination; the kernel does not look at one.
    steps.push(removeFdb(mac, { family: 4, value: 0n }, ['master']));
  }
  return steps;
}
