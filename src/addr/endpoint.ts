import type { Ip } from './ip.ts';
import type { Mac } from './mac.ts';

/** What a bridged segment leads to: an interface of a container, VM or machine, and the host that it is on. All of it IPv4. */
export interface Endpoint {
  /** The segment's. */
  readonly vni: number;
  readonly mac: Mac;
  /** Absent: not known; then the MAC is led to, and nobody answers ARP for it. */
  readonly ip?: Ip | undefined;
  /** Its host's address on the underlay. */
  readonly underlay: Ip;
}

/** What is known of a segment on another host: an endpoint, or only that the host has a part of the segment. */
export type SegmentEntry = Endpoint | SegmentHost;

/** A host that has a part of a segment: where its broadcasts go, where they are replicated. */
export interface SegmentHost {
  readonly vni: number;
  readonly mac?: undefined;
  readonly ip?: undefined;
  readonly underlay: Ip;
}

/** Whether an entry says what there is to lead to, and not only that the host has a part of the segment. */
export function isEndpoint(entry: SegmentEntry): entry is Endpoint {
  return entry.mac !== undefined;
}
