import { formatIp, type Ip } from '../addr/ip.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import { errorText, SilkError } from '../errors.ts';
import { log } from '../log.ts';
import { type Candidate, candidates } from './allocator.ts';
import { addAttachment, heldBy } from './attachments.ts';
import { type FileIdentity, remove } from './files.ts';
import type { Range, RangeSet } from './range.ts';
import type { Owner } from './record.ts';
import { assignRequests } from './requested.ts';
import { withIndex } from './session.ts';
import { type NetworkStore, networkName, paths, readLastReserved, type Session, writeLastReserved } from './store.ts';
import { take } from './take.ts';

export interface Wish {
  readonly owner: Owner;
  readonly rangeSets: readonly RangeSet[];
  /** Never given out, whatever the ranges say. */
  readonly excluded: readonly Prefix[];
  /** Each must be had; the sets without one get the next free address. */
  readonly requested: readonly Ip[];
}

/** With the identity of its file, which tells it from a later reservation of the same address. */
export interface Reservation extends FileIdentity {
  readonly ip: Ip;
  readonly range: Range;
}

/**
 * Reserves one address out of each range set, in their order; all or none.
 * @throws SilkError ALREADY_ATTACHED, EXHAUSTED, ADDRESS_UNAVAILABLE, TRY_LATER (the lock), IO_FAILURE naming the path.
 */
export function reserve(store: NetworkStore, wish: Wish): Reservation[] {
  const requests = assignRequests(store, wish);
  return withIndex(store, (session) => {
    refuseSecond(store, wish.owner);
    const made: Reservation[] = [];
    try {
      wish.rangeSets.forEach((_, set) => {
        const request = requests[set];
        const reservation = request
          ? reserveRequested(store, { ...request, owner: wish.owner }, session)
          : reserveNext(store, { wish, set }, session);
        made.push(reservation);
        writeLastReserved(store, set, reservation.ip);
      });
      addAttachment(
        store,
        wish.owner,
        made.map(({ ip }) => ip),
      );
    } catch (error) {
      takeBack(store, made);
      throw error;
    }
    return made;
  });
}

function refuseSecond(store: NetworkStore, owner: Owner): void {
  const held = heldBy(store, owner);
  if (held.length === 0) return;
  const ips = held.map(({ ip }) => formatIp(ip)).join(', ');
  throw new SilkError(
    'ALREADY_ATTACHED',
    `Cannot reserve ${subject(store, owner)}: found ${ips} held by it already, wanted none`,
  );
}

function reserveRequested(
  store: NetworkStore,
  { ip, range, owner }: Candidate & { owner: Owner },
  session: Session,
): Reservation {
  const taking = take(store, { ip, owner }, session);
  if ('inode' in taking) return { ip, range, ...taking };
  throw new SilkError(
    'ADDRESS_UNAVAILABLE',
    `Cannot reserve ${formatIp(ip)} in "${networkName(store)}": ${taking.obstacle}`,
  );
}

function reserveNext(store: NetworkStore, { wish, set }: { wish: Wish; set: number }, session: Session): Reservation {
  const ranges = wish.rangeSets[set] ?? [];
  let tried = 0;
  for (const { ip, range } of candidates(ranges, wish.excluded, readLastReserved(store, set))) {
    const taking = take(store, { ip, owner: wish.owner }, session);
    if ('inode' in taking) return { ip, range, ...taking };
    tried++;
  }
  throw exhausted(store, wish.owner, { ranges, tried });
}

function exhausted(
  store: NetworkStore,
  owner: Owner,
  { ranges, tried }: { ranges: RangeSet; tried: number },
): SilkError {
  const subnets = ranges.map(({ subnet }) => formatPrefix(subnet)).join(', ');
  return new SilkError(
    'EXHAUSTED',
    `Cannot reserve ${subject(store, owner)}: all ${tried} addresses of ${subnets} are taken`,
    {
      details: `${store.dir} holds a reservation, or the host a link, for each of the ${tried} addresses that ${subnets} may give`,
    },
  );
}

function subject(store: NetworkStore, owner: Owner): string {
  return `an address for container "${owner.containerId}" (${owner.ifname}) in "${networkName(store)}"`;
}

/** What cannot be taken back still names its owner, so DEL and GC will find it. */
function takeBack(store: NetworkStore, made: readonly Reservation[]): void {
  for (const { ip } of made) {
    try {
      remove(paths.reservation(store, ip));
    } catch (error) {
      log('warn', `Cannot take back ${formatIp(ip)} in "${networkName(store)}": ${errorText(error)}`);
    }
  }
}
