import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { Netns } from '../../src/linux/netns.ts';
import { log } from '../../src/log.ts';
import type { ConvergeSegmentWish } from '../../src/overlay/converge-segment.ts';
import { readKnownEndpoints } from '../../src/peers/known-endpoints.ts';

/**
 * What configuration, endpoints file and what silkd has learned ask of this host's part of the segment.
 * @throws SilkError PEERS_UNUSABLE when the endpoints file is broken.
 */
export async function describeWish(config: SilkBridgeConfig, netns: Netns | undefined): Promise<ConvergeSegmentWish> {
  const { bridge, vxlan, vni, port, gbp, arpSuppression, replicate, gateway, mtu: mtuBytes } = config;
  const { endpoints, isPartial, fault } = await readKnownEndpoints(config);
  if (fault !== undefined) log('warn', `${fault.message}; what leads to others is left as it is`, { segment: bridge });
  return {
    segment: { bridge, vxlan, vni, port, gbp, arpSuppression, replicate, gateway, mtuBytes, netns },
    underlay: { interface: config.underlayInterface, address: config.underlayAddress },
    endpoints,
    isPartial,
  };
}
