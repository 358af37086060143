import { SilkError } from '../../errors.ts';
import type { EtcdClient } from './client.ts';
import { EtcdError } from './error.ts';
import { type Compare, commit, getKeys } from './kv.ts';
import { configKey } from './lease-record.ts';
import { formatNetworkConfig, type NetworkConfig, parseNetworkConfig } from './network-config.ts';

/** What was done about the record of a network. */
export interface InitOutcome {
  readonly did: 'wrote' | 'replaced' | 'kept';
  readonly key: string;
  readonly text: string;
  /** What was there. */
  readonly before?: string;
}

/**
 * Writes the record of a network. One that says the same is kept as it is, whatever its form.
 * @throws SilkError ETCD_REFUSED where there is another one and `force` is not said; EtcdError as the client.
 */
export async function initNetwork(
  client: EtcdClient,
  { prefix, config, force }: { readonly prefix: string; readonly config: NetworkConfig; readonly force: boolean },
): Promise<InitOutcome> {
  const key = configKey(prefix);
  const text = formatNetworkConfig(config);
  const { found } = await getKeys(client, [key]);
  const kv = found[0];
  if (kv !== undefined && isSame(kv.value, text)) return { did: 'kept', key, text: kv.value, before: kv.value };
  if (kv !== undefined && !force) {
    throw new SilkError(
      'ETCD_REFUSED',
      `Cannot write ${key}: found ${kv.value}, wanted none or ${text} (--force writes over it)`,
    );
  }
  const isAsSeen: Compare = kv === undefined ? { absent: key } : { unchanged: key, modRevision: kv.modRevision };
  const { succeeded } = await commit(client, { when: [isAsSeen], success: [{ put: key, value: text }] });
  if (!succeeded) throw new EtcdError(`Cannot write ${key}: found it changed meanwhile, wanted it at rest`);
  return kv === undefined ? { did: 'wrote', key, text } : { did: 'replaced', key, text, before: kv.value };
}

function isSame(found: string, wanted: string): boolean {
  const { value } = parseNetworkConfig(found);
  return value !== undefined && formatNetworkConfig(value) === wanted;
}
