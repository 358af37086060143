import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { Netns } from '../../src/linux/netns.ts';
import type { ConvergeSegmentWish } from '../../src/overlay/converge-segment.ts';
import { openConfiguredPlace, type SegmentPlace } from '../../src/overlay/segment-place.ts';
import { readEndpointsFile } from '../../src/peers/endpoints-file.ts';

/**
 * What configuration and endpoints file ask of this host's part of the segment.
 * @throws SilkError PEERS_UNUSABLE when the file is broken.
 */
export async function describeWish(config: SilkBridgeConfig, netns: Netns | undefined): Promise<ConvergeSegmentWish> {
  const { bridge, vxlan, vni, port, gbp, arpSuppression, replicate, gateway, mtu: mtuBytes } = config;
  return {
    segment: { bridge, vxlan, vni, port, gbp, arpSuppression, replicate, gateway, mtuBytes, netns },
    underlay: { interface: config.underlayInterface, address: config.underlayAddress },
    endpoints: await readEndpointsFile(config.endpointsFile),
  };
}

/** The namespaces of the configuration's segment. @throws SilkError NOT_READY when its own is not there. */
export function openPlace({ overlayNamespace }: Pick<SilkBridgeConfig, 'overlayNamespace'>): SegmentPlace {
  return openConfiguredPlace(overlayNamespace);
}
