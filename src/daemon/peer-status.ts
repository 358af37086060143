import { formatIp } from '../addr/ip.ts';
import { formatMac, macKey } from '../addr/mac.ts';
import { formatPrefix } from '../addr/prefix.ts';
import type { Sight } from '../overlay/converge.ts';
import type { Held } from '../overlay/held.ts';
import { othersInTheWay, planRemoteHosts } from '../overlay/plan.ts';
import { type Failure, ipKey, prefixKey, type RemoteHost } from '../overlay/remote-host.ts';
import type { Step } from '../overlay/step.ts';

/** What is wanted for one peer beside what the kernel holds. */
export interface PeerStatus {
  readonly subnet: string;
  readonly underlay?: string;
  readonly mac?: string;
  /** `held`: as wanted; `differs`: see `steps`; `refused`: see `reason`; `stale`: held, and of no peer. */
  readonly state: 'held' | 'differs' | 'refused' | 'stale';
  /** What a converge would do, such as `make route`. */
  readonly steps?: readonly string[];
  readonly reason?: string;
}

/** Every peer that is wanted, refused or held without being wanted, against what is held now. */
export function describePeers({ desired, vtep }: Sight, held: Held): PeerStatus[] {
  if (desired === undefined) return [];
  const { steps } = planRemoteHosts(desired, held, vtep.ip);
  const byHost = new Map<number, string[]>();
  const indexes = indexHosts(desired.hosts);
  const stale: PeerStatus[] = [];
  for (const step of steps) {
    const host = hostOf(step, indexes);
    const text = `${step.action} ${step.object}`;
    if (host !== undefined) byHost.set(host, [...(byHost.get(host) ?? []), text]);
    else if (step.object === 'route') stale.push({ subnet: formatPrefix(step.route.destination), state: 'stale' });
  }
  const others = othersInTheWay(desired.hosts, held);
  const wanted = desired.hosts.map((host) =>
    describe(host, byHost.get(host.keys.route), others.get(host.keys.route) ?? []),
  );
  const refused = desired.refused.map(
    ({ what, reason }): PeerStatus => ({ subnet: what.replace(/^peer /, ''), state: 'refused', reason }),
  );
  return [...wanted, ...refused, ...stale];
}

function describe(
  { subnet, underlay, vtepMac }: RemoteHost,
  steps: readonly string[] | undefined,
  inTheWay: readonly Failure[],
): PeerStatus {
  const peer = { subnet: formatPrefix(subnet), underlay: formatIp(underlay), mac: formatMac(vtepMac) };
  if (inTheWay.length > 0) {
    return { ...peer, state: 'refused', reason: inTheWay.map(({ what, reason }) => `${what}: ${reason}`).join('; ') };
  }
  return steps === undefined ? { ...peer, state: 'held' } : { ...peer, state: 'differs', steps };
}

/** The keys of hosts' routes, by those of their neighbours and FDB entries. */
interface HostIndexes {
  readonly routes: ReadonlySet<number>;
  readonly neighbours: ReadonlyMap<number, number>;
  readonly fdb: ReadonlyMap<number, number>;
}

function indexHosts(hosts: readonly RemoteHost[]): HostIndexes {
  return {
    routes: new Set(hosts.map(({ keys }) => keys.route)),
    neighbours: new Map(hosts.map(({ keys }) => [keys.neighbour, keys.route])),
    fdb: new Map(hosts.map(({ keys }) => [keys.fdb, keys.route])),
  };
}

function hostOf(step: Step, { routes, neighbours, fdb }: HostIndexes): number | undefined {
  if (step.object === 'neighbour') return neighbours.get(ipKey(step.ip));
  if (step.object === 'fdb') return fdb.get(macKey(step.mac));
  if (step.object !== 'route') return undefined;
  const key = prefixKey(step.route.destination);
  return routes.has(key) ? key : undefined;
}
