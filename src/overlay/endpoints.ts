import { type Endpoint, isEndpoint, type SegmentEntry } from '../addr/endpoint.ts';
import { formatIp, type Ip } from '../addr/ip.ts';
import { formatMac, isUnicastMac, macKey } from '../addr/mac.ts';
import { contains, formatPrefix } from '../addr/prefix.ts';
import { type Failure, ipKey } from './remote-host.ts';
import type { Segment } from './segment.ts';

/** What is wanted of the kernel for all endpoints of a segment on other hosts. */
export interface DesiredEndpoints {
  readonly endpoints: readonly Endpoint[];
  /** The other hosts that have a part of the segment, each once: where broadcasts go, where they are replicated. */
  readonly hosts: readonly Ip[];
  /** Endpoints that cannot be had, each with the reason; they keep no other from being had. */
  readonly refused: readonly Failure[];
  /** What leads to others is left as it is. */
  readonly isPartial?: boolean | undefined;
}

/**
 * What a host has to hold to reach the endpoints of one of its segments. One that is on this host itself is passed over, so that all
 * hosts can share one list; so are those of other segments, and what the list says again. Of two that contradict each other the first
 * of the list is taken.
 */
export function describeEndpoints(list: readonly SegmentEntry[], segment: Segment): DesiredEndpoints {
  const { vni, underlay } = segment.vxlan;
  const own = ipKey(underlay.ip);
  const judge = new Judge(segment);
  const endpoints = new Map<string, Endpoint>();
  const hosts = new Map<number, Ip>();
  const refused: Failure[] = [];
  for (const entry of list) {
    if (entry.vni !== vni || ipKey(entry.underlay) === own) continue;
    const what = isEndpoint(entry) ? describeEndpoint(entry) : `host ${formatIp(entry.underlay)}`;
    const loop = reasonAgainstHost(entry, segment);
    if (loop !== undefined) {
      refused.push({ what, reason: loop });
      continue;
    }
    hosts.set(ipKey(entry.underlay), entry.underlay);
    if (!isEndpoint(entry) || endpoints.has(what)) continue;
    const reason = judge.reasonAgainst(entry);
    if (reason === undefined) endpoints.set(what, entry);
    else refused.push({ what, reason });
  }
  return { endpoints: [...endpoints.values()], hosts: [...hosts.values()], refused };
}

/** Where the bridge is the host's own, packets for its network leave by it: the tunnel would lead into itself, or to a container. */
function reasonAgainstHost({ underlay }: SegmentEntry, { bridge: { gateway }, vxlan }: Segment): string | undefined {
  if (gateway === undefined || vxlan.netns !== undefined || !contains(gateway, underlay)) return undefined;
  const found = `found its host at ${formatIp(underlay)}, in the segment's own network ${formatPrefix(gateway)}`;
  return `${found}, wanted it on the underlay`;
}

/** `endpoint 10.0.10.11 ee:ee:0a:00:0a:0b at 10.244.0.48` */
export function describeEndpoint({ ip, mac, underlay }: Endpoint): string {
  const address = ip === undefined ? '' : ` ${formatIp(ip)}`;
  return `endpoint${address} ${formatMac(mac)} at ${formatIp(underlay)}`;
}

/** Says of one endpoint after the other whether it can be had beside those before it. */
class Judge {
  readonly #segment: Segment;
  readonly #byIp = new Map<number, Endpoint>();
  readonly #byMac = new Map<number, Endpoint>();

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  /** Undefined: nothing; the endpoint is taken. */
  reasonAgainst(endpoint: Endpoint): string | undefined {
    const reason = this.#againstOwn(endpoint) ?? this.#againstOthers(endpoint);
    if (reason !== undefined) return reason;
    if (endpoint.ip !== undefined) this.#byIp.set(ipKey(endpoint.ip), endpoint);
    this.#byMac.set(macKey(endpoint.mac), endpoint);
    return undefined;
  }

  #againstOwn({ ip, mac }: Endpoint): string | undefined {
    const { bridge, vxlan } = this.#segment;
    const { gateway } = bridge;
    // The MAC of zeros stands for all: it would be where to flood to.
    if (!isUnicastMac(mac)) return 'found its MAC to be of no one device, wanted a unicast MAC';
    if (macKey(mac) === macKey(bridge.mac)) return "found the MAC of this segment's own bridge, wanted another";
    if (macKey(mac) === macKey(vxlan.mac)) return "found the MAC of this segment's own VXLAN device, wanted another";
    if (gateway !== undefined && ip !== undefined && ipKey(gateway.ip) === ipKey(ip))
      return "found the segment's gateway address, wanted another";
    return undefined;
  }

  #againstOthers({ ip, mac, underlay }: Endpoint): string | undefined {
    const sameIp = ip && this.#byIp.get(ipKey(ip));
    if (sameIp !== undefined) return `found its address with ${formatMac(sameIp.mac)} too, wanted it once`;
    const sameMac = this.#byMac.get(macKey(mac));
    if (sameMac === undefined || ipKey(sameMac.underlay) === ipKey(underlay)) return undefined;
    return `found its MAC at ${formatIp(sameMac.underlay)} too, wanted it on one host`;
  }
}
