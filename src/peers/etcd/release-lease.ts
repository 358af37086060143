import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import type { EtcdClient } from './client.ts';
import { EtcdError } from './error.ts';
import { commit, getKeys } from './kv.ts';
import { formatSubnetName, ownerOf, subnetsPrefix } from './lease-record.ts';

/** Which lease is to go. */
export interface Release {
  readonly prefix: string;
  readonly subnet: Prefix;
  /** The host that gives it back; undefined: whoever has it. */
  readonly owner: Ip | undefined;
}

/**
 * Takes the record of a subnet away, so that others may have the subnet.
 * @returns whether there was one, and whose.
 * @throws SilkError ETCD_REFUSED where it is another host's; EtcdError as the client.
 */
export async function releaseLease(
  client: EtcdClient,
  { prefix, subnet, owner }: Release,
): Promise<{ readonly was: boolean; readonly owner?: Ip | undefined }> {
  const key = `${subnetsPrefix(prefix)}${formatSubnetName(subnet)}`;
  const { found } = await getKeys(client, [key]);
  const kv = found[0];
  if (kv === undefined) return { was: false };
  const holder = ownerOf(kv.value);
  if (owner !== undefined && (holder === undefined || !sameIp(holder, owner))) {
    const has = holder === undefined ? 'a record that names no host' : `the record of ${formatIp(holder)}`;
    throw new SilkError(
      'ETCD_REFUSED',
      `Cannot release ${formatPrefix(subnet)}: found ${has}, wanted that of ${formatIp(owner)}`,
    );
  }
  const isAsSeen = { unchanged: key, modRevision: kv.modRevision };
  const { succeeded } = await commit(client, { when: [isAsSeen], success: [{ remove: key }] });
  if (!succeeded)
    throw new EtcdError(`Cannot release ${formatPrefix(subnet)}: found it changed meanwhile, wanted it at rest`);
  return { was: true, owner: holder };
}
