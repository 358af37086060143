import type { CniDns } from '../../src/cni/result.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';

/** The result's `dns`: the runtime's wish first, then the network's, then what IPAM says. One that says nothing counts as none. */
export function chooseDns(config: SilkCniConfig, fromIpam: CniDns | undefined): CniDns | undefined {
  const { servers, searches, options } = config.runtimeConfig?.dns ?? {};
  const wish = {
    ...(servers?.length && { nameservers: [...servers] }),
    ...(searches?.length && { search: [...searches] }),
    ...(options?.length && { options: [...options] }),
  };
  if (Object.keys(wish).length > 0) return wish;
  const own = config.dns;
  return own !== undefined && Object.keys(own).length > 0 ? { ...own } : fromIpam;
}
