import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts, Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { silkNetwork } from '../../support/network.ts';
import { silkd as program, projectRoot, silk } from '../../support/project.ts';
import { Silkd } from '../../support/silkd.ts';
import { codeTexts, tableRows } from '../../unit/docs/markdown.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = [
  { subnet: '10.255.48.0/24', underlay: '192.168.77.48' },
  { subnet: '10.255.49.0/24', underlay: '192.168.77.49' },
];
const apiPort = 23954;

async function begin(config = {}): Promise<{ host: Host; silkd: Silkd }> {
  const host = new Host();
  host.addUplink();
  const silkd = new Silkd(host, { peers, peersFile: undefined, ...config });
  await silkd.start();
  await silkd.until('the peers', () => silkd.metric('silkd_peers_held') === 2);
  return { host, silkd };
}

const json = (text: string) => JSON.parse(text);

/** Those of the page's tables, without labels. */
function documentedMetrics(): string[] {
  const page = readFileSync(join(projectRoot, 'docs/silkd.md'), 'utf8');
  const names = tableRows(page, '## The API').flatMap(([cell = '']) => codeTexts(cell));
  return names.filter((name) => /^(silkd|process)_/.test(name)).map((name) => name.replace(/\{.*/, ''));
}

test('the API says what there is, on the socket and on the port', async () => {
  const { host, silkd } = await begin({ apiPort });
  expect(json(silkd.get('/').text)).toEqual({ overlay_subnet: '10.255.32.0/24', mtu: 1450 });
  expect(json(host.exec('curl', '-s', `http://127.0.0.1:${apiPort}/`))).toMatchObject({ mtu: 1450 });
  expect(silkd.get('/healthz')).toMatchObject({ status: 200 });
  expect(json(silkd.get('/readyz').text)).toEqual({ ready: true, reasons: [] });
  expect(silkd.get('/nothing').status).toBe(404);
  expect(silkd.get('/', '-X', 'DELETE').status).toBe(405);
  // As HTTP/1.0 may, without a Host; and one that names none.
  expect(silkd.get('/healthz', '-0', '-H', 'Host:')).toMatchObject({ status: 200 });
  expect(silkd.get('/healthz', '-H', 'Host: [').status).toBe(400);
  // Nobody has it read what it has no use for.
  expect(silkd.get('/log-level', '-X', 'PUT', '-H', 'Expect:', '-d', 'x'.repeat(2000)).status).toBe(413);
  // Root and a group may ask; nobody else may.
  expect(statSync(silkd.socket).mode & 0o777).toBe(0o660);

  const told = [...silkd.get('/metrics').text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(told.toSorted()).toEqual(documentedMetrics().toSorted());

  host.exec('ip', 'neigh', 'del', '10.255.49.0', 'dev', 'silk-vtep');
  await silkd.until('the repair', () => silkd.metric('silkd_repairs_total{object="neighbour",action="make"}') === 3);
  expect(silkd.metric('silkd_peers_wanted')).toBe(2);
  expect(silkd.metric('silkd_lease_state{state="static"}')).toBe(1);
  expect(silkd.metric('silkd_source_state{state="known"}')).toBe(1);
  expect(silkd.metric('silkd_converges_total{result="failed"}')).toBe(0);
  expect(silkd.metric('silkd_addresses_free')).toBe(253);
  expect(silkd.metric('silkd_lease_age_seconds')).toBeUndefined();
  expect(silkd.metric('silkd_build_info{version="0.1.0"}')).toBe(1);
  const started = Date.now() / 1000 - (silkd.metric('process_start_time_seconds') ?? 0);
  expect(started).toBeGreaterThan(0);
  expect(silkd.metric('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(silkd.metric('process_cpu_seconds_total')).toBeLessThan(2 * started);
  expect(silkd.status()).toMatchObject({
    ready: true,
    place: { network: '10.255.0.0/16', subnet: '10.255.32.0/24', vni: 1, port: 4789, gbp: true },
    lease: { state: 'static' },
    source: { kind: 'static', peers: { state: 'known', count: 2 } },
    peers: [{ subnet: '10.255.48.0/24', state: 'held' }, { state: 'held' }],
    problems: [],
    events: expect.arrayContaining([expect.objectContaining({ msg: 'Converged' })]),
  });
});

test('a run directory that somebody removed comes back with the next round, and still one silkd alone has it', async () => {
  const { host, silkd } = await begin({ intervalSeconds: 1, apiPort });
  const { pid } = silkd;
  rmSync(host.runDir, { recursive: true });
  await silkd.until('the API', () => silkd.get('/readyz').status === 200);
  expect(host.exec('curl', '-s', `http://127.0.0.1:${apiPort}/`)).toContain('mtu');
  const second = host.run([program, '--config', silkd.configPath]);
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining(`found it held by process ${pid}`)]);
  expect((await silkd.stop()).code).toBe(0);
  expect(existsSync(silkd.socket)).toBe(false);
});

test('the status shows what differs, what is stale and what cannot be had, and the level of the log changes live', async () => {
  const selfish = { subnet: '10.255.50.0/24', underlay: '192.168.77.2' };
  const { host, silkd } = await begin({ watchKernel: false, intervalSeconds: 3600, peers: [...peers, selfish] });
  host.exec('ip', 'route', 'del', '10.255.48.0/24');
  host.exec('ip', 'route', 'add', '10.255.77.0/24', 'via', '10.255.77.0', 'dev', 'silk-vtep', 'onlink');
  expect(silkd.status()).toMatchObject({
    peers: [
      { subnet: '10.255.48.0/24', state: 'differs', steps: ['make route'] },
      { subnet: '10.255.49.0/24', state: 'held' },
      { subnet: '10.255.50.0/24', state: 'refused', reason: expect.stringContaining('own underlay address') },
      { subnet: '10.255.77.0/24', state: 'stale' },
    ],
  });
  host.exec('ip', 'route', 'replace', '10.255.49.0/24', 'dev', 'uplink');
  expect(dig(silkd.status(), 'peers', 1)).toMatchObject({
    state: 'refused',
    reason: expect.stringContaining("found another's route"),
  });
  host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
  expect(silkd.get('/readyz')).toMatchObject({ status: 503, text: expect.stringContaining('up') });

  expect(silkd.get('/log-level', '-X', 'PUT', '-d', 'loud').status).toBe(400);
  expect(json(silkd.get('/log-level', '-X', 'PUT', '-d', 'debug').text)).toEqual({ level: 'debug' });
  expect(json(silkd.get('/log-level').text)).toEqual({ level: 'debug' });
  const { stderr } = await silkd.stop();
  const lines = stderr.trim().split('\n').map(json);
  expect(lines[0]).toMatchObject({ level: 'info', msg: 'Started', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(lines.map(({ msg }) => msg)).toContain('The log level has changed');
});

test('the subnet file and the port tell silk-cni and dockerd what they need', async () => {
  const { host, silkd } = await begin({ apiPort, ipMasq: true });
  const text = readFileSync(host.subnetFile, 'utf8');
  expect(text).toBe(
    'FLANNEL_NETWORK=10.255.0.0/16\nFLANNEL_SUBNET=10.255.32.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n',
  );
  expect(statSync(host.subnetFile).mode & 0o777).toBe(0o644);
  expect(host.exec(silk, 'docker-options', '--subnet-file', host.subnetFile)).toBe('--bip=10.255.32.1/24 --mtu=1450\n');
  for (const from of [{ daemonPort: apiPort }, { subnetFile: host.subnetFile }]) {
    const network = silkNetwork(host, { subnet: undefined, mtu: undefined, ...from });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add();
    expect(attachment.ip).toMatch(/^10\.255\.32\.\d+$/);
    expect(host.exec('nsenter', `--net=${attachment.container.netns}`, 'ip', 'link')).toContain('mtu 1450');
  }
  expect(silkd.metric('silkd_addresses_used')).toBe(2);
});

describe('SIGHUP', () => {
  test('is followed; a configuration that is no good, or would take another process, is refused and told', async () => {
    const { host, silkd } = await begin();
    const subnetFile = join(host.dir, 'elsewhere/subnet.env');
    silkd.configure({ peers: peers.slice(1), mtu: 1400, logLevel: 'warn', subnetFile });
    silkd.signal('HUP');
    await silkd.until('the other subnet file', () => existsSync(subnetFile) && !existsSync(host.subnetFile));
    expect(readFileSync(subnetFile, 'utf8')).toContain('FLANNEL_MTU=1400');
    await silkd.until('one peer', () => silkd.metric('silkd_peers_held') === 1);
    expect(silkd.status()).toMatchObject({ logLevel: 'warn', problems: [] });
    for (const [over, reason] of [
      [{ mtu: 7 }, 'mtu: found 7'],
      [{ runDir: '/elsewhere' }, 'runDir: found'],
    ] as const) {
      silkd.configure(over);
      silkd.signal('HUP');
      await silkd.until(`the problem ${reason}`, () => silkd.get('/status').text.includes(reason));
      expect(silkd.status()).toMatchObject({
        ready: true,
        vtep: { mtu: 1400 },
        problems: [{ what: expect.any(String) }],
      });
    }
    silkd.configure();
    silkd.signal('HUP');
    await silkd.until('both peers', () => silkd.metric('silkd_peers_held') === 2);
    expect(silkd.status()).toMatchObject({ problems: [] });
  });

  test('does not move the subnet from under a container', async () => {
    const { host, silkd } = await begin();
    const network = silkNetwork(host, { subnet: undefined, subnetFile: host.subnetFile });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add();
    silkd.configure({ subnet: '10.255.33.0/24' });
    silkd.signal('HUP');
    const reason = '10.255.32.0/24 in use by the container link';
    await silkd.until('the refusal', () => silkd.get('/readyz').text.includes(reason));
    expect(silkd.get('/readyz').status).toBe(503);
    expect(host.exec('ip', 'addr', 'show', 'silk-vtep')).toContain('10.255.32.0/16');
    expect(existsSync(host.subnetFile)).toBe(false);
    expect(silkd.get('/').status).toBe(503);
    host.exec('ip', 'link', 'del', 'silk-vtep');
    await silkd.until('the same without a VTEP', () => silkd.get('/readyz').text.includes('another one in use by'));
    expect(host.run(['ip', 'link', 'show', 'silk-vtep']).code).toBe(1);
    attachment.del();
    silkd.signal('HUP');
    await silkd.until('the other subnet', () => silkd.get('/').status === 200);
    expect(silkd.get('/').text).toContain('"10.255.33.0/24"');
    expect(readFileSync(host.subnetFile, 'utf8')).toContain('FLANNEL_SUBNET=10.255.33.1/24');
  });
});

describe('does not start', () => {
  test('beside another one of the same runDir, and says who that is', async () => {
    const { host, silkd } = await begin();
    const second = host.run([program, '--config', silkd.configPath]);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(json(second.stderr)).toMatchObject({
      code: 'TRY_LATER',
      msg: expect.stringContaining(`process ${silkd.pid}`),
    });
    expect(silkd.get('/healthz').status).toBe(200);
  });

  test('without a configuration, or with a fault in it', async () => {
    const host = new Host();
    const absent = host.run([program, '--config', join(host.dir, 'none.json')]);
    expect(json(absent.stderr)).toMatchObject({ code: 'BAD_CONFIG', msg: expect.stringContaining('none.json') });
    const path = host.write('bad.json', '{"source":"static","subnet":"10.255.32.0/24","vni":0}');
    const bad = host.run([program, '--config', path]);
    expect(bad.code).toBe(1);
    expect(json(bad.stderr)).toMatchObject({ details: expect.stringContaining('vni: found 0') });
    // A mistaken path costs nobody a file.
    const mistaken = new Silkd(host, { apiSocket: path });
    expect(await mistaken.launch().ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('found what is no socket'),
    });
    expect(readFileSync(path, 'utf8')).toContain('static');
    expect(host.run([program, '--no-such']).code).toBe(2);
    expect(host.run([program, '--version']).stdout).toBe('0.1.0\n');
  });

  test('without an underlay it waits, and goes on when there is one', async () => {
    const host = new Host();
    const silkd = new Silkd(host, { peers, peersFile: undefined });
    silkd.launch();
    await silkd.until('the reason', () => silkd.get('/readyz').text.includes('default route'));
    expect(silkd.get('/').status).toBe(503);
    expect(existsSync(host.subnetFile)).toBe(false);
    host.addUplink();
    await silkd.untilReady();
  });
});
