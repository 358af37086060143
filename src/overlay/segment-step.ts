import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { removeLinkRequest, setLink } from '../linux/rtnetlink/link.ts';
import { createBridgeRequest, setBridgePort } from '../linux/rtnetlink/link-bridge.ts';
import type { SegmentBridge, SegmentVxlan } from './segment.ts';
import { type StepLinks, type VxlanProperty, vxlanRequest } from './vxlan-device.ts';

/** What can be wrong with a bridge of ours, and is changed. */
export type BridgeProperty = 'mark' | 'mac' | 'up';

/** One thing to do to one of the two devices of a segment. */
export type SegmentStep =
  | { readonly action: 'make'; readonly object: 'bridge'; readonly bridge: SegmentBridge; readonly why: string }
  | { readonly action: 'remove'; readonly object: 'bridge'; readonly bridge: SegmentBridge; readonly why: string }
  | {
      readonly action: 'change';
      readonly object: 'bridge';
      readonly bridge: SegmentBridge;
      readonly property: BridgeProperty;
      readonly why: string;
    }
  | { readonly action: 'make'; readonly object: 'vxlan'; readonly vxlan: SegmentVxlan; readonly why: string }
  | { readonly action: 'remove'; readonly object: 'vxlan'; readonly vxlan: SegmentVxlan; readonly why: string }
  | {
      readonly action: 'change';
      readonly object: 'vxlan';
      readonly vxlan: SegmentVxlan;
      /** `port`: what the bridge does with it. */
      readonly property: VxlanProperty | 'mark' | 'port';
      readonly why: string;
    };

/** Whether only a segment has such a step. */
export function isSegmentStep(step: { readonly object: string }): step is SegmentStep {
  return step.object === 'bridge' || step.object === 'vxlan';
}

/** For people and logs: `bridge br0 (found none)`. */
export function describeSegmentStep(step: SegmentStep): string {
  if (step.object === 'bridge') return `bridge ${step.bridge.name} (${step.why})`;
  return `VXLAN device ${step.vxlan.name} (${step.why})`;
}

/** The request that takes the step. A device that it makes needs more: see bornRequests(). */
export function segmentStepRequest(step: SegmentStep, links: StepLinks): NetlinkRequest {
  const { linkIndex, bridgeIndex = 0 } = links;
  if (step.object === 'bridge') return bridgeRequest(step, bridgeIndex);
  if (step.action !== 'change') return vxlanRequest(step.vxlan, step, links);
  const { property } = step;
  if (property === 'mark') return setLink(linkIndex, { alias: step.vxlan.mark });
  if (property === 'port') return setBridgePort(linkIndex, step.vxlan.settings);
  return vxlanRequest(step.vxlan, { action: 'change', property }, links);
}

function bridgeRequest(step: Extract<SegmentStep, { object: 'bridge' }>, linkIndex: number): NetlinkRequest {
  const { bridge } = step;
  if (step.action === 'make') return createBridgeRequest(bridge);
  if (step.action === 'remove') return removeLinkRequest(linkIndex);
  if (step.property === 'mark') return setLink(linkIndex, { alias: bridge.mark });
  return setLink(linkIndex, step.property === 'mac' ? { mac: bridge.mac } : { up: true });
}

/** What a device that was just made still lacks: the kernel takes neither mark nor port settings with the request that makes it. */
export function bornRequests(step: SegmentStep, { linkIndex, bridgeIndex = 0 }: StepLinks): NetlinkRequest[] {
  if (step.object === 'bridge') return [setLink(bridgeIndex, { alias: step.bridge.mark, up: true })];
  const { mark, settings } = step.vxlan;
  return [setLink(linkIndex, { alias: mark, masterIndex: bridgeIndex }), setBridgePort(linkIndex, settings)];
}
