import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { sendOverTcp } from '../../support/netcat.ts';
import { type OverlayContainer, type OverlayHost, OverlayNetwork } from '../../support/overlay-network.ts';
import { type CapturePlace, capture } from '../../support/packet-capture.ts';
import type { Frame, Ipv4Packet, VxlanPacket } from '../../support/packet-capture-frame.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const message = 'cf-networking with silk!\n';
const port = 7777;

/** Where seed 001 listens, in the packet's order. */
const places = [
  'source eth0',
  'source VTEP',
  'source underlay',
  'destination underlay',
  'destination VTEP',
  'destination eth0',
] as const;
type Place = (typeof places)[number];

/** The places where the packet is inside another. */
const tunnelled: readonly Place[] = ['source underlay', 'destination underlay'];

let a: OverlayHost;
let b: OverlayHost;
let source: OverlayContainer;
let destination: OverlayContainer;

beforeEach(() => {
  const network = new OverlayNetwork([99, 132]);
  [a, b] = network.hosts;
  source = network.addContainer(a);
  destination = network.addContainer(b);
});

describe('a message from a container to one on another host', () => {
  test('is seen at six places as in seed 001, with its MACs, TTLs and addresses', async () => {
    const frames = await listenEverywhere((frame) => carries(frame, message), send);
    const seen = places.map((place) => ({ place, ...summary(innerFrame(frames, place)) }));
    const ends = { from: source.ip, to: destination.ip };
    const fromContainer = { sourceMac: source.mac, destinationMac: source.hostMac, ttl: 64, ...ends };
    const betweenVteps = { sourceMac: a.vtepMac, destinationMac: b.vtepMac, ttl: 63, ...ends };
    const toContainer = { sourceMac: destination.hostMac, destinationMac: destination.mac, ttl: 62, ...ends };
    expect(seen).toEqual([
      { place: 'source eth0', ...fromContainer },
      ...places.slice(1, 5).map((place) => ({ place, ...betweenVteps })),
      { place: 'destination eth0', ...toContainer },
    ]);
  });

  test('is the same packet at all six, with the same ports, numbers and text', async () => {
    const frames = await listenEverywhere((frame) => carries(frame, message), send);
    const [first, ...others] = places.map((place) => unchanging(innerFrame(frames, place)));
    expect(first).toMatchObject({ checksumRight: true, dontFragment: true, tcp: { payload: message } });
    expect(others).toEqual(Array(5).fill(first));
  });

  test('is inside UDP to port 4789 from host to host, the same at both', async () => {
    const frames = await listenEverywhere((frame) => carries(frame, message), send);
    const [sent, received] = tunnelled.map((place) => outer(frames, place));
    expect(sent).toEqual(received);
    const addresses = { source: a.underlayIp, destination: b.underlayIp };
    expect(sent).toMatchObject({ ...addresses, ttl: 64, dontFragment: false, fragmentOffset: 0, checksumRight: true });
    expect(sent?.udp).toMatchObject({ destinationPort: 4789, vxlan: { vni: 42 } });
    // The seed's kernel sent 0. Kernels from 4.6 on sum by default, which `ip -d link` calls udpcsum.
    expect(sent?.udp?.checksum).not.toBe(0);
    // 20 of IPv4, 8 of UDP, 8 of VXLAN, 14 of Ethernet: why the VTEP's MTU is the underlay's less 50.
    expect((sent?.totalBytes ?? 0) - (sent?.udp?.vxlan?.inner.ipv4?.totalBytes ?? 0)).toBe(50);
  });

  // The seed shows 0x88 and a group policy id of 1: its packets bear the mark of a policy.
  test('is without the group policy flag where nothing has marked it, although the VTEP has gbp', async () => {
    const frames = await listenEverywhere((frame) => carries(frame, message), send);
    for (const place of tunnelled) expect(tunnel(frames, place)).toMatchObject({ flags: 0x08, groupPolicyId: 0 });
  });
});

describe('a marked packet', () => {
  test('carries its mark as the group policy id, with flags 0x88', async () => {
    const ping = ['ping', '-c', '1', '-W', '1', '-m', '7', destination.ip];
    const frames = await listenEverywhere(isEchoRequest, () => a.host.exec(...ping), places.slice(1));
    for (const place of tunnelled) {
      expect(tunnel(frames, place)).toMatchObject({ flags: 0x88, groupPolicyId: 7, vni: 42 });
    }
  });
});

/** What was heard where: one frame a place. */
type Heard = ReadonlyMap<Place, Frame>;

/** Listens at all places while something is sent, for the one frame that is wanted of each. @throws where there are more */
async function listenEverywhere(
  wanted: (frame: Frame) => boolean,
  makeItHappen: () => unknown,
  where: readonly Place[] = places,
): Promise<Heard> {
  const heard = new Map<Place, Frame>();
  const captures = await Promise.all(
    where.map(async (place) => ({ place, ears: await capture(a.host, placeOf(place)) })),
  );
  await makeItHappen();
  for (const { place, ears } of captures) {
    const frames = (await ears.stop((soFar) => soFar.some(wanted))).filter(wanted);
    expect(frames).toHaveLength(1);
    for (const frame of frames) heard.set(place, frame);
  }
  return heard;
}

function placeOf(place: Place): CapturePlace {
  const [end, device] = place.split(' ') as ['source' | 'destination', 'eth0' | 'VTEP' | 'underlay'];
  const [host, container] = end === 'source' ? [a.host, source] : [b.host, destination];
  if (device === 'eth0') return { netns: container.netns, device: 'eth0', filter: 'ip' };
  if (device === 'VTEP') return { netns: host.netns, device: 'silk-vtep', filter: 'ip' };
  return { netns: host.netns, device: 'eth0', filter: 'udp dst port 4789' };
}

/** The message, which is also answered: that goes the other way, to another port. */
async function send(): Promise<void> {
  const file = a.host.write('message', message);
  const answer = await sendOverTcp(a.host, { from: source, to: destination, port, program: 'cat', file });
  expect(answer).toBe(message);
}

function carries(frame: Frame, text: string): boolean {
  const tcp = withoutTunnel(frame).ipv4?.tcp;
  return tcp?.destinationPort === port && tcp.payload === text;
}

function isEchoRequest(frame: Frame): boolean {
  return withoutTunnel(frame).ipv4?.icmp?.type === 8;
}

function withoutTunnel(frame: Frame): Frame {
  return frame.ipv4?.udp?.vxlan?.inner ?? frame;
}

/** The containers' packet in the frame that its hosts or they see. @throws where it is not in a tunnel and ought to be */
function innerFrame(heard: Heard, place: Place): Frame {
  return tunnelled.includes(place) ? tunnel(heard, place).inner : at(heard, place);
}

function tunnel(heard: Heard, place: Place): VxlanPacket {
  const vxlan = outer(heard, place)?.udp?.vxlan;
  if (vxlan === undefined) throw new Error(`no VXLAN at ${place}`);
  return vxlan;
}

function outer(heard: Heard, place: Place): Ipv4Packet | undefined {
  return at(heard, place).ipv4;
}

function at(heard: Heard, place: Place): Frame {
  const frame = heard.get(place);
  if (frame === undefined) throw new Error(`nothing was heard at ${place}`);
  return frame;
}

function summary({ sourceMac, destinationMac, ipv4 }: Frame): object {
  return { sourceMac, destinationMac, ttl: ipv4?.ttl, from: ipv4?.source, to: ipv4?.destination };
}

/** What no router changes. */
function unchanging({ etherType, ipv4 }: Frame): object {
  return { etherType, ...ipv4, ttl: undefined };
}
