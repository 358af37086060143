import { type Ip, parseIp } from '../addr/ip.ts';
import { isUnicastMac, type Mac, tryParseMac } from '../addr/mac.ts';
import { type Prefix, tryParsePrefix } from '../addr/prefix.ts';
import { AddressCheck, isUnicastIpv4 } from './address-check.ts';
import { check, refuse } from './check.ts';
import { badValue, type Fault } from './fault.ts';
import { validateSilkBridge } from './generated/silk-bridge.ts';
import { wantedPeer } from './peers-file.schema.ts';
import { withRuntimeDns } from './runtime-dns.ts';
import { defaultIpamType } from './salvage.ts';
import { type SilkBridgeKeys, silkBridgeSchema } from './silk-bridge.schema.ts';
import { silkVtepDefaults } from './silk-vtep.ts';
import { type IpamNetwork, readIpamNetwork } from './validate.ts';

/** What a configuration of silk-bridge has where it does not say. */
export const silkBridgeDefaults = {
  port: silkVtepDefaults.port,
  gbp: false,
  arpSuppression: 'proxy',
  replicate: false,
  isDefaultGateway: false,
  hairpin: false,
  isolated: false,
  locked: true,
  endpointsFile: '/etc/silk/endpoints.json',
  runDir: silkVtepDefaults.runDir,
} as const;

/** A network configuration of `"type": "silk-bridge"` that can be used. */
export interface SilkBridgeConfig
  extends Required<
      Pick<
        SilkBridgeKeys,
        'port' | 'gbp' | 'replicate' | 'isDefaultGateway' | 'hairpin' | 'isolated' | 'locked' | 'guard'
      >
    >,
    Required<Pick<SilkBridgeKeys, 'bridge' | 'vxlan' | 'endpointsFile' | 'runDir'>>,
    Pick<SilkBridgeKeys, 'name' | 'vni' | 'overlayNamespace' | 'underlayInterface' | 'ipam' | 'dns' | 'runtimeConfig'> {
  readonly arpSuppression: 'proxy' | 'neigh_suppress';
  readonly gateway?: Prefix;
  readonly underlayAddress?: Ip;
  /** Bytes; absent: found out from the underlay. */
  readonly mtu?: number;
  /** What the runtime asks for. */
  readonly mac?: Mac;
  /** Absent where another program than silk-ipam gives the addresses. */
  readonly ipamNetwork?: IpamNetwork;
}

/**
 * A network configuration of `"type": "silk-bridge"`, with defaults filled in.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readSilkBridgeConfig(json: unknown): SilkBridgeConfig {
  const { value, faults } = check<SilkBridgeKeys>(validateSilkBridge, withRuntimeDns(json), findBridgeFaults);
  refuse('Cannot use the configuration', faults);
  const isOurs = value.ipam.type === defaultIpamType;
  return { ...toConfig(value), ...(isOurs && { ipamNetwork: readIpamNetwork(json) }) };
}

function findBridgeFaults({ gateway, underlayAddress, runtimeConfig, isDefaultGateway }: SilkBridgeKeys): Fault[] {
  const addresses = new AddressCheck();
  addresses.one('underlayAddress', underlayAddress, 'unicastIpv4');
  const faults = [...addresses.faults];
  if (gateway !== undefined && readGateway(gateway) === undefined) {
    faults.push(badValue('gateway', gateway, silkBridgeSchema.properties.gateway.description));
  }
  const mac = runtimeConfig?.mac;
  if (mac !== undefined && readMac(mac) === undefined) {
    faults.push(badValue('runtimeConfig.mac', mac, wantedPeer.mac));
  }
  if (isDefaultGateway === true && gateway === undefined) {
    faults.push(badValue('isDefaultGateway', true, 'false, or a gateway beside it'));
  }
  return faults;
}

function readGateway(text: string): Prefix | undefined {
  const prefix = tryParsePrefix(text);
  const isUsable = prefix !== undefined && prefix.length >= 1 && prefix.length <= 30 && isUnicastIpv4(prefix.ip);
  return isUsable ? prefix : undefined;
}

/** The MAC of one device that a text is; undefined where it is none. */
export function readMac(text: string): Mac | undefined {
  const mac = tryParseMac(text);
  return mac !== undefined && isUnicastMac(mac) ? mac : undefined;
}

function toConfig(keys: SilkBridgeKeys): SilkBridgeConfig {
  const { vni, bridge = `br${vni}`, vxlan = `vxlan${vni}`, runtimeConfig } = keys;
  const { gateway: gatewayText, underlayAddress, mtu, arpSuppression, ...rest } = keys;
  const gateway = gatewayText === undefined ? undefined : readGateway(gatewayText);
  const mac = runtimeConfig?.mac === undefined ? undefined : readMac(runtimeConfig.mac);
  return {
    ...silkBridgeDefaults,
    ...rest,
    // Who lets a container send from other MACs wants them to have addresses too.
    guard: keys.guard ?? keys.locked ?? silkBridgeDefaults.locked,
    bridge,
    vxlan,
    arpSuppression: arpSuppression === 'neigh_suppress' ? 'neigh_suppress' : 'proxy',
    ...(gateway !== undefined && { gateway }),
    ...(underlayAddress !== undefined && { underlayAddress: parseIp(underlayAddress, 'underlayAddress') }),
    ...(mtu !== undefined && mtu > 0 && { mtu }),
    ...(mac !== undefined && { mac }),
  };
}
