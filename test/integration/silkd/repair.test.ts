import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { overlayState } from '../../support/overlay-walk-kernel.ts';
import { Silkd } from '../../support/silkd.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = [
  { subnet: '10.255.48.0/24', underlay: '192.168.77.48' },
  { subnet: '10.255.49.0/24', underlay: '192.168.77.49' },
];

/** What somebody does to the kernel, and what is put right again. */
const drifts: readonly string[] = [
  'ip route del 10.255.48.0/24',
  'ip route add 10.255.77.0/24 via 10.255.77.0 dev silk-vtep onlink',
  'ip route del 10.255.0.0/16 dev silk-vtep',
  'ip neigh del 10.255.48.0 dev silk-vtep',
  'ip neigh replace 10.255.48.0 lladdr ee:ee:00:00:00:01 nud permanent dev silk-vtep',
  'ip neigh add 10.255.77.0 lladdr ee:ee:00:00:00:02 nud permanent dev silk-vtep',
  'bridge fdb del ee:ee:0a:ff:30:00 dev silk-vtep dst 192.168.77.48',
  'bridge fdb replace ee:ee:0a:ff:30:00 dev silk-vtep dst 192.168.77.99',
  'bridge fdb add ee:ee:00:00:00:03 dev silk-vtep dst 192.168.77.98',
  'ip route replace 10.255.48.0/24 via 10.255.48.0 src 10.255.32.0 mtu 1200 dev silk-vtep',
  'ip neigh replace 10.255.48.0 lladdr ee:ee:0a:ff:30:00 nud permanent extern_learn dev silk-vtep',
  'ip addr change 10.255.32.0/16 dev silk-vtep valid_lft 300 preferred_lft 200',
  'ip addr del 10.255.32.0/16 dev silk-vtep',
  'ip addr add 10.255.200.1/16 dev silk-vtep',
  'ip link set silk-vtep down',
  'ip link set silk-vtep mtu 1300',
  'ip link set silk-vtep address ee:ee:00:00:00:04',
  'ip link set silk-vtep name elsewhere',
  'ip link del silk-vtep',
];

async function begin(config = {}): Promise<{ host: Host; silkd: Silkd; state: () => unknown }> {
  const host = new Host();
  host.addUplink();
  const silkd = new Silkd(host, config);
  silkd.writePeers(peers);
  await silkd.start();
  const state = () => overlayState(host.netns, 'silk-vtep');
  await silkd.until('the peers', () => silkd.metric('silkd_peers_held') === 2);
  return { host, silkd, state };
}

const repairs = 'silkd_converges_total{result="repaired"}';

/** By the kernel's events alone: the interval is over long after the test. */
test('repairs whatever somebody changes within a second, and does nothing else', async () => {
  const { host, silkd, state } = await begin({ intervalSeconds: 3600 });
  const wanted = state();
  const took: [ms: number, drift: string][] = [];
  for (const drift of drifts) {
    const repaired = silkd.metric(repairs) ?? 0;
    host.exec(...drift.split(' '));
    const atMs = Date.now();
    // It may be over before anybody could look.
    await silkd.until(
      `the repair of: ${drift}`,
      () => (silkd.metric(repairs) ?? 0) > repaired && same(state(), wanted),
    );
    took.push([repairedAtMs(silkd) - atMs, drift]);
  }
  expect(took.filter(([ms]) => ms > 1000)).toEqual([]);
  await settle(silkd);
  const rounds = silkd.metric('silkd_converge_duration_seconds_count');
  const [first = '', second = ''] = ['10.255.48.9', '192.168.77.201'];
  // Of no matter: another device, a route by it, and a neighbour that the kernel asks for in vain.
  host.exec('ip', 'link', 'add', 'other', 'type', 'bridge');
  host.exec('ip', 'link', 'set', 'other', 'up');
  host.exec('ip', 'route', 'add', '10.99.0.0/24', 'dev', 'other');
  host.run(['ping', '-c', '1', '-W', '1', first]);
  host.run(['ping', '-c', '1', '-W', '1', second]);
  await sleep(500);
  expect(silkd.metric('silkd_converge_duration_seconds_count')).toBe(rounds);
  // What takes a part of a peer's subnet is told of, and stays until somebody takes it away.
  const both = silkd.status()['peers'];
  host.exec('ip', 'route', 'add', '10.255.48.0/25', 'dev', 'other');
  const reason = expect.stringMatching(/^found another's route to a part of it, 10\.255\.48\.0\/25 by link \d+ /);
  await silkd.until('the problem', () => lastResult(silkd) === 'partial');
  expect(silkd.status()).toMatchObject({
    lastRound: { failed: [{ what: 'route 10.255.48.0/24 via 10.255.48.0', reason }] },
  });
  expect(host.exec('ip', 'route')).toContain('10.255.48.0/25 dev other');
  host.exec('ip', 'route', 'del', '10.255.48.0/25');
  await silkd.until('its end', () => lastResult(silkd) === 'content');
  expect(silkd.status()['peers']).toEqual(both);
  expect((await silkd.stop()).code).toBe(0);
});

test('with watchKernel false: within an interval', async () => {
  const { host, silkd, state } = await begin({ intervalSeconds: 2, watchKernel: false });
  const wanted = state();
  for (const drift of [drifts[0] ?? '', 'ip link del silk-vtep']) {
    host.exec(...drift.split(' '));
    expect(silkd.status()).toMatchObject({ lastRound: { causes: expect.not.arrayContaining(['kernel']) } });
    const atMs = Date.now();
    await silkd.until(`the repair of: ${drift}`, () => same(state(), wanted));
    // A tenth more than the interval, and the round itself.
    expect(repairedAtMs(silkd) - atMs).toBeLessThan(2200 + 500);
  }
});

describe('the peers file', () => {
  test('is followed; what is no list of peers changes nothing, and is told', async () => {
    const { host, silkd, state } = await begin({ intervalSeconds: 3600 });
    const both = state();
    silkd.writePeers(peers.slice(1));
    await silkd.until('one peer', () => silkd.metric('silkd_peers_held') === 1);
    expect(state()).not.toEqual(both);
    // SIGHUP: it is read at once, where silkd would have looked by itself within two seconds, as above.
    silkd.writePeers(peers);
    silkd.signal('HUP');
    await silkd.until('both peers', () => same(state(), both));
    host.write('peers.json', '{"peers":[{"subnet":"10.255.48.0/24"}]}');
    silkd.signal('HUP');
    await silkd.until('the problem', () => silkd.metric('silkd_source_problems') === 1);
    expect(silkd.status()).toMatchObject({
      ready: true,
      problems: [{ what: `the peers file ${silkd.peersFile}`, reason: expect.stringContaining('underlay') }],
    });
    host.exec('ip', 'route', 'del', '10.255.48.0/24');
    await silkd.until('the repair', () => same(state(), both));
    host.exec('rm', silkd.peersFile);
    silkd.signal('HUP');
    await silkd.until('another problem', () => silkd.get('/status').text.includes('there is no peers file'));
    expect(state()).toEqual(both);
    silkd.writePeers([]);
    silkd.signal('HUP');
    await silkd.until('no peers', () => silkd.metric('silkd_peers_held') === 0);
    expect(silkd.status()).toMatchObject({ problems: [], peers: [] });
  });
});

test('kill -9 and a start anew write nothing; SIGTERM leaves all as it is', async () => {
  const { host, silkd, state } = await begin();
  const wanted = state();
  const file = readFileSync(host.subnetFile, 'utf8');
  await silkd.stop('KILL');
  const output = join(host.dir, 'trace');
  await silkd.start(['/usr/bin/strace', '-f', '-s', '65536', '-o', output, '-e', 'trace=sendto']);
  await settle(silkd);
  host.exec('ip', 'route', 'del', '10.255.48.0/24');
  await silkd.until('the repair', () => same(state(), wanted));
  await silkd.stop();
  const requests = [...readFileSync(output, 'utf8').matchAll(/nlmsg_type=(RTM_(?:NEW|DEL|SET)\w+)/g)];
  // Of the repair, which shows that writes are seen.
  expect(requests.map(([, type]) => type)).toEqual(['RTM_NEWROUTE']);
  expect(state()).toEqual(wanted);
  expect(readFileSync(host.subnetFile, 'utf8')).toBe(file);
});

test('another list of peers is followed without reading the kernel again', async () => {
  const { host, silkd, state } = await begin({ intervalSeconds: 3600, watchKernel: false });
  await silkd.stop();
  const output = join(host.dir, 'trace');
  await silkd.start(['/usr/bin/strace', '-f', '-s', '65536', '-o', output, '-e', 'trace=sendto']);
  await silkd.until('the peers', () => silkd.metric('silkd_peers_held') === 2);
  silkd.writePeers(peers.slice(1));
  await silkd.until('one peer', () => silkd.metric('silkd_peers_held') === 1);
  silkd.writePeers(peers);
  await silkd.until('both peers', () => silkd.metric('silkd_peers_held') === 2);
  expect(state()).toMatchObject({ neighbours: [expect.any(String), expect.any(String)] });
  await silkd.stop();
  const types = [...readFileSync(output, 'utf8').matchAll(/nlmsg_type=(RTM_\w+)/g)].map(([, type]) => type);
  // Neighbours and FDB entries, once, at the start.
  expect(types.filter((type) => type === 'RTM_GETNEIGH')).toHaveLength(2);
  expect(types.filter((type) => /NEWNEIGH|DELNEIGH|NEWROUTE|DELROUTE/.test(type ?? ''))).toHaveLength(6);
});

/** When the last round that had something to repair ended, by silkd's own word: asking it takes a while. */
function repairedAtMs(silkd: Silkd): number {
  const events: { msg: string; time: string }[] = JSON.parse(silkd.get('/status').text).events;
  return Date.parse(events.findLast(({ msg }) => msg === 'Converged')?.time ?? '');
}

/** Until no further round comes. */
async function settle(silkd: Silkd): Promise<void> {
  let before: number | undefined;
  await silkd.until('a quiet while', () => {
    const now = silkd.metric('silkd_converge_duration_seconds_count');
    const isQuiet = now === before;
    before = now;
    return isQuiet;
  });
  await sleep(600);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function lastResult(silkd: Silkd): unknown {
  return dig(silkd.status(), 'lastRound', 'result');
}
