import { formatIp, parseIp, sameIp } from '../../src/addr/ip.ts';
import { networkOf, parsePrefix } from '../../src/addr/prefix.ts';
import type { CniRoute } from '../../src/cni/result.ts';
import { SilkError } from '../../src/errors.ts';
import { defaultDestination, gatewayIp, type LinkRoute } from '../../src/overlay/container-link.ts';

/** Route attributes of CNI 1.1.0 that our link does not set. */
const unsupported = ['mtu', 'advmss', 'table', 'scope'] as const;

/**
 * The container's routes: the default one, and those that IPAM asks for, all by way of the host.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the route that cannot be.
 */
export function linkRoutes(fromIpam: readonly CniRoute[]): LinkRoute[] {
  const others = fromIpam.map(linkRoute).filter((route) => route.destination.length > 0 || route.metric > 0);
  return [{ destination: defaultDestination, metric: 0 }, ...others];
}

function linkRoute(route: CniRoute): LinkRoute {
  const destination = networkOf(parsePrefix(route.dst, 'the route from IPAM'));
  if (destination.ip.family !== 4) throw refused(route, 'dst', 'an IPv4 prefix');
  if (route.gw !== undefined && !sameIp(parseIp(route.gw, 'gw of the route from IPAM'), gatewayIp)) {
    throw refused(route, 'gw', `none or ${formatIp(gatewayIp)}`);
  }
  const found = unsupported.find((key) => route[key] !== undefined);
  if (found !== undefined) {
    throw new SilkError(
      'UNSUPPORTED_FIELD',
      `Cannot add route ${route.dst}: ${found}: found ${route[found]}, wanted none`,
    );
  }
  return { destination, metric: route.priority ?? 0 };
}

function refused(route: CniRoute, key: 'dst' | 'gw', wanted: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot add route ${route.dst}: ${key}: found ${route[key]}, wanted ${wanted}`);
}
