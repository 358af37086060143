import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { formatAge } from '../../../../src/cli/ipam/list.ts';
import { makeRange } from '../../../../src/ipam/range.ts';
import { reserve } from '../../../../src/ipam/reserve.ts';
import { fakeContext, runCli } from '../fake-context.ts';
import { RecordingPlugins } from '../recording-plugins.ts';

/** A data directory with network `blue`: 10.0.0.2 for c1, 10.0.0.3 for c2, 10.0.0.9 garbage. */
function prepare(dir: RecordingPlugins): string {
  const dataDir = join(dir.dir, 'networks');
  const blue = join(dataDir, 'blue');
  mkdirSync(blue, { recursive: true });
  writeFileSync(join(blue, '10.0.0.2'), 'c1\r\neth0');
  writeFileSync(join(blue, '10.0.0.3'), 'c2\r\neth0');
  writeFileSync(join(blue, '10.0.0.9'), '');
  writeFileSync(join(blue, 'last_reserved_ip.0'), '10.0.0.3');
  return dataDir;
}

const link = { name: 's-010000000002', alias: 'silk:blue:c1:eth0' };

describe('silk ipam list', () => {
  test('shows address, network, container, interface, age and link', async () => {
    using dir = new RecordingPlugins();
    const { stdout } = await runCli(['ipam', 'list', '--data-dir', prepare(dir)], [link]);
    expect(stdout.replaceAll(/\d+s /g, '#s ').trimEnd().split('\n')).toEqual([
      'address   network  container  interface  age  link',
      '10.0.0.2  blue     c1         eth0       #s   s-010000000002',
      '10.0.0.3  blue     c2         eth0       #s   -',
      '10.0.0.9  blue     (garbage)             #s   -',
    ]);
  });

  test('gives the same as JSON, of one network', async () => {
    using dir = new RecordingPlugins();
    const { stdout } = await runCli(['ipam', 'list', 'blue', '--json', '--data-dir', prepare(dir)], [link]);
    expect(JSON.parse(stdout).reservations).toMatchObject([
      { address: '10.0.0.2', containerId: 'c1', ifname: 'eth0', linkExists: true },
      { address: '10.0.0.3', containerId: 'c2', linkExists: false },
      { address: '10.0.0.9', garbage: true },
    ]);
  });

  test('refuses a network that is not there, and says which are', async () => {
    using dir = new RecordingPlugins();
    const { code, stderr } = await runCli(['ipam', 'list', 'green', '--data-dir', prepare(dir)]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('found blue')]);
  });

  test('says where nothing is reserved', async () => {
    const { code, stdout } = await runCli(['ipam', 'list', '--data-dir', '/nonexistent']);
    expect([code, stdout]).toEqual([0, 'No address is reserved in /nonexistent.\n']);
  });
});

test.each([
  { ageMs: 0, text: '0s' },
  { ageMs: 59_400, text: '59s' },
  { ageMs: 3_600_000, text: '1h' },
  { ageMs: 3_661_000, text: '1h 1m' },
  { ageMs: 273_600_000, text: '3d 4h' },
  { ageMs: -5, text: '0s' },
])('formatAge() has $ageMs ms as $text', ({ ageMs, text }) => {
  expect(formatAge(ageMs)).toBe(text);
});

describe('silk ipam check', () => {
  test('lists what differs, says what it judged, and exits with 1', async () => {
    using dir = new RecordingPlugins();
    const stray = { name: 's-010000000077', alias: 'silk:blue:c7:eth0' };
    const argv = ['ipam', 'check', '--conf-dir', dir.confDir, '--data-dir', prepare(dir)];
    const { code, stdout } = await runCli(argv, [link, stray, { name: 'veth0' }]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Found 3 differences\n/);
    expect(stdout).toContain(
      '10.0.0.3   blue  reserved for container c2, interface eth0, and there is no link s-010000000003',
    );
    expect(stdout).toContain('10.0.0.9   blue  the reservation file names no owner');
    expect(stdout).toContain('10.0.0.77  blue  link s-010000000077 exists');
    expect(stdout).toContain(
      'Judged: IPv4 reservations: 3; links of kind veth named s-<12 digits> or b-<12 digits>: 2.',
    );
  });

  test('does not judge a network of other links, and says so', async () => {
    using dir = new RecordingPlugins();
    const argv = ['ipam', 'check', '--json', '--conf-dir', dir.confDir, '--data-dir', prepare(dir)];
    const { code, stdout } = await runCli(argv);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { ok: false, notJudged: { networks: ['blue'] }, differences: [{ kind: 'garbage' }] },
    ]);
  });

  test.each([
    { name: 'configured with silk-cni', isConfigured: true, words: [] },
    { name: 'asked about', isConfigured: false, words: ['blue'] },
  ])('judges a network that is $name', async ({ isConfigured, words }) => {
    using dir = new RecordingPlugins();
    const plugins = [{ type: 'silk-cni' }];
    if (isConfigured) dir.writeConf('blue.conflist', { name: 'blue', cniVersion: '1.0.0', plugins });
    const argv = ['ipam', 'check', ...words, '--json', '--conf-dir', dir.confDir, '--data-dir', prepare(dir)];
    expect(JSON.parse((await runCli(argv)).stdout).differences).toHaveLength(3);
  });

  test('exits with 0 when nothing differs', async () => {
    const { code, stdout } = await runCli([
      'ipam',
      'check',
      '--data-dir',
      '/nonexistent',
      '--conf-dir',
      '/nonexistent',
    ]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^OK nothing differs in \/nonexistent\n/)]);
  });
});

describe('silk ipam release', () => {
  const argv = (ip: string, dataDir: string) => ['ipam', 'release', ip, '--network', 'blue', '--data-dir', dataDir];

  test.each([
    { name: 'an address without a link', ip: '10.0.0.3', links: [link], left: ['10.0.0.2', '10.0.0.9'] },
    { name: 'a garbage file', ip: '10.0.0.9', links: [link], left: ['10.0.0.2', '10.0.0.3'] },
  ])('removes $name and nothing else', async ({ ip, links, left }) => {
    using dir = new RecordingPlugins();
    const dataDir = prepare(dir);
    expect((await runCli(argv(ip, dataDir), links)).code).toBe(0);
    expect(
      readdirSync(join(dataDir, 'blue'))
        .filter((name) => /^\d/.test(name))
        .sort(),
    ).toEqual(left);
  });

  test('refuses while the link exists, unless forced', async () => {
    using dir = new RecordingPlugins();
    const dataDir = prepare(dir);
    const { code, stderr } = await runCli(argv('10.0.0.2', dataDir), [link]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('link s-010000000002 of c1 eth0 still exists')]);
    expect(existsSync(join(dataDir, 'blue/10.0.0.2'))).toBe(true);
    expect((await runCli([...argv('10.0.0.2', dataDir), '--force'], [link])).code).toBe(0);
    expect(existsSync(join(dataDir, 'blue/10.0.0.2'))).toBe(false);
  });

  test('refuses an IPv6 address while the link of its attachment exists', async () => {
    using dir = new RecordingPlugins();
    const dataDir = prepare(dir);
    writeFileSync(join(dataDir, 'blue/fd00::2'), 'c1\r\neth0');
    expect((await runCli(argv('fd00::2', dataDir), [link])).code).toBe(1);
  });

  test('refuses an address that is not reserved', async () => {
    using dir = new RecordingPlugins();
    const { stderr } = await runCli(argv('10.0.0.4', prepare(dir)));
    expect(stderr).toContain('Cannot release 10.0.0.4 of network blue: it is not reserved');
  });

  test('leaves the other address of the same attachment where silk-ipam finds it', async () => {
    using dir = new RecordingPlugins();
    const dataDir = join(dir.dir, 'networks');
    const store = fakeContext().host.openStore('blue', dataDir);
    const rangeSets = ['10.0.0.0/24', '10.0.1.0/24'].map((subnet) => [makeRange({ subnet }, 'test')]);
    const wish = { owner: { containerId: 'c1', ifname: 'eth0' }, rangeSets, excluded: [], requested: [] };
    reserve(store, wish);
    expect((await runCli(argv('10.0.0.2', dataDir))).code).toBe(0);
    expect(() => reserve(store, wish)).toThrow('found 10.0.1.2 held by it already');
  });
});
