import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { learnedEndpointsPath } from '../../src/config/segment.ts';
import { announcedPath } from '../../src/peers/evpn/announced-file.ts';
import { attachmentCall } from '../support/attachment.ts';
import { disposeEtcds, startEtcd } from '../support/etcd.ts';
import { asn, Gobgpd } from '../support/gobgpd.ts';
import { disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { bridgeNetwork, silkNetwork, vtepNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { binDir, installed, projectRoot, silk, silkBridge, silkCni, silkVtep } from '../support/project.ts';
import { SegmentDaemon } from '../support/segment-daemon.ts';
import { Silkd } from '../support/silkd.ts';
import { until } from '../support/wait.ts';
import { codeTexts, tableRows } from '../unit/docs/markdown.ts';

jest.setTimeout(60_000);
afterEach(() => {
  disposeHosts();
  disposeEtcds();
});

/** The system calls that make, replace or open a file, or a socket. */
const calls =
  'open,openat,mkdir,mkdirat,link,linkat,symlink,symlinkat,rename,renameat,renameat2,creat,mknod,mknodat,bind';

/** What stands for the paths of docs/state.md on a host: its private directories. */
function placesOf(host: Host): [string, string][] {
  return [
    [host.dataDir, '<dataDir>'],
    [host.datastore, '<datastore>'],
    [join(host.dir, 'peers.json'), '<peersFile>'],
    [join(host.dir, 'endpoints.json'), '<endpointsFile>'],
    [join(host.dir, 'cache'), '/var/lib/cni'],
    [host.runDir, '/run/silk'],
    [join(host.dir, 'state'), '/var/lib/silk'],
  ];
}

/** The paths that docs/state.md names, as patterns; what ends in "/" is all that is below. */
function documentedPaths(): RegExp[] {
  const rows = tableRows(readFileSync(join(projectRoot, 'docs/state.md'), 'utf8'), '## All paths');
  const texts = rows.flatMap(([cell = '']) => codeTexts(cell)).filter((text) => /[/<]/.test(text));
  const paths = [
    '<datastore>',
    ...texts.map((text) => text.replace(/^\/etc\/silk\/(peers|endpoints).json$/, '<$1File>')),
  ];
  return paths.map((path) => {
    const folder = path.endsWith('/') ? '.*' : '';
    const [places = '', rest = ''] = /^(<\w+>)?(.*)$/.exec(path)?.slice(1) ?? [];
    return new RegExp(`^${places}${rest.replaceAll('.', '\\.').replace(/<\w+>/g, '[^/]+')}${folder}$`);
  });
}

/** The paths in a trace that are made or written, in that page's words: no directories above others, nothing of the kernel's own. */
function writtenPaths(host: Host, trace: string): string[] {
  const lines = trace.split('\n').filter((line) => {
    // What is bound to a link has its name.
    return !/AF_PACKET/.test(line) && (!/ open(at)?\(/.test(line) || /O_CREAT|O_WRONLY|O_RDWR/.test(line));
  });
  // Of two paths, the second is the new one; of a symbolic link the first is no path.
  const paths = lines.flatMap((line) => [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1] ?? []);
  const made = paths.filter(
    (path) => !/^\/(proc|dev)\//.test(path) && !paths.some((one) => one.startsWith(`${path}/`)),
  );
  const inWords = made.map((path) =>
    placesOf(host).reduce(
      (words, [place, name]) => (words.startsWith(place) ? words.replace(place, name) : words),
      path,
    ),
  );
  return [...new Set(inWords)].sort();
}

test('every path that is written is in the table of docs/state.md, and nothing else is written', async () => {
  const host = new Host();
  host.addUplink();
  const trace = join(host.dir, 'trace');
  const wrapper = [
    installed('/usr/bin/strace', 'strace'),
    '-f',
    '-A',
    '-s',
    '999',
    '-o',
    trace,
    '-e',
    `trace=${calls}`,
  ];
  const container = host.addContainer();
  const plugin = (program: string, command: string, config: JsonObject) => {
    const outcome = callPlugin(host, program, { command, ...attachmentCall(container), config, wrapper });
    expect(outcome).toMatchObject({ code: 0 });
    return { ...config, prevResult: outcome.json ?? {} };
  };
  const added = plugin(silkCni, 'ADD', silkNetwork(host));
  plugin(silkVtep, 'ADD', vtepNetwork(host, { peers: [], prevResult: added.prevResult }));
  plugin(silkCni, 'CHECK', added);
  plugin(silkCni, 'DEL', added);
  plugin(silkCni, 'GC', { ...silkNetwork(host), 'cni.dev/valid-attachments': [] });

  host.write('net.d/10.conf', JSON.stringify(silkNetwork(host)));
  const byHand = (...argv: string[]) => expect(host.run([...wrapper, silk, ...argv])).toMatchObject({ code: 0 });
  const dirs = ['--conf-dir', join(host.dir, 'net.d'), '--cache-dir', join(host.dir, 'cache'), '--plugin-dir', binDir];
  for (const command of ['add', 'del']) byHand('cni', command, 'blue', container.netns, ...dirs);
  const files = ['--peers-file', join(host.dir, 'peers.json'), '--run-dir', host.runDir];
  byHand('peer', 'add', '10.255.60.0/24', '192.168.77.60', ...files);
  byHand('peer', 'remove', '10.255.60.0/24', ...files);
  byHand('vtep', 'down', '--run-dir', host.runDir);
  const segment = ['--endpoints-file', join(host.dir, 'endpoints.json'), '--run-dir', host.runDir];
  const endpoint = ['--ip', '10.0.10.11', '--mac', '02:42:00:00:00:0b', '--underlay', '192.168.77.9'];
  byHand('segment', 'create', 'br0', '--vni', '42', ...segment);
  byHand('endpoint', 'add', 'br0', ...endpoint, ...segment);
  byHand('segment', 'attach', 'br0', '--netns', container.netns, '--ip', '10.0.10.10/24');
  byHand('segment', 'detach', 'br0', '--netns', container.netns);
  byHand('segment', 'delete', 'br0', '--run-dir', host.runDir);
  const ipam = { type: 'silk-ipam', subnet: '10.0.10.0/24' };
  for (const command of ['ADD', 'DEL']) plugin(silkBridge, command, bridgeNetwork(host, { name: 'green', ipam }));
  await runDaemon(host, wrapper);
  await runSegmentDaemon(host, wrapper);

  const documented = documentedPaths();
  const written = writtenPaths(host, readFileSync(trace, 'utf8'));
  const unknown = written.filter((path) => !documented.some((pattern) => pattern.test(path)));
  expect(unknown).toEqual([]);
  const unseen = documented.filter((pattern) => !written.some((path) => pattern.test(path)));
  expect(unseen).toEqual([]);
});

/** With a lease from etcd, until it has told where the host is. */
async function runDaemon(host: Host, wrapper: readonly string[]): Promise<void> {
  const etcd = await startEtcd(host);
  const config = { Network: '10.255.0.0/16', SubnetLen: 24, Backend: { Type: 'vxlan', VNI: 1 } };
  etcd.etcdctl('put', '/coreos.com/network/config', JSON.stringify(config));
  const silkd = new Silkd(host, {
    source: 'etcd',
    etcd: { endpoints: [etcd.endpoint] },
    ...{ overlayNetwork: undefined, subnet: undefined, peersFile: undefined },
    subnetFile: join(host.runDir, 'subnet.env'),
  });
  await silkd.start(wrapper);
  expect((await silkd.stop()).code).toBe(0);
}

/** With a LAN, and a gobgpd that knows of nobody: what was learned of others before holds. */
async function runSegmentDaemon(host: Host, wrapper: readonly string[]): Promise<void> {
  const gobgpd = new Gobgpd(host, ['--rr', '192.168.77.9']);
  await gobgpd.start();
  host.exec('ip', 'link', 'add', 'lan0', 'type', 'veth', 'peer', 'name', 'lan0-peer');
  // In another layout than silkd's.
  const learned = { endpoints: [{ vni: 42, underlay: '192.168.77.9' }] };
  writeFileSync(learnedEndpointsPath(host.runDir), JSON.stringify(learned));
  const segments = [{ vni: 42, bridge: 'br0', lanPorts: ['lan0'] }];
  const { silkd } = new SegmentDaemon(host, { segments, evpn: { asn, address: gobgpd.address } });
  silkd.configure();
  await silkd.start(wrapper);
  await until('the file', () => existsSync(announcedPath(host.runDir)));
  expect((await silkd.stop()).code).toBe(0);
}
