import { mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { installed } from '../../support/project.ts';
import { SegmentDaemon } from '../../support/segment-daemon.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const endpoints = [
  { ip: '10.0.10.11', mac: 'ee:ee:0a:00:0a:0b', underlay: '192.168.77.48' },
  { ip: '10.0.10.12', mac: 'ee:ee:0a:00:0a:0c', underlay: '192.168.77.49' },
];

/** What somebody does to the kernel, and what is put right again. */
const drifts: readonly string[] = [
  'ip neigh del 10.0.10.11 dev vxlan42',
  'ip neigh replace 10.0.10.11 lladdr ee:ee:00:00:00:01 nud permanent dev vxlan42',
  'bridge fdb del ee:ee:0a:00:0a:0b dev vxlan42 self dst 192.168.77.48',
  'bridge fdb del ee:ee:0a:00:0a:0b dev vxlan42 master',
  'bridge fdb replace ee:ee:0a:00:0a:0b dev vxlan42 self dst 192.168.77.99 extern_learn',
  'bridge fdb add ee:ee:00:00:00:03 dev vxlan42 self dst 192.168.77.98 extern_learn',
  'ip addr del 10.0.10.1/24 dev br0',
  'ip link set vxlan42 nomaster',
  'bridge link set dev vxlan42 learning on',
  'ip link set br0 down',
  'ip link del vxlan42',
  'ip link del br0',
];

async function begin(config = {}): Promise<{ host: Host; daemon: SegmentDaemon }> {
  const host = new Host();
  host.addUplink();
  const daemon = new SegmentDaemon(host, { intervalSeconds: 3600, ...config });
  daemon.writeEndpoints(...endpoints);
  await daemon.silkd.start();
  await daemon.silkd.until('the entries', () => daemon.metric('entries') === 2);
  return { host, daemon };
}

/** Waits until no round is owed to what was done before. */
async function settle(daemon: SegmentDaemon): Promise<number> {
  for (;;) {
    const { rounds } = daemon;
    await sleep(400);
    if (daemon.rounds === rounds) return rounds;
  }
}

/** By the kernel's events alone: the interval is over long after the test. */
test('repairs a segment at once, and then rests; what a bridge sees in passing is no cause', async () => {
  const { host, daemon } = await begin();
  const { silkd } = daemon;
  const wanted = daemon.state();
  expect(wanted).toContain('10.0.10.11 lladdr ee:ee:0a:00:0a:0b');
  for (const drift of drifts) {
    host.exec(...drift.split(' '));
    const beganMs = Date.now();
    await silkd.until(`the repair of: ${drift}`, () => daemon.state() === wanted);
    // A second, and what it takes this test to look.
    expect([drift, Date.now() - beganMs < 1500]).toEqual([drift, true]);
  }
  const container = host.addContainer();
  const attachment = daemon.attachment(container);
  attachment.add();
  await silkd.until('the local endpoint', () => daemon.metric('local_endpoints') === 1);
  const rounds = await settle(daemon);
  host.exec('ip', 'link', 'add', 'other', 'type', 'bridge');
  host.exec('ip', 'netns', 'exec', container.handle, 'ping', '-n', '-c', '1', '-W', '1', '10.0.10.1');
  host.exec('ip', 'neigh', 'del', attachment.ip, 'dev', 'br0');
  await sleep(400);
  expect(daemon.rounds).toBe(rounds);
  expect(silkd.status()).toMatchObject({
    ready: true,
    problems: [],
    segments: {
      source: null,
      list: [
        {
          vni: 42,
          bridge: 'br0',
          namespace: null,
          endpoints: { wanted: 2, held: 2, refused: 0 },
          local: [{ ip: attachment.ip }],
          beaten: [],
        },
      ],
    },
  });
  attachment.del();
  await silkd.until('no local endpoint', () => daemon.metric('local_endpoints') === 0);
  // There is no routed network, and nothing was made of one.
  expect(silkd.get('/').status).toBe(404);
  expect(host.run(['ip', 'link', 'show', 'silk-vtep']).code).toBe(1);
});

test('with watchKernel false: within an interval; a round that finds all as wanted writes nothing', async () => {
  const { host, daemon } = await begin({ intervalSeconds: 1, watchKernel: false });
  const wanted = daemon.state();
  host.exec('ip', 'link', 'del', 'vxlan42');
  await daemon.silkd.until('the repair', () => daemon.state() === wanted);
  const { rounds } = daemon;
  const trace = join(host.dir, 'trace');
  const strace = [installed('/usr/bin/strace', 'strace'), '-f', '-e', 'trace=sendto,sendmsg', '-o', trace];
  host.run(['timeout', '3', ...strace, '-p', `${daemon.silkd.pid}`]);
  expect(daemon.rounds).toBeGreaterThan(rounds);
  const sent = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes('RTM_'));
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((line) => !/RTM_GET/.test(line))).toEqual([]);
});

test('a segment in a namespace of its own: waits for it, keeps it there, follows another one of the name', async () => {
  const host = new Host();
  host.addUplink();
  const overlay = `${host.name}-late`;
  const segments = [{ vni: 42, bridge: 'br0', overlayNamespace: overlay }, { vni: 43 }];
  const daemon = new SegmentDaemon(host, { intervalSeconds: 1, segments });
  const { silkd } = daemon;
  daemon.writeEndpoints(...endpoints, {
    ip: '10.0.10.11',
    mac: 'ee:ee:0a:00:0a:0b',
    underlay: '192.168.77.48',
    vni: 43,
  });
  silkd.launch();
  // One segment that cannot be had keeps no other from being had.
  await silkd.until('the other segment', () => daemon.metric('entries', 43) === 1);
  expect(silkd.get('/readyz').text).toMatch(`found no network namespace ${overlay}`);
  expect(silkd.status()).toMatchObject({ problems: [{ what: 'segment br0' }] });
  const netns = `/run/netns/${overlay}`;
  host.onDispose(() => host.run(['ip', 'netns', 'del', overlay]));
  for (const _time of [1, 2]) {
    host.exec('ip', 'netns', 'add', overlay);
    await silkd.until('the segment', () => daemon.metric('entries') === 2);
    const wanted = daemon.state(netns);
    // What making it was heard of is over by then.
    await sleep(300);
    host.exec('ip', '-n', overlay, 'neigh', 'flush', 'dev', 'vxlan42', 'nud', 'noarp');
    await silkd.until('the repair', () => daemon.state(netns) === wanted);
    // Heard in the namespace itself, and not found by a tick.
    const repair = { msg: 'Converged', segment: 'br0', causes: ['kernel'], made: 2 };
    expect(silkd.status()).toMatchObject({ events: expect.arrayContaining([expect.objectContaining(repair)]) });
    host.exec('ip', 'netns', 'del', overlay);
    await silkd.until('the problem', () => daemon.metric('entries') === undefined);
  }
});

test('what is attached is known of a segment that cannot be kept, too', async () => {
  const { host, daemon } = await begin();
  const { silkd } = daemon;
  const attachment = daemon.attachment(host.addContainer());
  attachment.add();
  await silkd.until('the local endpoint', () => daemon.metric('local_endpoints') === 1);
  // Nothing of ours is attached to another's bridge.
  host.exec('ip', 'link', 'add', 'other', 'type', 'bridge');
  const gateway = '10.0.10.1/24';
  silkd.configure({
    segments: [
      { vni: 42, bridge: 'br0', gateway },
      { vni: 43, bridge: 'other' },
    ],
  });
  silkd.signal('HUP');
  await silkd.until('the other', () => daemon.metric('local_endpoints', 43) === 0);
  expect(silkd.status()).toMatchObject({ problems: [{ what: 'segment other' }] });
  host.exec('ip', 'link', 'set', 'vxlan42', 'alias', 'of another');
  await silkd.until('the problem', () => silkd.metric('silkd_segment_problems') === 2);
  expect(daemon.metric('local_endpoints')).toBe(1);
  attachment.del();
  await silkd.until('no local endpoint', () => daemon.metric('local_endpoints') === 0);
});

/** One that is held open lives on, and has the VNI, which silk-bridge cannot give to the new one then. */
test('a namespace that has taken the name of another is found by its name, and not by a tick', async () => {
  const host = new Host();
  host.addUplink();
  const overlay = host.addContainer().handle;
  const segments = [{ vni: 42, bridge: 'br0', overlayNamespace: overlay }];
  const daemon = new SegmentDaemon(host, { intervalSeconds: 3600, segments });
  daemon.writeEndpoints(...endpoints);
  await daemon.silkd.start();
  await settle(daemon);
  host.exec('ip', 'netns', 'del', overlay);
  host.exec('ip', 'netns', 'add', overlay);
  // The kernel says something of the one before every ten seconds or so.
  const beganMs = Date.now();
  await daemon.silkd.until('the new one', () => daemon.state(`/run/netns/${overlay}`).includes('10.0.10.11'));
  expect(Date.now() - beganMs).toBeLessThan(8000);
});

test('the endpoints file is followed; one that is broken or gone changes nothing, and is told', async () => {
  const { daemon } = await begin();
  const { silkd } = daemon;
  const wanted = daemon.state();
  daemon.writeEndpoints(endpoints[0] ?? { mac: '', underlay: '' });
  await silkd.until('one entry', () => daemon.metric('entries') === 1);
  daemon.writeEndpoints({ mac: 'none', underlay: 'none' });
  await silkd.until('the problem', () => silkd.metric('silkd_segment_problems') === 1);
  expect(daemon.metric('entries')).toBe(1);
  expect(silkd.get('/status').text).toContain('endpoints[0].mac');
  daemon.writeEndpoints(...endpoints);
  await silkd.until('both', () => daemon.state() === wanted && silkd.metric('silkd_segment_problems') === 0);
  rmSync(daemon.endpointsFile);
  await silkd.until('the problem', () => silkd.metric('silkd_segment_problems') === 1);
  expect(daemon.state()).toBe(wanted);
});

test('a reload adds, changes and lets be; kill -9 and a start anew write nothing; SIGTERM leaves all', async () => {
  const { daemon } = await begin();
  const { silkd } = daemon;
  const before = daemon.state();
  silkd.configure({ segments: [{ vni: 43, bridge: 'br1', replicate: true }] });
  silkd.signal('HUP');
  await silkd.until('the other', () => daemon.metric('entries', 43) === 0);
  await settle(daemon);
  // Nobody keeps it any more, and nobody took it away.
  expect(daemon.state()).toBe(before);
  daemon.host.exec('ip', 'neigh', 'del', '10.0.10.11', 'dev', 'vxlan42');
  await settle(daemon);
  expect(daemon.state()).not.toContain('10.0.10.11 ');
  silkd.configure({
    segments: [
      { vni: 42, bridge: 'br0', gateway: '10.0.10.2/24' },
      { vni: 43, bridge: 'br1' },
    ],
  });
  silkd.signal('HUP');
  await silkd.until('both', () => daemon.state().includes('10.0.10.2/24') && daemon.metric('entries') === 2);
  silkd.configure({ segments: [{ vni: 42 }, { vni: 42 }] });
  silkd.signal('HUP');
  await silkd.until('the fault', () => silkd.get('/status').text.includes('segments[1].vni'));
  const [kept, other] = [daemon.state(), daemon.state(undefined, 43, 'br1')];
  await silkd.stop('KILL');
  silkd.configure({
    segments: [
      { vni: 42, bridge: 'br0', gateway: '10.0.10.2/24' },
      { vni: 43, bridge: 'br1' },
    ],
  });
  await silkd.start();
  expect(silkd.metric('silkd_segment_converges_total{result="repaired"}')).toBe(0);
  expect((await silkd.stop()).code).toBe(0);
  expect([daemon.state(), daemon.state(undefined, 43, 'br1')]).toEqual([kept, other]);
});

test('a file of learned endpoints that can be neither read nor written is told, and tried again', async () => {
  const host = new Host();
  host.addUplink();
  const daemon = new SegmentDaemon(host, { intervalSeconds: 3600 });
  const learned = join(host.runDir, 'endpoints.json');
  mkdirSync(learned, { recursive: true });
  await daemon.silkd.start();
  await daemon.silkd.until('the problem', () => daemon.silkd.metric('silkd_segment_problems') === 1);
  expect(daemon.silkd.get('/status').text).toContain('the file of learned endpoints');
  rmdirSync(learned);
  await daemon.silkd.until('no problem', () => daemon.silkd.metric('silkd_segment_problems') === 0);
});
