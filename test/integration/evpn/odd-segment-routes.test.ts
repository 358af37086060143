import { afterEach, expect, jest, test } from '@jest/globals';
import { EvpnNetwork } from '../../support/evpn-network.ts';
import type { Gobgpd } from '../../support/gobgpd.ts';
import { disposeHosts } from '../../support/host.ts';
import { both, linesOf, mac, SegmentSpeaker, withdrawSegments } from '../../support/segment-speaker.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

/** What the host at 10.244.0.N announces of a MAC, with what differs. */
function announceMac(speaker: Gobgpd, n: number, over: Readonly<Record<string, string>> = {}): void {
  const usual = { etag: '0', label: '42', rd: `10.244.0.${n}:42`, rt: '64512:42', encap: 'vxlan' };
  const { mac: its = mac(n), ip = `10.0.10.${n}`, nexthop = `10.244.0.${n}`, ...words } = { ...usual, ...over };
  const rest = [...Object.entries(words).flat(), 'nexthop', nexthop];
  speaker.ask('global', 'rib', 'add', '-a', 'evpn', 'macadv', its, ip, 'esi', '0', ...rest);
}

/** That the host at 10.244.0.N has a part of the segment. */
function announceHost(speaker: Gobgpd, action: 'add' | 'del', n: number): void {
  const ip = `10.244.0.${n}`;
  const words = `etag 0 rd ${ip}:42 rt 64512:42 encap vxlan pmsi ingress-repl 42 ${ip} nexthop ${ip}`;
  speaker.ask('global', 'rib', action, '-a', 'evpn', 'multicast', ip, ...words.split(' '));
}

const odd: readonly { n: number; over: Readonly<Record<string, string>>; reason: string }[] = [
  { n: 101, over: { mac: '00:00:00:00:00:00' }, reason: 'MAC: found 00:00:00:00:00:00, wanted a unicast MAC' },
  { n: 102, over: { mac: '01:00:5e:00:00:01' }, reason: 'MAC: found 01:00:5e:00:00:01, wanted a unicast MAC' },
  { n: 103, over: { nexthop: '10.244.0.32' }, reason: 'next hop: found 10.244.0.32, wanted that of another host' },
  { n: 104, over: { label: '43' }, reason: 'label: found 43, wanted the VNI 42' },
  { n: 105, over: { ip: '10.0.10.1' }, reason: "address: found 10.0.10.1, wanted another: this one is the segment's" },
  { n: 106, over: { mac: 'ee:ee:0a:00:0a:01' }, reason: 'MAC: found ee:ee:0a:00:0a:01, wanted another' },
  { n: 107, over: { mac: mac(50) }, reason: `MAC: found ${mac(50)}, which the host at 10.244.0.50 has` },
  { n: 108, over: { ip: '10.0.10.50' }, reason: `address: found 10.0.10.50, which ${mac(50)} has` },
  { n: 109, over: { etag: '7' }, reason: 'Ethernet tag: found 7, wanted 0' },
];

test('odd routes of others are told and not followed; of hosts that are gone at once nobody is forgotten at once', async () => {
  const network = new EvpnNetwork();
  const { reflector } = network;
  const host = network.addHost(32);
  await network.startGobgpd([host]);
  const silk = new SegmentSpeaker(host).start();
  announceHost(reflector, 'add', 50);
  announceMac(reflector, 50);
  const usual = ['at 10.244.0.50', `${both(50)} at 10.244.0.50`];
  await silk.knows(...usual);

  for (const { n, over } of odd) announceMac(reflector, n, over);
  announceMac(reflector, 110, { rt: '64512:43' });
  for (const { reason } of odd) await silk.tells(reason);
  expect(silk.problems).toHaveLength(odd.length);
  // Whose address another has is followed without.
  usual.push(`${mac(108)} at 10.244.0.108`);
  await silk.knows(...usual);

  // Many at once, beside what an operator says here.
  announceMac(host.gobgpd, 200, { rd: '9:9', nexthop: '10.244.0.32' });
  const announced = () => reflector.routes().filter((route) => route.includes('[rd:10.244.0.32:42]'));
  silk.announce(...Array.from({ length: 200 }, (_, n) => both(n).replace('02:00', '02:01')));
  await until('all of them', () => announced().length === 201);
  silk.announce(both(3));
  await until('one', () => announced().length === 2);

  const hosts = [120, 121, 122, 123];
  for (const n of hosts) announceHost(reflector, 'add', n);
  await silk.knows(...usual, ...hosts.map((n) => `at 10.244.0.${n}`));
  for (const n of hosts) announceHost(reflector, 'del', n);
  await silk.tells('found no route to 4 of 6 hosts of segments');
  await silk.knows(...usual, ...hosts.map((n) => `at 10.244.0.${n}`));
  await silk.knows(...usual);

  await silk.stop();
  const own = () => host.gobgpd.routes().filter((route) => route.includes('[rd:10.244.0.32:42]'));
  const before = own();
  expect(before).not.toEqual([]);
  await withdrawSegments(host, 42);
  expect(own()).toEqual(before);
  await withdrawSegments(host);
  expect(linesOf(host.gobgpd, 200)).toHaveLength(1);
  expect(own()).toEqual([]);
});
