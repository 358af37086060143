import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho, servingWho, writeWho } from '../../support/box-image.ts';
import { ContainerdHost } from '../../support/containerd-host.ts';
import type { Cri } from '../../support/cri.ts';
import { followPage, installExamples, pageBlocks, projectSeen } from '../../support/docs-page.ts';
import { pluginsOfOurs } from '../../support/full-host.ts';
import { FullHostServer } from '../../support/full-host-server.ts';
import { nothingHeld } from '../../support/held.ts';
import type { Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Pod, type PodOptions } from '../../support/pod.ts';
import { recordCalls } from '../../support/recorded-plugin.ts';
import { Underlay } from '../../support/underlay.ts';
import { vtepState } from '../../support/vtep-scene.ts';
import { untilNoError } from '../../support/wait.ts';

jest.setTimeout(60_000);

const [configure = '', restart, sync = ''] = pageBlocks('kubelet.md', 'sh', 'Configure');
const [template = ''] = pageBlocks('kubelet.md', 'sh', 'The podCIDR from kubelet');
const [withSilkd = '', beginWithSilkd] = pageBlocks('kubelet.md', 'sh', 'With silkd');
const [takeOut = '', endSilkd, takeOutWithSilkd = ''] = pageBlocks('kubelet.md', 'sh', 'To take a node out');

const config = '/etc/containerd/config.toml';
/** An address of no host, as a Service has it. */
const clusterIp = '10.96.0.80';

let underlay: Underlay;
let node: Host;
let outside: Host;
let scene: ContainerdHost;
const serviceRules: string[][] = [];
/** On other nodes. */
const others: ContainerdHost[] = [];

beforeEach(() => {
  underlay = new Underlay();
  node = underlay.addHost({ ip: '10.244.0.144/16' });
  outside = underlay.addHost({ ip: '10.244.0.7/16' });
  scene = new ContainerdHost(node);
  const { at } = scene.containerd;
  for (const path of ['/etc/cni', '/etc/silk']) rmSync(at.file(path), { recursive: true });
  installExamples(at);
  // What a machine without a registry needs is in it.
  cpSync(at.file(config), at.file(join(projectSeen, 'conf-examples/containerd.toml')));
});

afterEach(async () => {
  unserveService();
  await expectNothingLeft(scene, ...others.splice(0));
});

function follow(block: string): void {
  followPage(scene.containerd.at, block);
}

function runPod(cri: Cri, options: Omit<PodOptions, 'cgroup'>): Promise<Pod> {
  return Pod.run(cri, { cgroup: scene.cgroup, ...options });
}

async function networkReady(cri: Cri): Promise<unknown> {
  return dig(await cri.runtime('Status', {}), 'status', 'conditions', 1, 'status');
}

/** What kube-proxy has on the node for a Service of one endpoint, without its chains. */
function serveService(endpoint: string): void {
  const rule = ['-d', clusterIp, '-p', 'tcp', '--dport', '80', '-j', 'DNAT', '--to-destination', `${endpoint}:80`];
  for (const chain of ['PREROUTING', 'OUTPUT']) serviceRules.push([chain, ...rule]);
  for (const words of serviceRules) node.exec('iptables', '-t', 'nat', '-A', ...words);
}

/** Takes it away: it names a pod. */
function unserveService(): void {
  for (const rule of serviceRules.splice(0)) node.exec('iptables', '-t', 'nat', '-D', ...rule);
}

/** Starts a server on a host that knows nothing of the overlay, which answers likewise. */
async function serveOutside(): Promise<void> {
  const www = join(outside.dir, 'www');
  writeWho(www);
  outside.start(servingWho(www));
  await untilNoError('the server outside', async () => outside.exec(...askingWho('10.244.0.7')));
}

/** What the plugins of the network answer to STATUS, but for those of Debian, which have no answer. */
function status() {
  return scene.at.run([join(pluginsOfOurs, 'silk'), 'cni', 'status', 'silk']);
}

test('docs/kubelet.md: a node that is set up so runs pods, with what their manifests ask for', async () => {
  expect(restart).toBe('systemctl restart containerd kubelet\n');
  follow(configure);
  const calls = recordCalls(scene.containerd.at, 'silk-cni');
  const cri = await scene.startCri();
  expect(await networkReady(cri)).toBe(true);
  const web = await runPod(cri, {
    name: 'web',
    command: serveWho,
    hostPort: [8080, 80],
    labels: { app: 'web' },
    annotations: { 'kubernetes.io/ingress-bandwidth': '8M', 'kubernetes.io/egress-bandwidth': '16M' },
    dns: { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local'], options: ['ndots:5'] },
  });
  const asker = await runPod(cri, { name: 'asker' });
  await untilNoError('the server', () => web.exec(...askingWho('127.0.0.1')));

  expect((await web.status()).ip).toBe('10.255.144.2');
  expect(await web.exec('cat', '/etc/resolv.conf')).toBe(
    'search default.svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
  );
  const shaped = node.exec('tc', 'qdisc', 'show');
  expect(shaped).toMatch(/qdisc tbf .* dev s-010255144002 .* rate 8Mbit/);
  expect(shaped).toMatch(/qdisc tbf .* dev bwp\S+ .* rate 16Mbit/);
  const [add] = calls();
  expect(add?.variables['CNI_ARGS']?.split(';').toSorted()).toEqual([
    'IgnoreUnknown=1',
    `K8S_POD_INFRA_CONTAINER_ID=${web.id}`,
    'K8S_POD_NAME=web',
    'K8S_POD_NAMESPACE=default',
    'K8S_POD_UID=uid-of-web',
  ]);
  expect(JSON.stringify(add?.config)).not.toContain('runtimeConfig');

  const [, checkPod = ''] = pageBlocks('troubleshooting.md', 'sh');
  // Ours have nothing against it.
  expect(() => follow(checkPod.replaceAll('SANDBOX', asker.id))).toThrow('CHECK: bandwidth (plugin 4 of 4)');

  serveService('10.255.144.2');
  expect(await asker.exec(...askingWho(clusterIp))).toBe('10.255.144.3\n');
  expect(node.exec(...askingWho(clusterIp))).toBe('10.244.0.144\n');
  expect(outside.exec(...askingWho('10.244.0.144:8080'))).toBe('10.244.0.7\n');
  await serveOutside();
  expect(await asker.exec(...askingWho('10.244.0.7'))).toBe('10.244.0.144\n');
  node.exec('ip', 'route', 'del', '10.255.138.0/24');
  follow(sync);
  expect(vtepState(node).routes.join()).toContain('10.255.138.0/24 via 10.255.138.0');
  expect(status()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/: ready\nOlder than CNI 1\.1\.0, and not asked: portmap, bandwidth\.$/m),
  });
  node.exec('ip', 'link', 'set', 'silk-vtep', 'down');
  expect(status()).toMatchObject({ code: 1, stderr: expect.stringContaining('found down, wanted up') });

  for (const pod of [web, asker]) {
    await pod.stop();
    await pod.remove();
  }
  unserveService();
  expect(scene.held).toEqual(nothingHeld);
  expect(node.exec('iptables', '-t', 'nat', '-S')).not.toContain('8080');
  await scene.containerd.stop();
  follow(takeOut);
  expect(node.exec('ip', '-br', 'link')).not.toMatch(/silk-vtep|s-0|bwp|ifb/);
  expect(node.exec('nft', 'list', 'tables')).not.toContain('silk');
});

test('docs/kubelet.md: a Service whose pod is on another node sees the own address of the pod that calls it', async () => {
  follow(configure);
  const cri = await scene.startCri();
  const [subnet, file] = ['10.255.138.0/24', 'kubelet-node.conflist'];
  const peers = [{ subnet: '10.255.144.0/24', underlay: '10.244.0.144' }];
  const other = new ContainerdHost(underlay.addHost({ ip: '10.244.0.138/16' }), { file, subnet, peers });
  others.push(other);
  const web = await Pod.run(await other.startCri(), { name: 'web', cgroup: other.cgroup, command: serveWho });
  await untilNoError('the server', () => web.exec(...askingWho('127.0.0.1')));
  const asker = await runPod(cri, { name: 'asker' });
  serveService('10.255.138.2');
  expect(await asker.exec(...askingWho(clusterIp))).toBe('10.255.144.2\n');
});

test('docs/kubelet.md: with silkd the network says nothing of the node, and takes no pod while there is no subnet', async () => {
  expect(beginWithSilkd).toBe(`systemctl enable --now silkd\n${restart}`);
  follow(withSilkd);
  const { at } = scene.containerd;
  const hasSubnet = () => existsSync(at.file('/run/silk/subnet.env'));
  const silkd = new FullHostServer(at, 'silkd', join(pluginsOfOurs, 'silkd'));
  await silkd.start(hasSubnet);
  const cri = await scene.startCri();
  const pod = await runPod(cri, { name: 'web', command: serveWho, hostPort: [8080, 80] });
  expect((await pod.status()).ip).toBe('10.255.144.2');
  await serveOutside();
  expect(await pod.exec(...askingWho('10.244.0.7'))).toBe('10.244.0.144\n');
  expect(vtepState(node).routes.join()).toContain('10.255.138.0/24 via 10.255.138.0');
  expect(status().code).toBe(0);
  rmSync(at.file('/run/silk/subnet.env'));
  await expect(runPod(cri, { name: 'late' })).rejects.toThrow('/run/silk/subnet.env');
  expect(status()).toMatchObject({ code: 1, stderr: expect.stringContaining('(50 NOT_READY)') });
  await pod.exec('ping', '-c1', '-W2', '10.244.0.7');

  await pod.stop();
  await pod.remove();
  await scene.containerd.stop();
  expect(endSilkd).toBe('systemctl disable --now silkd\n');
  await silkd.stop();
  follow(takeOutWithSilkd);
  expect(node.exec('ip', '-br', 'link')).not.toMatch(/silk-vtep|s-0|bwp|ifb/);
  expect(node.exec('nft', 'list', 'tables')).not.toContain('silk');
  for (const path of ['/run/silk/subnet.env', '/var/lib/silk']) expect(existsSync(at.file(path))).toBe(false);
});

test("docs/kubelet.md: with the template, the node's network is that of the podCIDR that kubelet hands over", async () => {
  follow(template);
  const cri = await scene.startCri();
  expect(await networkReady(cri)).toBe(false);
  await cri.runtime('UpdateRuntimeConfig', { runtime_config: { network_config: { pod_cidr: '10.255.77.0/24' } } });
  expect(existsSync(scene.containerd.at.file('/etc/cni/net.d/10-containerd-net.conflist'))).toBe(true);
  await untilNoError('a network', async () => expect(await networkReady(cri)).toBe(true));
  await cri.runtime('UpdateRuntimeConfig', { runtime_config: { network_config: { pod_cidr: '10.255.78.0/24' } } });
  const pod = await runPod(cri, { name: 'web' });
  expect((await pod.status()).ip).toBe('10.255.77.2');
  expect(vtepState(node).addresses).toEqual(['inet 10.255.77.0/16 scope global silk-vtep']);
});
