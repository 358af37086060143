import { pickCniArgs } from '../../src/cni/args.ts';
import type { JsonObject } from '../../src/cni/json.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';

/** What Kubernetes' runtimes say of a pod in CNI_ARGS, by the member that it becomes. */
const podKeys = { namespace: 'K8S_POD_NAMESPACE', name: 'K8S_POD_NAME', uid: 'K8S_POD_UID' } as const;

/**
 * What the datastore's entry says of a container beside its address: `metadata` of the configuration as it is, and with it
 * `labels` of `args.cni` and the `pod` of CNI_ARGS. Null where there is none of these.
 */
export function entryMetadata({ metadata, args }: SilkCniConfig, cniArgs: string): JsonObject | null {
  const labels = Object.fromEntries((args?.cni?.labels ?? []).map(({ key, value }) => [key, value]));
  const told = dropEmpty({ labels, pod: podOf(cniArgs) });
  return Object.keys(told).length === 0 ? (metadata ?? null) : { ...told, ...metadata };
}

function podOf(cniArgs: string): JsonObject {
  const given = pickCniArgs(cniArgs, Object.values(podKeys));
  const members = Object.entries(podKeys).map(([member, key]) => [member, given.get(key)]);
  return Object.fromEntries(members.filter(([, value]) => value));
}

function dropEmpty(objects: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(Object.entries(objects).filter(([, object]) => Object.keys(object).length > 0));
}
