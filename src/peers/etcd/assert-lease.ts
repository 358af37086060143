import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import type { EtcdClient } from './client.ts';
import { EtcdError, isAway } from './error.ts';
import { grantLease, keepLease, revokeLease } from './etcd-lease.ts';
import { type Compare, commit, getKeys } from './kv.ts';
import { formatHistory, formatLease, formatSubnetName, historyPrefix, ownerOf, subnetsPrefix } from './lease-record.ts';
import type { Header, KeyValue } from './message.ts';

/** What a host says of itself: that the subnet is its own. */
export interface Claim {
  readonly prefix: string;
  readonly subnet: Prefix;
  readonly publicIp: Ip;
  readonly vni: number;
  readonly ttlSeconds: number;
  /** The etcd lease that the record had when it was ours last; it shows that it still is, whatever our address is now. */
  readonly leaseId?: string | undefined;
  /** It is ours as far as this host knows: a value that names no host is then written over. */
  readonly isHeld: boolean;
  /**
   * A record that is as it should be, but has not our etcd lease, is written anew all the same: it may be the word of somebody else,
   * who then hears ours.
   */
  readonly isAnew: boolean;
  /** Called with each etcd lease before a record is written with it: whether it was, may never be answered. */
  readonly granted: (leaseId: string) => void;
  /** More that has to be so for a record to be made. */
  readonly when?: readonly Compare[];
}

/** What came of a claim. */
export type Asserted =
  | { readonly state: 'held'; readonly header: Header; readonly hold: Hold; readonly found: KeyValue | undefined }
  /** Another host has it; undefined: nobody knows who. */
  | { readonly state: 'taken'; readonly header: Header; readonly by: Ip | undefined };

/** How a subnet is held. */
export interface Hold {
  /** `0`: none, the record is for ever; an administrator has reserved the subnet for this host. */
  readonly leaseId: string;
  readonly ttlSeconds: number;
  readonly modRevision: number;
}

/** So often others may change the record between our look and our word. */
const attempts = 5;

/**
 * Makes the record of a host's subnet what it should be, whatever it is now: made where there is none, given its time again where it
 * is ours, never touched where it is another's. What is written is written only if nothing has changed since it was looked at.
 * @throws EtcdError as the client; TRY_LATER where others change the record again and again.
 */
export async function assertLease(client: EtcdClient, claim: Claim): Promise<Asserted> {
  const key = keyOf(claim);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { header, found } = await getKeys(client, [key]);
    const kv = found[0];
    if (kv !== undefined && !isOurs(claim, kv)) return { state: 'taken', header, by: ownerOf(kv.value) };
    const hold = kv === undefined ? undefined : await keep(client, claim, kv);
    if (hold !== undefined) return { state: 'held', header, hold, found: kv };
    const written = await write(client, claim, kv);
    if (written !== undefined) return { state: 'held', ...written, found: kv };
  }
  throw new EtcdError(`Cannot write the lease ${key}: found it changed by others ${attempts} times, wanted it at rest`);
}

/** `subnet 10.255.3.0/24 (10.0.0.3 has it)` */
export function describeTaken(subnet: Prefix, by: Ip | undefined): string {
  return `subnet ${formatPrefix(subnet)} (${by === undefined ? 'its record names no host' : `${formatIp(by)} has it`})`;
}

function keyOf({ prefix, subnet }: Claim): string {
  return `${subnetsPrefix(prefix)}${formatSubnetName(subnet)}`;
}

function isOurs({ publicIp, leaseId, isHeld }: Claim, kv: KeyValue): boolean {
  const owner = ownerOf(kv.value);
  if (owner === undefined) return isHeld;
  return sameIp(owner, publicIp) || (leaseId !== undefined && leaseId !== '0' && leaseId === kv.leaseId);
}

/** Gives a record that is as it should be its time again; undefined where it has to be written. */
async function keep(client: EtcdClient, claim: Claim, kv: KeyValue): Promise<Hold | undefined> {
  const { leaseId, modRevision } = kv;
  if (kv.value !== formatLease(claim) || (claim.isAnew && leaseId !== claim.leaseId)) return undefined;
  if (leaseId === '0') return { leaseId, modRevision, ttlSeconds: Number.POSITIVE_INFINITY };
  const ttlSeconds = await keepLease(client, leaseId);
  // etcd gives more than is asked for where that is less than its members need to elect a leader.
  const isAsAsked = ttlSeconds >= claim.ttlSeconds && ttlSeconds <= claim.ttlSeconds * 2;
  return isAsAsked ? { leaseId, modRevision, ttlSeconds } : undefined;
}

/** Undefined: the record, or what else had to be so, has changed since. */
async function write(
  client: EtcdClient,
  claim: Claim,
  kv: KeyValue | undefined,
): Promise<{ readonly header: Header; readonly hold: Hold } | undefined> {
  const key = keyOf(claim);
  const isReserved = kv?.leaseId === '0' && ownerOf(kv.value) !== undefined;
  const lease = isReserved
    ? { id: '0', ttlSeconds: Number.POSITIVE_INFINITY }
    : await grantLease(client, claim.ttlSeconds);
  if (!isReserved) claim.granted(lease.id);
  const isNow: Compare = kv === undefined ? { absent: key } : { unchanged: key, modRevision: kv.modRevision };
  const history = `${historyPrefix(claim.prefix)}${formatSubnetName(claim.subnet)}`;
  const writing = commit(client, {
    when: [isNow, ...(claim.when ?? [])],
    success: [
      { put: key, value: formatLease(claim), leaseId: lease.id },
      { put: history, value: formatHistory(claim.publicIp, Date.now()) },
    ],
  });
  const { succeeded, header } = await orRevoke(client, writing, lease.id);
  if (succeeded) {
    return { header, hold: { leaseId: lease.id, ttlSeconds: lease.ttlSeconds, modRevision: header.revision } };
  }
  if (!isReserved) await revokeLease(client, lease.id);
  return undefined;
}

/** A write that etcd refuses leaves no lease behind. Of one without an answer nobody knows: what it wrote may be there. */
async function orRevoke<T>(client: EtcdClient, writing: Promise<T>, leaseId: string): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof EtcdError && !isAway(error.grpcCode) && leaseId !== '0') await revokeLease(client, leaseId);
    throw error;
  }
}
