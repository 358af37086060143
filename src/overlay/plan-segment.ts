import { formatMac, sameMac } from '../addr/mac.ts';
import type { Link } from '../linux/rtnetlink/link.ts';
import { type PortSettings, portSettings } from '../linux/rtnetlink/link-bridge.ts';
import type { VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import type { FoundSegment } from './find-segment.ts';
import { planAddress } from './plan-addresses.ts';
import type { Segment, SegmentBridge, SegmentVxlan } from './segment.ts';
import type { BridgeProperty, SegmentStep } from './segment-step.ts';
import type { Step } from './step.ts';
import { changeableDifferences, difference, fixedDifferences } from './vxlan-device.ts';

/**
 * The difference between a segment's devices that are wanted and those that are there, in order. What the kernel changes in place
 * is changed; for anything else the VXLAN device is made anew, and all that was on it goes with it. The bridge stays, and with it
 * whatever is attached. Each step says why.
 */
export function planSegment({ bridge, vxlan }: Segment, found: FoundSegment): Step[] {
  return [
    ...found.strays.map((link): Step => {
      const why = difference('vni', link.vxlan.vni, vxlan.vni);
      return { action: 'remove', object: 'vxlan', vxlan: { ...vxlan, name: link.name }, why };
    }),
    ...bridgeSteps(bridge, found.bridge),
    ...vxlanSteps(vxlan, found),
    ...planAddress(bridge.gateway, found.addresses),
  ];
}

function bridgeSteps(bridge: SegmentBridge, found: Link | undefined): SegmentStep[] {
  if (found === undefined) return [{ action: 'make', object: 'bridge', bridge, why: 'found none' }];
  const steps: SegmentStep[] = [];
  const change = (property: BridgeProperty, why: string) =>
    steps.push({ action: 'change', object: 'bridge', bridge, property, why });
  if (found.alias !== bridge.mark) change('mark', difference('alias', found.alias ?? 'none', bridge.mark));
  if (found.mac === undefined || !sameMac(found.mac, bridge.mac)) {
    change('mac', difference('mac', found.mac ? formatMac(found.mac) : 'none', formatMac(bridge.mac)));
  }
  if (!found.up) change('up', difference('up', 'down', 'up'));
  return steps;
}

function vxlanSteps(vxlan: SegmentVxlan, { bridge, vxlan: link, ports }: FoundSegment): SegmentStep[] {
  if (link === undefined) return [{ action: 'make', object: 'vxlan', vxlan, why: 'found none' }];
  const why = fixedDifferences(vxlan, link).join('; ');
  if (why !== '') {
    return [
      { action: 'remove', object: 'vxlan', vxlan, why },
      { action: 'make', object: 'vxlan', vxlan, why },
    ];
  }
  const master = { index: bridge?.index ?? 0, name: vxlan.bridge };
  const port = ports.find(({ index }) => index === link.index)?.port;
  return [
    ...markSteps(vxlan, link),
    ...changeableDifferences(vxlan, link, master).map(
      (one): SegmentStep => ({ action: 'change', object: 'vxlan', vxlan, ...one }),
    ),
    ...portSteps(vxlan, port),
  ];
}

function markSteps(vxlan: SegmentVxlan, { alias }: VxlanLink): SegmentStep[] {
  if (alias === vxlan.mark) return [];
  const why = difference('alias', alias ?? 'none', vxlan.mark);
  return [{ action: 'change', object: 'vxlan', vxlan, property: 'mark', why }];
}

/** Of a device that is not yet a port, all. */
function portSteps(vxlan: SegmentVxlan, found: PortSettings | undefined): SegmentStep[] {
  const { settings } = vxlan;
  const differing = portSettings.filter((name) => settings[name] !== undefined && found?.[name] !== settings[name]);
  if (differing.length === 0) return [];
  const why = differing.map((name) => difference(name, onOff(found?.[name]), onOff(settings[name]))).join('; ');
  return [{ action: 'change', object: 'vxlan', vxlan, property: 'port', why }];
}

function onOff(value: boolean | undefined): string {
  return value ? 'on' : 'off';
}
