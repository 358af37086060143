import { formatIp, type Ip, parseIp, sameIp } from '../../src/addr/ip.ts';
import { contains, formatPrefix, networkOf, type Prefix, parsePrefix } from '../../src/addr/prefix.ts';
import type { CniResult, CniRoute } from '../../src/cni/result.ts';
import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { SilkError } from '../../src/errors.ts';
import type { PortRoute } from '../../src/overlay/segment-port.ts';

/** What a container's link takes from the IPAM plugin's result. */
export interface ContainerAddress {
  /** With the length of the segment's network. */
  readonly address: Prefix;
  readonly gateway: Ip | undefined;
  readonly routes: readonly PortRoute[];
}

/** Where everything goes that no other route takes. */
const everything: Prefix = { ip: { family: 4, value: 0n }, length: 0 };

/**
 * The container's address and routes.
 * @throws SilkError IPAM_UNUSABLE when it is not exactly one IPv4 address of the segment; BAD_CONFIG for a route that cannot be.
 */
export function readAnswer(result: CniResult, config: SilkBridgeConfig): ContainerAddress {
  const found = (result.ips ?? []).map(({ address }) => address).join(', ') || 'none';
  const refuse = (wanted: string) =>
    new SilkError(
      'IPAM_UNUSABLE',
      `Cannot use the addresses from ${config.ipam.type}: found ${found}, wanted ${wanted}`,
    );
  const [ip, ...more] = result.ips ?? [];
  if (ip === undefined || more.length > 0) throw refuse('exactly one IPv4 address');
  const address = parsePrefix(ip.address, 'the address from IPAM');
  if (address.ip.family !== 4) throw refuse('exactly one IPv4 address');
  const own = config.gateway;
  if (
    own !== undefined &&
    (address.length !== own.length || !contains(networkOf(own), address.ip) || sameIp(own.ip, address.ip))
  ) {
    throw refuse(`one of ${formatPrefix(networkOf(own))} other than the gateway`);
  }
  const told = ip.gateway === undefined ? undefined : parseIp(ip.gateway, 'the gateway from IPAM');
  const gateway = own?.ip ?? told;
  const byDefault = config.isDefaultGateway && own ? [{ destination: everything, gateway: own.ip, metric: 0 }] : [];
  const others = (result.routes ?? []).map((route) => readRoute(route, gateway));
  const isOther = ({ destination, metric }: PortRoute) =>
    byDefault.length === 0 || destination.length > 0 || metric > 0;
  return { address, gateway, routes: [...byDefault, ...others.filter(isOther)] };
}

/** Route attributes of CNI 1.1.0 that our link does not set. */
const unsupported = ['mtu', 'advmss', 'table', 'scope'] as const;

function readRoute(route: CniRoute, byDefault: Ip | undefined): PortRoute {
  const refuse = (code: 'BAD_CONFIG' | 'UNSUPPORTED_FIELD', text: string) =>
    new SilkError(code, `Cannot add route ${route.dst}: ${text}`);
  const destination = networkOf(parsePrefix(route.dst, 'the route from IPAM'));
  if (destination.ip.family !== 4) throw refuse('BAD_CONFIG', `dst: found ${route.dst}, wanted an IPv4 prefix`);
  const gateway = route.gw === undefined ? byDefault : parseIp(route.gw, 'gw of the route from IPAM');
  if (gateway?.family !== 4) {
    const found = gateway === undefined ? 'none' : formatIp(gateway);
    throw refuse('BAD_CONFIG', `gw: found ${found}, wanted an address of the segment`);
  }
  const found = unsupported.find((key) => route[key] !== undefined);
  if (found !== undefined) throw refuse('UNSUPPORTED_FIELD', `${found}: found ${route[found]}, wanted none`);
  return { destination, gateway, metric: route.priority ?? 0 };
}
