import { basename } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { formatIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { getLink } from '../../../src/linux/rtnetlink/link.ts';
import { listLocalEndpoints } from '../../../src/overlay/local-endpoints.ts';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts } from '../../support/host.ts';
import { bridgeNetwork } from '../../support/network.ts';
import { silkBridge } from '../../support/project.ts';
import { type SegmentHost, SegmentHosts } from '../../support/segment-hosts.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** What is attached to the segment of a host, each as `10.0.10.10 ee:ee:0a:00:0a:0a`. */
function attachedOn({ host, overlay }: SegmentHost): string[] {
  using netns = openNetns(overlay?.netns ?? host.netns);
  using socket = NetlinkSocket.open(netns);
  const attached = listLocalEndpoints(socket, getLink(socket, 'br0')?.index ?? 0);
  return attached.map(({ ip, mac }) => `${ip === undefined ? '-' : formatIp(ip)} ${formatMac(mac)}`).sort();
}

test.each([
  { name: "the host's namespace", isApart: false },
  { name: 'one of its own', isApart: true },
])('the kernel says what is attached to a segment in $name, by whichever way', ({ isApart }) => {
  const segment = new SegmentHosts(isApart);
  const [one] = segment.hosts;
  const overlay = one.overlay === undefined ? {} : { overlayNamespace: basename(one.overlay.netns) };
  const config = bridgeNetwork(one.host, { ...overlay, runtimeConfig: { mac: '02:42:00:00:00:07' } });
  const pod = new Attachment(one.host, one.host.addContainer(), config, { program: silkBridge });
  pod.add();
  expect(attachedOn(one)).toEqual([`${pod.ip} 02:42:00:00:00:07`]);

  const container = one.host.addContainer();
  segment.must(one, 'segment attach', '--netns', container.netns, '--ip', '10.0.10.201/24');
  for (const name of ['tap0', 'tap1', 'tap2']) {
    one.host.exec('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', `vm-${name}`);
  }
  one.host.exec('ip', 'link', 'set', 'tap2', 'alias', 'vm-7');
  const tap = (name: string, last: string, ...words: readonly string[]) =>
    segment.json(one, 'segment attach', '--port', name, '--mac', `52:54:00:00:00:${last}`, ...words)['marked'];
  expect(tap('tap0', '01', '--ip', '10.0.10.221/24')).toBe(true);
  expect(tap('tap0', '02', '--ip', '10.0.10.222/24')).toBe(true);
  expect(tap('tap1', '03')).toBe(true);
  // Another's alias stays, and so the link is another's.
  expect(tap('tap2', '04', '--ip', '10.0.10.224/24')).toBe(false);
  const wanted = [
    `${pod.ip} 02:42:00:00:00:07`,
    '10.0.10.201 ee:ee:0a:00:0a:c9',
    '10.0.10.221 52:54:00:00:00:01',
    '10.0.10.222 52:54:00:00:00:02',
    '- 52:54:00:00:00:03',
  ].sort();
  expect(attachedOn(one)).toEqual(wanted);
  // What a dry run says of a link of another's alias keeps that too.
  const dry = segment.must(one, 'segment attach', '--port', 'tap2', '--mac', '52:54:00:00:00:04', '--dry-run');
  expect(dry).not.toContain('alias');

  // Each takes 30 of the 255 bytes that an alias has.
  for (const n of [3, 4, 5, 6, 7, 8]) tap('tap0', `1${n}`, '--ip', `10.0.10.13${n}/24`);
  const more = ['--port', 'tap0', '--mac', '52:54:00:00:00:19', '--ip', '10.0.10.139/24'];
  expect(segment.call(one, 'segment attach', ...more).stderr).toContain('its alias has no room for more');

  for (const name of ['tap0', 'tap1', 'tap2']) segment.must(one, 'segment detach', '--port', name);
  segment.must(one, 'segment detach', '--netns', container.netns);
  const links = one.host.exec('ip', 'link');
  expect([links.includes('alias silk-link:'), links.includes('alias vm-7')]).toEqual([false, true]);
  expect(attachedOn(one)).toEqual([`${pod.ip} 02:42:00:00:00:07`]);
  pod.del();
  expect(attachedOn(one)).toEqual([]);
});
