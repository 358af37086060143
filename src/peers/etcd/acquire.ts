import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import { type Asserted, assertLease, type Claim, type Hold } from './assert-lease.ts';
import { chooseSubnet } from './choose-subnet.ts';
import type { EtcdClient } from './client.ts';
import { EtcdError, grpc } from './error.ts';
import { listKeys } from './kv.ts';
import { configKey, historyPrefix, ownerOf, parseSubnetName, subnetsPrefix } from './lease-record.ts';
import type { Header } from './message.ts';
import { isOfNetwork, type NetworkConfig } from './network-config.ts';

/** What a host that has no subnet asks for. */
export interface AcquireWish {
  readonly prefix: string;
  readonly config: NetworkConfig;
  /** Of the record of `config`: the subnet is given only if that has not changed. */
  readonly configRevision: number;
  readonly publicIp: Ip;
  readonly ttlSeconds: number;
  /** As of a claim. */
  readonly granted: Claim['granted'];
  /** The one that the host had last. */
  readonly previous?: { readonly subnet: Prefix; readonly leaseId: string } | undefined;
}

/** A subnet that this host has now. */
export interface Acquired {
  readonly subnet: Prefix;
  readonly hold: Hold;
  readonly header: Header;
}

/** Each time another host was faster; by chance, no two of them try the same for long. */
const attempts = 20;

/**
 * Gets a subnet: the one that is reserved for this host, else the one it had last, else one whose record names it, else one that nobody
 * ever had, else the one that has been free for longest.
 * @throws SilkError EXHAUSTED where no subnet is free; EtcdError as the client, TRY_LATER where others were always faster.
 */
export async function acquireLease(client: EtcdClient, wish: AcquireWish): Promise<Acquired> {
  const { taken } = await listTaken(client, wish);
  const own = taken.filter(({ owner }) => owner !== undefined && sameIp(owner, wish.publicIp));
  // What an administrator has reserved comes first; what else names us may be from before what we remember.
  const reserved = own.filter(({ isForEver }) => isForEver).map(({ subnet }) => subnet);
  const previous = wish.previous === undefined ? [] : [wish.previous.subnet];
  const order = [...reserved, ...previous, ...own.map(({ subnet }) => subnet)];
  for (const subnet of order.filter((one) => isOfNetwork(wish.config, one))) {
    const asserted = await tryAssert(client, claimOf(wish, subnet));
    if (asserted?.state === 'held') return { subnet, ...asserted };
  }
  return await acquireNew(client, wish);
}

/** Undefined: this host may not write that record, so whoever named it there was not the one who gives it its subnet. */
async function tryAssert(client: EtcdClient, claim: Claim): Promise<Asserted | undefined> {
  try {
    return await assertLease(client, claim);
  } catch (error) {
    if (error instanceof EtcdError && error.grpcCode === grpc.PERMISSION_DENIED) return undefined;
    throw error;
  }
}

async function acquireNew(client: EtcdClient, wish: AcquireWish): Promise<Acquired> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { taken, lastGiven } = await listTaken(client, wish);
    const { subnetMin, subnetMax, subnetLength } = wish.config;
    const among = { subnetMin, subnetMax, subnetLength, taken: taken.map(({ subnet }) => subnet), lastGiven };
    const subnet = chooseSubnet({ ...among, random: Math.random });
    if (subnet === undefined) throw exhausted(wish.config, taken.length);
    const asserted: Asserted = await assertLease(client, claimOf(wish, subnet));
    if (asserted.state === 'held') return { subnet, ...asserted };
  }
  throw new EtcdError(`Cannot acquire a subnet: found another host faster ${attempts} times, wanted one that is free`);
}

function claimOf(
  { prefix, config, configRevision, publicIp, ttlSeconds, granted, previous }: AcquireWish,
  subnet: Prefix,
): Claim {
  const leaseId = previous !== undefined && isSame(previous.subnet, subnet) ? previous.leaseId : undefined;
  const when = [{ unchanged: configKey(prefix), modRevision: configRevision }];
  return { prefix, subnet, publicIp, vni: config.vni, ttlSeconds, leaseId, isHeld: false, isAnew: true, granted, when };
}

interface Taken {
  readonly subnet: Prefix;
  readonly isForEver: boolean;
  readonly owner: Ip | undefined;
}

/** A record that names no host has its subnet all the same. */
async function listTaken(client: EtcdClient, { prefix }: AcquireWish) {
  const subnets = await listKeys(client, subnetsPrefix(prefix));
  const history = await listKeys(client, historyPrefix(prefix));
  const taken = subnets.kvs.flatMap(({ key, value, leaseId }): Taken[] => {
    const subnet = parseSubnetName(key.slice(subnetsPrefix(prefix).length));
    return subnet === undefined ? [] : [{ subnet, isForEver: leaseId === '0', owner: ownerOf(value) }];
  });
  const lastGiven = new Map<bigint, number>();
  for (const { key, modRevision } of history.kvs) {
    const subnet = parseSubnetName(key.slice(historyPrefix(prefix).length));
    if (subnet !== undefined) lastGiven.set(subnet.ip.value, modRevision);
  }
  return { taken, lastGiven };
}

function isSame(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && sameIp(a.ip, b.ip);
}

function exhausted({ network, subnetLength, subnetMin, subnetMax }: NetworkConfig, count: number): SilkError {
  const range = `/${subnetLength} from ${formatIp(subnetMin)} to ${formatIp(subnetMax)}`;
  return new SilkError(
    'EXHAUSTED',
    `Cannot acquire a subnet of ${formatPrefix(network)}: found ${count} given, wanted one free (${range})`,
  );
}
