import type { Endpoint } from '../../src/addr/endpoint.ts';
import { parseIp } from '../../src/addr/ip.ts';
import { parseMac } from '../../src/addr/mac.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import { describeSegment, type Segment, type SegmentWish } from '../../src/overlay/segment.ts';
import type { Underlay } from '../../src/overlay/underlay.ts';

/** Of the host that the samples are about. */
export const sampleUnderlay: Underlay = {
  index: 2,
  name: 'eth0',
  ip: parseIp('10.244.0.145', 'underlay'),
  mtuBytes: 1500,
};

/** A wish for the segment of seed 003. */
export const sampleWish: SegmentWish = {
  bridge: 'br0',
  vxlan: 'vxlan42',
  vni: 42,
  port: 4789,
  gbp: false,
  arpSuppression: 'proxy',
  replicate: false,
  gateway: parsePrefix('10.0.10.1/24', 'gateway'),
};

/** The segment of seed 003, with differences. */
export function sampleSegment(over: Partial<SegmentWish> = {}): Segment {
  return describeSegment({ ...sampleWish, ...over }, sampleUnderlay);
}

/** An endpoint of `10.0.10.11 ee:ee:0a:00:0a:0b 10.244.0.48`, or without the address (then it begins with a space). */
export function endpointOf(text: string, vni = 42): Endpoint {
  const [ip = '', mac = '', underlay = ''] = text.split(' ');
  return {
    vni,
    ip: ip === '' ? undefined : parseIp(ip, 'ip'),
    mac: parseMac(mac, 'mac'),
    underlay: parseIp(underlay, 'underlay'),
  };
}
