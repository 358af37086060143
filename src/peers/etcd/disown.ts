import { type Ip, sameIp } from '../../addr/ip.ts';
import type { EtcdClient } from './client.ts';
import { commit, getKeys } from './kv.ts';
import { ownerOf } from './lease-record.ts';

/**
 * Takes away records that name this host for what it has not, as a backup of etcd may: who has that subnet now cannot say so while
 * they are there. Reservations stay.
 * @throws EtcdError as the client.
 */
export async function disown(client: EtcdClient, self: Ip, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { found } = await getKeys(client, keys);
  for (const kv of found) {
    const owner = kv && ownerOf(kv.value);
    if (kv === undefined || kv.leaseId === '0' || owner === undefined || !sameIp(owner, self)) continue;
    const isAsSeen = { unchanged: kv.key, modRevision: kv.modRevision };
    await commit(client, { when: [isAsSeen], success: [{ remove: kv.key }] });
  }
}
