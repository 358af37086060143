import { type Ip, parseIp } from '../addr/ip.ts';
import { isUnicastMac, type Mac, tryParseMac } from '../addr/mac.ts';
import { check, findBadAddress, refuse } from './check.ts';
import { badValue, type Fault } from './fault.ts';
import { validateSilkBridge } from './generated/silk-bridge.ts';
import { wantedPeer } from './peers-file.schema.ts';
import { withRuntimeDns } from './runtime-dns.ts';
import { defaultIpamType } from './salvage.ts';
import {
  defaultEndpointsFile,
  findSegmentPartFaults,
  type SegmentPart,
  segmentDefaults,
  toSegmentPart,
} from './segment.ts';
import type { SilkBridgeKeys } from './silk-bridge.schema.ts';
import { silkVtepDefaults } from './silk-vtep.ts';
import { type IpamNetwork, readIpamNetwork } from './validate.ts';

/** What a configuration of silk-bridge has where it does not say. */
export const silkBridgeDefaults = {
  ...segmentDefaults,
  isDefaultGateway: false,
  hairpin: false,
  isolated: false,
  locked: true,
  endpointsFile: defaultEndpointsFile,
  runDir: silkVtepDefaults.runDir,
} as const;

/** A network configuration of `"type": "silk-bridge"` that can be used. */
export interface SilkBridgeConfig
  extends SegmentPart,
    Required<
      Pick<
        SilkBridgeKeys,
        'isDefaultGateway' | 'hairpin' | 'isolated' | 'locked' | 'guard' | 'endpointsFile' | 'runDir'
      >
    >,
    Pick<SilkBridgeKeys, 'name' | 'underlayInterface' | 'ipam' | 'dns' | 'runtimeConfig'> {
  readonly underlayAddress?: Ip;
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

function findBridgeFaults(keys: SilkBridgeKeys): Fault[] {
  const { gateway, underlayAddress, runtimeConfig, isDefaultGateway } = keys;
  const faults = [...findBadAddress('underlayAddress', underlayAddress, 'unicastIpv4'), ...findSegmentPartFaults(keys)];
  const mac = runtimeConfig?.mac;
  if (mac !== undefined && readMac(mac) === undefined) {
    faults.push(badValue('runtimeConfig.mac', mac, wantedPeer.mac));
  }
  if (isDefaultGateway === true && gateway === undefined) {
    faults.push(badValue('isDefaultGateway', true, 'false, or a gateway beside it'));
  }
  return faults;
}

/** The MAC of one device that a text is; undefined where it is none. */
export function readMac(text: string): Mac | undefined {
  const mac = tryParseMac(text);
  return mac !== undefined && isUnicastMac(mac) ? mac : undefined;
}

function toConfig({ underlayAddress, ...keys }: SilkBridgeKeys): SilkBridgeConfig {
  const text = keys.runtimeConfig?.mac;
  const mac = text === undefined ? undefined : readMac(text);
  return {
    ...silkBridgeDefaults,
    ...toSegmentPart(keys),
    // Who lets a container send from other MACs wants them to have addresses too.
    guard: keys.guard ?? keys.locked ?? silkBridgeDefaults.locked,
    ...(underlayAddress !== undefined && { underlayAddress: parseIp(underlayAddress, 'underlayAddress') }),
    ...(mac !== undefined && { mac }),
  };
}
