import type { CniDns } from '../../src/cni/result.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';

/** The result's `dns`: the runtime's wish first, then the network's, then what IPAM says. One that says nothing counts as none. */
export function chooseDns(config: SilkCniConfig, fromIpam: CniDns | undefined): CniDns | undefined {
  return [wishedDns(config), config.dns].find(saysAnything) ?? fromIpam;
}

/** The runtime's wish, by the names that a result has. */
function wishedDns({ runtimeConfig }: SilkCniConfig): CniDns {
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
