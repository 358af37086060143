import type { Ip } from '../../addr/ip.ts';
import type { EtcdClient } from './client.ts';
import { readLeaseTime } from './etcd-lease.ts';
import { getKeys, listKeys } from './kv.ts';
import {
  configKey,
  historyPrefix,
  type LeaseRecord,
  parseLease,
  parseSince,
  parseSubnetName,
  reservedFor,
  subnetsPrefix,
} from './lease-record.ts';
import type { KeyValue } from './message.ts';
import { type NetworkConfig, parseNetworkConfig } from './network-config.ts';

/** A record of a subnet, as etcd has it now. */
export interface LeaseRow {
  readonly key: string;
  /** Undefined: it cannot be read, for the reason in `fault`. */
  readonly record: LeaseRecord | undefined;
  readonly fault: string | undefined;
  /** For this host, which has not come yet; then there is no record either. */
  readonly reservedFor: Ip | undefined;
  /** When the record was written, by the clock of the host that wrote it, in milliseconds since the epoch; flannel does not say. */
  readonly sinceMs: number | undefined;
  /** Until it goes, where nobody renews it; undefined: never. */
  readonly ttlSeconds: number | undefined;
  /** How long ago it was renewed. */
  readonly renewedSecondsAgo: number | undefined;
}

/** A network with its leases. */
export interface LeaseTable {
  /** Undefined: there is no record of the network that can be used. */
  readonly config: NetworkConfig | undefined;
  readonly rows: readonly LeaseRow[];
}

/** So many questions at once. */
const width = 16;

/** All leases of a network, in the order of their keys. @throws EtcdError as the client. */
export async function listLeases(client: EtcdClient, prefix: string): Promise<LeaseTable> {
  const { found } = await getKeys(client, [configKey(prefix)]);
  const { kvs } = await listKeys(client, subnetsPrefix(prefix));
  const history = await listKeys(client, historyPrefix(prefix));
  const since = new Map(
    history.kvs.map(({ key, value }) => [key.slice(historyPrefix(prefix).length), parseSince(value)]),
  );
  const rows: LeaseRow[] = [];
  for (let at = 0; at < kvs.length; at += width) {
    const some = kvs.slice(at, at + width).map((kv) => readRow(client, { kv, prefix, since }));
    rows.push(...(await Promise.all(some)));
  }
  return { config: found[0] && parseNetworkConfig(found[0].value).value, rows };
}

interface RowContext {
  readonly kv: KeyValue;
  readonly prefix: string;
  readonly since: ReadonlyMap<string, number | undefined>;
}

async function readRow(client: EtcdClient, { kv, prefix, since }: RowContext): Promise<LeaseRow> {
  const name = kv.key.slice(subnetsPrefix(prefix).length);
  const { value: record, faults } = parseLease(name, kv.value);
  const reserved = record === undefined && parseSubnetName(name) !== undefined ? reservedFor(kv.value) : undefined;
  const time = kv.leaseId === '0' ? undefined : await readLeaseTime(client, kv.leaseId);
  return {
    key: kv.key,
    record,
    fault: reserved === undefined ? faults?.[0]?.text : undefined,
    reservedFor: reserved,
    sinceMs: since.get(name),
    ttlSeconds: time?.leftSeconds,
    renewedSecondsAgo: time && time.grantedSeconds - time.leftSeconds,
  };
}
