import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeEtcds, startEtcd } from '../../support/etcd.ts';
import { disposeHosts, Host, inContainer } from '../../support/host.ts';
import { digText } from '../../support/json.ts';
import { bridgeNetwork, silkNetwork } from '../../support/network.ts';
import { silk, silkBridge } from '../../support/project.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(60_000);
afterEach(() => {
  disposeHosts();
  disposeEtcds();
});

const peers = [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }];

/** What the kernel sets by itself, and when it likes to: that a link has its carrier it says up to a second later. */
const notOurs = /@if\d+|link-netnsid \d+|valid_lft.*|NO-CARRIER,|,LOWER_UP| state \S+| linkdown/g;

/** All that the kernel of a host has, but for IPv6, of which it adds and takes by itself. */
function kernelState(host: Host): unknown {
  return [
    host.exec('ip', '-o', 'link'),
    host.exec('ip', '-4', 'addr'),
    host.exec('ip', '-4', 'route', 'show', 'table', 'all'),
    host.exec('ip', '-4', 'neigh'),
    host.exec('nft', 'list', 'ruleset'),
  ].map((text) => text.replace(notOurs, ''));
}

test('removes containers, VTEP, files and lease, and proves that nothing is left', async () => {
  const host = new Host();
  host.addUplink();
  host.addContainer('warm');
  const before = kernelState(host);
  const silkd = new Silkd(host, { peers, peersFile: undefined });
  await silkd.start();
  await silkd.until('the peer', () => silkd.metric('silkd_peers_held') === 1);
  const confDir = join(host.dir, 'net.d');
  mkdirSync(confDir);
  const own = { subnet: undefined, subnetFile: host.subnetFile, ipMasq: true, cniVersion: '1.0.0' };
  const network = silkNetwork(host, own);
  host.write('net.d/blue.conf', JSON.stringify(network));
  const attachments = [1, 2].map(() => new Attachment(host, host.addContainer(), network));
  for (const attachment of attachments) attachment.add();
  const tearDown = (...options: readonly string[]) =>
    host.run([silk, 'teardown', '--config', silkd.configPath, '--conf-dir', confDir, '--json', ...options]);

  const early = tearDown('--containers');
  expect(early.code).toBe(1);
  expect(JSON.parse(early.stdout)).toMatchObject({ name: 'TRY_LATER', msg: expect.stringContaining(`${silkd.pid}`) });
  await silkd.stop('KILL');

  const refused = tearDown();
  expect(JSON.parse(refused.stdout)).toMatchObject({
    name: 'ALREADY_ATTACHED',
    details: expect.stringContaining('silk:blue:'),
  });
  const busy = kernelState(host);
  const dry = tearDown('--dry-run');
  expect(JSON.parse(dry.stdout)).toMatchObject({
    dryRun: true,
    found: { links: [{}, {}], masquerading: true, vtep: 'silk-vtep', files: [host.subnetFile, silkd.socket] },
  });
  expect(kernelState(host)).toEqual(busy);

  const done = tearDown('--containers');
  expect(JSON.parse(done.stdout)).toMatchObject({
    ok: true,
    failures: [],
    left: { links: [], records: [], files: [] },
  });
  expect(done.code).toBe(0);
  expect(kernelState(host)).toEqual(before);
  expect(existsSync(host.subnetFile)).toBe(false);
  expect(readdirSync(join(host.dataDir, 'ipam', 'blue')).filter((name) => /^10\./.test(name))).toEqual([]);

  // A VTEP that somebody has renamed is none of the configuration's, and is told.
  const vxlan = ['type', 'vxlan', 'id', '9', 'dstport', '4790', 'local', '192.168.77.2'];
  host.exec('ip', 'link', 'add', 'stray', 'address', 'ee:ee:0a:ff:21:00', ...vxlan);
  host.exec('ip', 'addr', 'add', '10.255.33.0/32', 'dev', 'stray');
  host.exec(
    'ip',
    'link',
    'add',
    'another',
    'address',
    'ee:ee:0a:ff:21:00',
    'type',
    'vxlan',
    'id',
    '10',
    'dstport',
    '4790',
  );
  const again = () => host.run([silk, 'teardown', '--config', silkd.configPath, '--conf-dir', confDir]);
  expect(again()).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^Left device stray,.*`ip link del stray`/m),
  });
  host.exec('ip', 'link', 'del', 'stray');
  expect(again()).toMatchObject({ code: 0, stdout: 'Nothing is left of Silk on this host.\n' });
});

test('removes segments, here and in namespaces of their own, and their containers; one with a port of another stays, and that alone', () => {
  const host = new Host();
  host.addUplink();
  const overlay = host.addContainer('overlay');
  const vm = host.addContainer();
  const state = () => [
    kernelState(host),
    inContainer(overlay, 'ip', '-o', 'link').replace(/@if\d+/g, ''),
    inContainer(overlay, 'nft', 'list', 'ruleset'),
  ];
  const containers = [host.addContainer(), host.addContainer()] as const;
  const before = state();
  const confDir = join(host.dir, 'net.d');
  mkdirSync(confDir);
  mkdirSync(host.runDir, { recursive: true });
  const overlayNamespace = basename(overlay.netns);
  const networks = [
    // Its configuration is gone: the link's mark says its name, which none on the machine has.
    bridgeNetwork(host, { name: basename(host.netns) }),
    bridgeNetwork(host, { name: 'red', vni: 43, bridge: 'br1', port: 4790, overlayNamespace }),
  ];
  const [here, apart] = networks.map(
    (network, at) => new Attachment(host, containers[at as 0 | 1], network, { program: silkBridge }),
  ) as [Attachment, Attachment];
  for (const attachment of [here, apart]) attachment.add();
  host.write('net.d/red.conf', JSON.stringify(networks[1]));
  const { runDir, subnetFile } = host;
  const own = { runDir, subnetFile, apiSocket: join(runDir, 'silkd.sock'), stateDir: join(host.dir, 'state') };
  host.write('silkd.json', JSON.stringify({ overlayNetwork: '10.255.0.0/16', subnet: '10.255.32.0/24', ...own }));
  writeFileSync(join(host.runDir, 'endpoints.json'), '{"endpoints":[]}');
  const onHand = (verb: string, ...words: readonly string[]) =>
    host.exec(silk, 'segment', verb, 'br1', '--overlay-netns', overlayNamespace, ...words);
  onHand('attach', '--netns', vm.netns, '--ip', '10.0.10.99/24');
  const tearDown = (...options: readonly string[]) =>
    host.run([silk, 'teardown', '--config', join(host.dir, 'silkd.json'), '--conf-dir', confDir, '--json', ...options]);

  // What guards a link that no GC takes away.
  host.exec('nft', 'add', 'element', 'bridge', 'silk', 'guarded', '{ "lo" }');

  const busy = state();
  expect(JSON.parse(tearDown('--dry-run').stdout)).toMatchObject({
    found: {
      guards: [
        { ports: expect.arrayContaining([portOf(here), 'lo']) },
        { ports: [portOf(apart)], netns: overlayNamespace },
      ],
      links: [
        { mark: expect.stringContaining(`silk:${basename(host.netns)}:`) },
        { mark: expect.any(String), netns: overlayNamespace },
      ],
      ports: [{ mark: expect.stringMatching('silk-port:br1:'), netns: overlayNamespace }],
      segments: [{ name: 'br0' }, { name: 'vxlan42' }, { name: 'br1', netns: overlayNamespace }, { name: 'vxlan43' }],
      files: [join(host.runDir, 'endpoints.json')],
    },
  });
  expect(JSON.parse(tearDown().stdout)).toMatchObject({
    details: expect.stringContaining('silk:red:'),
    next: expect.stringContaining('--containers'),
  });
  expect(state()).toEqual(busy);

  const partial = tearDown('--containers');
  expect(partial.code).toBe(1);
  const { failures, left } = JSON.parse(partial.stdout);
  const netns = overlayNamespace;
  expect(left).toMatchObject({
    links: [],
    ports: [{ segment: 'br1', netns }],
    segments: [
      { name: 'br1', netns },
      { name: 'vxlan43', netns },
    ],
    guards: [],
    files: [join(host.runDir, 'endpoints.json')],
  });
  expect(failures).toEqual([expect.stringContaining('Cannot remove segment br1: found b-')]);
  expect(inContainer(vm, 'ip', '-4', 'addr')).toContain('10.0.10.99/24');
  // What it says is what lets go of it.
  const [, detach = ''] = /`(silk segment detach [^`]*)`/.exec(failures[0]) ?? [];
  host.exec(silk, ...detach.split(' ').slice(1));
  const done = tearDown();
  expect(JSON.parse(done.stdout)).toMatchObject({ ok: true, left: { links: [], segments: [], guards: [], files: [] } });
  expect(state()).toEqual(before);
  expect(readdirSync(join(host.dataDir, 'red')).filter((name) => /^10\./.test(name))).toEqual([]);
  expect(existsSync(join(host.runDir, 'endpoints.json'))).toBe(false);
});

function portOf({ result }: Attachment): string {
  return digText(result, 'interfaces', 1, 'name');
}

test('gives the lease back to etcd, and forgets it', async () => {
  const host = new Host();
  host.addUplink();
  const etcd = await startEtcd(host);
  const config = { Network: '10.255.0.0/16', SubnetLen: 24, Backend: { Type: 'vxlan', VNI: 7 } };
  etcd.etcdctl('put', '/coreos.com/network/config', JSON.stringify(config));
  const silkd = new Silkd(host, { source: 'etcd', etcd: { endpoints: [etcd.endpoint] }, ...noStaticKeys });
  await silkd.start();
  await silkd.stop();
  const leases = () => etcd.etcdctl('get', '--prefix', '--keys-only', '/coreos.com/network/subnets/').trim();
  expect(leases()).not.toBe('');
  expect(existsSync(join(host.dir, 'state/lease.json'))).toBe(true);
  const tearDown = () => host.run([silk, 'teardown', '--config', silkd.configPath, '--conf-dir', host.dir]);

  // Without etcd the lease is not forgotten: it can be given back later.
  await etcd.stop();
  expect(tearDown()).toMatchObject({ code: 1, stdout: expect.stringContaining('Left lease of 10.255.') });
  await etcd.restart();
  expect(tearDown()).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is left') });
  expect(leases()).toBe('');
  expect(existsSync(join(host.dir, 'state/lease.json'))).toBe(false);
});

const noStaticKeys = { overlayNetwork: undefined, subnet: undefined, peersFile: undefined };
