import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { SilkError } from '../../src/errors.ts';
import type { Netns } from '../../src/linux/netns.ts';
import { log } from '../../src/log.ts';
import type { ConvergeSegmentWish } from '../../src/overlay/converge-segment.ts';
import { readKnownEndpoints } from '../../src/peers/known-endpoints.ts';
import { openSegmentPlace, type SegmentPlace } from '../segment-place.ts';

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

/** The namespaces of the configuration's segment. @throws SilkError NOT_READY when its own is not there. */
export function openPlace({ overlayNamespace }: Pick<SilkBridgeConfig, 'overlayNamespace'>): SegmentPlace {
  try {
    return openSegmentPlace(overlayNamespace);
  } catch (cause) {
    if (!(cause instanceof SilkError && cause.code === 'BAD_ENVIRONMENT')) throw cause;
    const wanted = `wanted one: \`ip netns add ${overlayNamespace}\` makes it`;
    const text = `Cannot have the segment: overlayNamespace: found no network namespace ${overlayNamespace}, ${wanted}`;
    throw new SilkError('NOT_READY', text, { cause });
  }
}
