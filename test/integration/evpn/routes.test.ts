import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { type EvpnHost, EvpnNetwork, untilContent, untilHeld, wayTo } from '../../support/evpn-network.ts';
import type { Gobgpd } from '../../support/gobgpd.ts';
import { disposeHosts } from '../../support/host.ts';
import { silk } from '../../support/project.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

/** What another host at 10.244.0.N announces of 10.255.N.0/24, with what differs. */
function announce(speaker: Gobgpd, n: number, over: Readonly<Record<string, string | undefined>> = {}): void {
  const usual = { etag: '0', label: '1', rd: `10.244.0.${n}:1`, rt: '64512:1', encap: 'vxlan', 'router-mac': macOf(n) };
  const { prefix = `10.255.${n}.0/24`, nexthop = `10.244.0.${n}`, ...words } = { ...usual, ...over };
  const given = Object.entries(words).flatMap(([key, word]) => (word === undefined ? [] : [key, word]));
  speaker.prefix('add', prefix, ...given, 'nexthop', nexthop);
}

function withdraw(speaker: Gobgpd, n: number): void {
  const words = `etag 0 label 1 rd 10.244.0.${n}:1 nexthop 10.244.0.${n}`;
  speaker.prefix('del', `10.255.${n}.0/24`, ...words.split(' '));
}

function knownTo({ host }: EvpnHost): string {
  const path = join(host.dir, 'state', 'known-peers.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function macOf(n: number): string {
  return `ee:ee:0a:ff:${n.toString(16).padStart(2, '0')}:00`;
}

function problemsOf({ silkd }: EvpnHost): unknown {
  return silkd.status()['problems'];
}

const odd: readonly { n: number; over: Readonly<Record<string, string | undefined>>; reason: string }[] = [
  { n: 101, over: { prefix: '0.0.0.0/0' }, reason: 'prefix: found 0.0.0.0/0, wanted a part of the overlay network' },
  { n: 102, over: { prefix: '10.255.32.0/25' }, reason: "wanted one apart from this host's 10.255.32.0/24" },
  {
    n: 103,
    over: { 'router-mac': '00:00:00:00:00:00' },
    reason: 'router MAC: found 00:00:00:00:00:00, wanted a unicast',
  },
  {
    n: 104,
    over: { 'router-mac': '01:00:5e:00:00:01' },
    reason: 'router MAC: found 01:00:5e:00:00:01, wanted a unicast',
  },
  { n: 105, over: { 'router-mac': undefined }, reason: 'router MAC: found none, wanted that of the VTEP' },
  { n: 106, over: { nexthop: '10.244.0.32' }, reason: 'next hop: found 10.244.0.32, wanted that of another host' },
  { n: 107, over: { label: '2' }, reason: 'label: found 2, wanted the VNI 1' },
  { n: 108, over: { encap: undefined }, reason: 'encapsulation: found none, wanted 8 (VXLAN)' },
  { n: 109, over: { 'router-mac': macOf(48) }, reason: 'which the host of 10.255.48.0/24 at 10.244.0.48 has' },
  { n: 110, over: { prefix: '10.255.48.0/24' }, reason: 'which the host of 10.255.48.0/24 at 10.244.0.48 has' },
  { n: 111, over: { prefix: '10.255.48.0/25' }, reason: 'which the host of 10.255.48.0/24 at 10.244.0.48 has' },
];

test('odd routes of others are told and not followed; a gobgpd that hangs, and a silkd that restarts, change nothing', async () => {
  const network = new EvpnNetwork();
  const host = network.addHost(32, { requestTimeoutMs: 500 });
  const { silkd, gobgpd } = host;
  await network.start([host]);
  announce(network.reflector, 48);
  await untilHeld(silkd, 1);
  const other = network.addHost(48);
  const way = () => wayTo(host, other);
  expect(way()).toEqual({ route: true, neighbour: true, fdb: true });
  await untilContent(host);

  for (const { n, over } of odd) announce(network.reflector, n, over);
  announce(network.reflector, 112, { rt: '64512:2' });
  await silkd.until('every problem', () => silkd.metric('silkd_source_problems') === odd.length);
  expect(problemsOf(host)).toEqual(
    expect.arrayContaining(
      odd.map(({ n, over, reason }) => ({
        what: `route ${over['prefix'] ?? `10.255.${n}.0/24`} of 10.244.0.${n}:1`,
        reason: expect.stringContaining(reason),
        since: expect.any(String),
      })),
    ),
  );
  expect(silkd.metric('silkd_peers_held')).toBe(1);
  expect(way()).toEqual({ route: true, neighbour: true, fdb: true });

  const monitor = host.host.start(['ip', 'monitor', 'route', 'neigh', 'dev', 'silk-vtep']);
  gobgpd.signal('SIGSTOP');
  await silkd.until('the problem', () => silkd.get('/status').text.includes('DEADLINE_EXCEEDED'));
  gobgpd.signal('SIGCONT');
  await silkd.until('no such problem', () => silkd.metric('silkd_source_problems') === odd.length);
  await silkd.stop();
  expect(gobgpd.routes()).toContain(host.route);
  await silkd.start();
  await silkd.until('every problem again', () => silkd.metric('silkd_source_problems') === odd.length);
  await untilHeld(silkd, 1);
  monitor.child.kill();
  expect((await monitor.ended).stdout).toBe('');

  // Whom silkd knew it misses when it is started again.
  const many = [60, 61, 62, 63];
  for (const n of many) announce(network.reflector, n);
  await untilHeld(silkd, 1 + many.length);
  await silkd.until('the memory', () => knownTo(host).includes('10.255.63.0/24'));
  await silkd.stop();
  for (const n of many) withdraw(network.reflector, n);
  await until('no route', () => !gobgpd.routes().some((route) => route.includes('10.255.6')));
  await silkd.start();
  await silkd.until('the problem', () => silkd.get('/status').text.includes('found no route to 4 of 5 peers'));
  await untilHeld(silkd, 1 + many.length);
  await untilHeld(silkd, 1);

  // What was said before, and is no longer so, is taken back; what an operator says is let be.
  announce(gobgpd, 200, { rd: '9:9', nexthop: '10.244.0.32' });
  const mine = '[type:Prefix][rd:10.244.0.32:1][etag:0][prefix:10.255.33.0/24]';
  silkd.configure({ subnet: '10.255.33.0/24' });
  silkd.signal('HUP');
  await silkd.until('the new route', () => gobgpd.routes().includes(mine));
  await silkd.until('the old route to go', () => !gobgpd.routes().includes(host.route));
  expect(gobgpd.routes()).toContain('[type:Prefix][rd:9:9][etag:0][prefix:10.255.200.0/24]');
  gobgpd.ask('global', 'rib', 'del', 'all', '-a', 'evpn');
  await silkd.until('the route to be back', () => gobgpd.routes().includes(mine));

  // A host that is taken down tells the others.
  await silkd.stop();
  host.host.exec(silk, 'teardown', '--config', silkd.configPath, '--conf-dir', host.host.dir);
  expect(gobgpd.routes()).not.toContain(mine);
  await gobgpd.kill();
  host.host.exec(silk, 'teardown', '--config', silkd.configPath, '--conf-dir', host.host.dir);
});
