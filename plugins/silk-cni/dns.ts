import type { CniDns } from '../../src/cni/result.ts';
import type { DnsKeys } from '../../src/config/network.schema.ts';
import type { RuntimeDns } from '../../src/config/silk-cni.schema.ts';

/** What a configuration says of names. */
interface DnsWish {
  readonly dns?: DnsKeys;
  readonly runtimeConfig?: { readonly dns?: RuntimeDns };
}

/** The result's `dns`: the runtime's wish first, then the network's, then what IPAM says. One that says nothing counts as none. */
export function chooseDns(config: DnsWish, fromIpam: CniDns | undefined): CniDns | undefined {
  return [wishedDns(config), config.dns].find(saysAnything) ?? fromIpam;
}

/** The runtime's wish, by the names that a result has. */
function wishedDns({ runtimeConfig }: DnsWish): CniDns {
  const { servers, searches, options } = runtimeConfig?.dns ?? {};
  return {
    ...(servers?.length && { nameservers: servers }),
    ...(searches?.length && { search: searches }),
    ...(options?.length && { options }),
  };
}

function saysAnything(dns: CniDns | undefined): boolean {
  return Object.values(dns ?? {}).some((value) => value !== '' && !(Array.isArray(value) && value.length === 0));
}
