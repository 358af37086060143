import { expect } from '@jest/globals';
import { type Container, enter, type Host } from './host.ts';
import { sendOverTcp } from './netcat.ts';
import { capture } from './packet-capture.ts';
import { run } from './run.ts';
import { underlayDevice } from './underlay.ts';

/** A container on a segment. */
export interface SegmentEnd {
  readonly container: Container;
  readonly ip: string;
}

const etherTypeArp = 0x0806;

/**
 * Expects that two containers ping each other and talk over TCP, both ways, and that no ARP crosses the underlay for it. Others may
 * flood what else a container says, such as IPv6's questions for routers.
 * @param host one of theirs, whose wire is listened to
 */
export async function expectOneLayer2(host: Host, [a, b]: readonly [SegmentEnd, SegmentEnd]): Promise<void> {
  const wire = await capture(host, { netns: host.netns, device: underlayDevice, filter: 'udp port 4789' });
  const file = host.write('sent', 'over TCP');
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const ping = run([...enter(from.container.netns), 'ping', '-n', '-c', '2', '-i', '0.2', '-W', '2', to.ip]);
    expect(ping.stdout).toContain('2 received');
    const ends = { from: from.container, to: { netns: to.container.netns, ip: to.ip } };
    expect(await sendOverTcp(host, { ...ends, port: 8080, program: 'cat', file })).toBe('over TCP');
  }
  const inner = (await wire.stop()).flatMap(({ ipv4 }) => ipv4?.udp?.vxlan?.inner ?? []);
  const overTcp = inner.filter(({ ipv4 }) => ipv4?.tcp !== undefined);
  expect(new Set(overTcp.map(({ ipv4 }) => ipv4?.source))).toEqual(new Set([a.ip, b.ip]));
  expect(inner.filter(({ etherType }) => etherType === etherTypeArp)).toEqual([]);
}
