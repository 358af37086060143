import { isObject } from './fault.ts';

/** containerd's spelling, and the conventions'. */
const spellings = new Map([
  ['Servers', 'servers'],
  ['Searches', 'searches'],
  ['Options', 'options'],
]);

/**
 * The configuration with `runtimeConfig.dns` as the CNI conventions spell it. containerd sends `{"Servers":[...],"Searches":null,
 * "Options":null}`, for the Go library reads a key in either case, and null as nothing. Never throws.
 */
export function withRuntimeDns(json: unknown): unknown {
  if (!isObject(json) || !isObject(json['runtimeConfig'])) return json;
  const { runtimeConfig } = json;
  const { dns } = runtimeConfig;
  if (!isObject(dns) || Array.isArray(dns)) return json;
  const said = Object.entries(dns).filter(([, value]) => value !== null);
  const respelt = Object.fromEntries(said.map(([key, value]) => [spellings.get(key) ?? key, value]));
  return { ...json, runtimeConfig: { ...runtimeConfig, dns: respelt } };
}
