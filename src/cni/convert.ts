import { SilkError } from '../errors.ts';
import { present, without } from './field.ts';
import type { CniInterface, CniIp, CniResult, CniRoute } from './result.ts';
import { atLeast, type CniVersion } from './version.ts';

/** Keys that 1.1.0 brought. The reference library leaves them in older results; here no older reader sees them. */
const newInterfaceKeys = ['mtu', 'socketPath', 'pciID'];
const newRouteKeys = ['mtu', 'advmss', 'priority', 'table', 'scope'];

/**
 * The result in exactly the asked version's shape, `cniVersion` included. Keys that a later version brought are left out,
 * keys that no version knows are kept, and `dns` is left out when empty. For 0.1.0 and 0.2.0 the first address of
 * each family is given, with the routes of the families that have one.
 * @throws SilkError INCOMPATIBLE_VERSION when 0.1.0 or 0.2.0 is asked for and there is no address.
 */
export function formatResult(result: CniResult, version: CniVersion): Record<string, unknown> {
  return {
    cniVersion: version,
    ...(atLeast(version, '0.3.0') ? formatLists(result, version) : formatFamilies(result, version)),
    ...(Object.keys(result.dns ?? {}).length === 0 ? {} : { dns: result.dns }),
    ...without(result, ['cniVersion', 'interfaces', 'ips', 'routes', 'dns', 'ip4', 'ip6']),
  };
}

function formatLists(result: CniResult, version: CniVersion): Record<string, unknown> {
  return present({
    interfaces: result.interfaces?.map((one) => formatInterface(one, version)),
    ips: result.ips?.map((ip) => formatIpConfig(ip, version)),
    routes: result.routes?.map((route) => formatRoute(route, version)),
  });
}

function formatInterface(one: CniInterface, version: CniVersion): Record<string, unknown> {
  return without(one, atLeast(version, '1.1.0') ? [] : newInterfaceKeys);
}

function formatIpConfig(ip: CniIp, version: CniVersion): Record<string, unknown> {
  return atLeast(version, '1.0.0') ? { ...ip } : { version: familyOf(ip.address), ...ip };
}

function formatRoute(route: CniRoute, version: CniVersion): Record<string, unknown> {
  return without(route, atLeast(version, '1.1.0') ? [] : newRouteKeys);
}

function formatFamilies(result: CniResult, version: CniVersion): Record<string, unknown> {
  const families = present({ ip4: formatFamily(result, '4', version), ip6: formatFamily(result, '6', version) });
  if (Object.keys(families).length === 0) {
    throw new SilkError(
      'INCOMPATIBLE_VERSION',
      `Cannot give a result of version ${version}: found no address, wanted at least one`,
    );
  }
  return families;
}

function formatFamily(result: CniResult, family: '4' | '6', version: CniVersion): object | undefined {
  const ip = result.ips?.find((one) => familyOf(one.address) === family);
  if (ip === undefined) return undefined;
  const routes = (result.routes ?? []).filter((route) => familyOf(route.dst) === family);
  return {
    ip: ip.address,
    ...without(ip, ['address', 'interface', 'ip', 'routes']),
    ...(routes.length === 0 ? {} : { routes: routes.map((route) => formatRoute(route, version)) }),
  };
}

function familyOf(cidr: string): '4' | '6' {
  return cidr.includes(':') ? '6' : '4';
}
