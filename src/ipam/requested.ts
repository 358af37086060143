import { formatIp, type Ip, sameIp } from '../addr/ip.ts';
import type { Prefix } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import { type Candidate, mayGive, whyNot } from './allocator.ts';
import type { RangeSet } from './range.ts';
import { type NetworkStore, networkName } from './store.ts';

interface Requests {
  readonly rangeSets: readonly RangeSet[];
  readonly excluded: readonly Prefix[];
  readonly requested: readonly Ip[];
}

/**
 * What was requested out of each range set, in their order; undefined where the choice is free.
 * The same address twice is one request, since a runtime may pass it by two ways.
 * @throws SilkError ADDRESS_UNAVAILABLE for an address that no set may give, or a second one for a set.
 */
export function assignRequests(store: NetworkStore, wish: Requests): (Candidate | undefined)[] {
  const places: (Candidate | undefined)[] = wish.rangeSets.map(() => undefined);
  for (const ip of wish.requested) {
    const offers = wish.rangeSets.map((ranges) => mayGive(ranges, wish.excluded, ip));
    const set = offers.findIndex((range) => range !== undefined);
    const range = offers[set];
    if (range === undefined) throw refusal(store, ip, reason(wish, ip));
    const other = places[set]?.ip;
    if (other !== undefined && !sameIp(other, ip)) {
      throw refusal(
        store,
        ip,
        `found ${formatIp(other)} requested out of the same range set, wanted one address a set`,
      );
    }
    places[set] = { ip, range };
  }
  return places;
}

function refusal(store: NetworkStore, ip: Ip, why: string): SilkError {
  return new SilkError('ADDRESS_UNAVAILABLE', `Cannot reserve ${formatIp(ip)} in "${networkName(store)}": ${why}`);
}

/** The most telling of what the sets say. */
function reason(wish: Requests, ip: Ip): string {
  const outside = 'outside every range';
  const reasons = wish.rangeSets.map((ranges) => whyNot(ranges, wish.excluded, ip));
  const telling = reasons.find((why) => why !== undefined && why !== outside) ?? outside;
  return `found it ${telling}, wanted an address that the ranges give out`;
}
