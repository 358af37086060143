import type { CniDns } from '../../src/cni/result.ts';
import type { DnsKeys } from '../../src/config/network.schema.ts';
import type { RuntimeDns } from '../../src/config/silk-cni.schema.ts';

/** What a configuration says of names. */
interface DnsWish {
  readonly dns?: DnsKeys;
  readonly runtimeConfig?: { readonly dns?: RuntimeDns };
}

/** The runtime's wish first, then the network's, then what IPAM says. */
export function chooseDns(config: DnsWish, fromIpam: CniDns | undefined): CniDns | undefined {
  const wish = config.runtimeConfig?.dns;
  if (wish !== undefined) {
    return {
      ...(wish.servers && { nameservers: [...wish.servers] }),
      ...(wish.searches && { search: [...wish.searches] }),
      ...(wish.options && { options: [...wish.options] }),
    };
  }
  const own = config.dns;
  return own !== undefined && Object.keys(own).length > 0 ? { ...own } : fromIpam;
}
