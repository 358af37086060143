import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ContainerdHost } from '../../support/containerd-host.ts';
import type { Cri } from '../../support/cri.ts';
import { nothingHeld } from '../../support/held.ts';
import { Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Pod, sandboxConfig } from '../../support/pod.ts';
import { delayAdd, type RecordedCall, recordCalls } from '../../support/recorded-plugin.ts';
import { entriesBelow } from '../../support/tree.ts';
import { sleep, until, untilNoError } from '../../support/wait.ts';

jest.setTimeout(30_000);

let host: Host;
let scene: ContainerdHost;
let cri: Cri;

beforeEach(async () => {
  host = new Host();
  host.addUplink();
  scene = new ContainerdHost(host);
  cri = await scene.startCri();
});

afterEach(() => expectNothingLeft(scene));

function runPod(name: string): Promise<Pod> {
  return Pod.run(cri, { name, cgroup: host.name });
}

/** What differs between the DELs that one pod gets. */
function seen({ command, variables, config }: RecordedCall) {
  return { command, netns: variables['CNI_NETNS'] !== '', prevResult: config['prevResult'] !== undefined };
}

describe("containerd's CRI with silk-cni and silk-vtep:", () => {
  test('a network that is written is taken at once; one that is moved to its place is not', async () => {
    const { at } = scene.containerd;
    const isReady = async () => dig(await cri.runtime('Status', {}), 'status', 'conditions', 1, 'status');
    const path = at.file('/etc/cni/net.d/20-silk-vtep.conflist');
    const elsewhere = at.file('/etc/elsewhere');
    renameSync(path, elsewhere);
    await untilNoError('no network', async () => expect(await isReady()).toBe(false));
    await expect(runPod('web')).rejects.toThrow('cni plugin not initialized');
    renameSync(elsewhere, path);
    await sleep(300);
    expect(await isReady()).toBe(false);
    writeFileSync(path, readFileSync(path));
    await untilNoError('a network', async () => expect(await isReady()).toBe(true));
    await runPod('next');
  });

  test('all is ready, a pod has its link, address and default route, and reaches the others, one of which is removed', async () => {
    const status = await cri.runtime('Status', {});
    expect(dig(status, 'status', 'conditions')).toEqual([
      expect.objectContaining({ type: 'RuntimeReady', status: true }),
      expect.objectContaining({ type: 'NetworkReady', status: true }),
    ]);
    const pod = await runPod('a');
    expect(await pod.status()).toEqual({ state: 'SANDBOX_READY', ip: '10.255.30.2' });
    expect(scene.held).toMatchObject({ links: ['s-010255030002'], reserved: ['10.255.30.2'] });
    expect(await pod.exec('ip', '-o', 'addr', 'show', 'dev', 'eth0')).toContain('inet 10.255.30.2 peer 169.254.0.1/32');
    expect(await pod.exec('ip', 'route')).toContain('default via 169.254.0.1 dev eth0  src 10.255.30.2');
    await pod.exec('ping', '-c1', '-W2', '127.0.0.1');
    host.exec('ping', '-c1', '-W2', '10.255.30.2');

    const pods = [pod, ...(await Promise.all(['b', 'c', 'd'].map(runPod)))];
    const ips = await Promise.all(pods.map(async (pod) => (await pod.status()).ip));
    expect(ips.toSorted()).toEqual(['10.255.30.2', '10.255.30.3', '10.255.30.4', '10.255.30.5']);
    const [, b, , d] = pods;
    for (const ip of ips) await pod.exec('ping', '-c1', '-W2', ip);
    await d?.remove();
    await b?.exec('ping', '-c1', '-W2', ips[0] ?? '');
    expect(scene.held.reserved).toHaveLength(3);
  });

  test('StopPodSandbox and RemovePodSandbox send two DELs, with the pod in CNI_ARGS, and nothing is held', async () => {
    const calls = recordCalls(scene.containerd.at, 'silk-cni');
    const pod = await runPod('web');
    await pod.stop();
    expect(scene.held).toEqual(nothingHeld);
    expect((await pod.status()).state).toBe('SANDBOX_NOTREADY');
    await pod.stop();
    await pod.remove();
    expect(calls().map(seen)).toEqual([
      { command: 'ADD', netns: true, prevResult: false },
      { command: 'DEL', netns: true, prevResult: true },
      { command: 'DEL', netns: false, prevResult: false },
      { command: 'DEL', netns: false, prevResult: false },
    ]);
    for (const { variables } of calls()) {
      const words = ['IgnoreUnknown=1', 'K8S_POD_NAMESPACE=default', 'K8S_POD_NAME=web', 'K8S_POD_UID=uid-of-web'];
      const given = (variables['CNI_ARGS'] ?? '').split(';').toSorted();
      expect(given).toEqual([...words, `K8S_POD_INFRA_CONTAINER_ID=${pod.id}`].toSorted());
    }
    expect(scene.held).toEqual(nothingHeld);
  });

  test('RunPodSandbox fails with the reason of the plugin that refuses, or is cancelled, and nothing is held', async () => {
    const calls = recordCalls(scene.containerd.at, 'silk-cni');
    scene.containerd.at.write('/etc/silk/peers.json', '{"peers":[{"subnet":"10.255.48.0/24"}]}');
    await expect(runPod('web')).rejects.toThrow('plugin type="silk-vtep" failed (add): ');
    expect(calls().map(({ command }) => command)).toEqual(['ADD', 'DEL']);
    expect(scene.held).toEqual(nothingHeld);
    scene.containerd.at.write('/etc/silk/peers.json', '{"peers":[]}');

    // And kubelet waits no longer for a pod whose ADD is slow.
    const hasBegun = delayAdd(scene.at, 'silk-vtep');
    const waiting = new AbortController();
    const config = sandboxConfig({ name: 'slow', cgroup: host.name });
    const failing = cri.runtime('RunPodSandbox', { config }, waiting.signal).catch(String);
    await until('silk-cni to have added', hasBegun);
    waiting.abort();
    expect(await failing).toContain('RunPodSandbox: Cancelled');
    await untilNoError('its DEL', async () =>
      expect(calls().slice(2).map(seen)).toMatchObject([{ command: 'ADD' }, { command: 'DEL', netns: true }]),
    );
    await untilNoError('the end', async () => expect(scene.held).toEqual(nothingHeld));
    await runPod('web');
  });
});

describe('containerd is restarted:', () => {
  test('pods go on without it, are known to it afterwards, and release everything', async () => {
    const [one, two] = [await runPod('one'), await runPod('two')];
    await scene.containerd.stop();
    host.exec('ping', '-c1', '-W2', '10.255.30.2');
    await scene.startAgain(cri);
    expect(await two.status()).toEqual({ state: 'SANDBOX_READY', ip: '10.255.30.3' });
    await one.exec('ping', '-c1', '-W2', '10.255.30.3');
    const three = await runPod('three');
    expect((await three.status()).ip).toBe('10.255.30.4');
    for (const pod of [one, two, three]) await pod.remove();
    expect(scene.held).toEqual(nothingHeld);
  });

  test('pods whose namespaces vanished meanwhile, of one the cached result as well, still release everything', async () => {
    const calls = recordCalls(scene.containerd.at, 'silk-cni');
    const pods = [await runPod('one'), await runPod('two')] as const;
    await scene.containerd.stop();
    endWithNamespaces(pods);
    const [one, two] = pods;
    rmSync(scene.at.file(`/var/lib/cni/results/silk-${two.id}-eth0`));
    await scene.startAgain(cri);
    expect((await one.status()).state).toBe('SANDBOX_NOTREADY');
    for (const pod of pods) await pod.stop();
    expect(scene.held).toEqual(nothingHeld);
    expect(calls().slice(2).map(seen)).toEqual([
      { command: 'DEL', netns: false, prevResult: true },
      { command: 'DEL', netns: false, prevResult: false },
    ]);
    for (const pod of pods) await pod.remove();
    expect((await (await runPod('next')).status()).ip).toBe('10.255.30.4');
  });
});

describe('a pod ends by itself:', () => {
  test('its first process, or its shim, is killed: it is not ready, and releases everything when it is removed', async () => {
    const [one, two, three] = await Promise.all([runPod('one'), runPod('two'), runPod('three')]);
    const { at } = scene.containerd;
    at.exec('kill', '-KILL', firstProcess(one));
    at.exec('kill', '-KILL', shim(two));
    for (const pod of [one, two]) {
      await untilNoError('its end', async () => expect((await pod.status()).state).toBe('SANDBOX_NOTREADY'));
    }
    expect(scene.held.reserved).toHaveLength(3);
    for (const pod of [one, two]) await pod.remove();
    expect(scene.held.reserved).toEqual([(await three.status()).ip]);
    await three.exec('ping', '-c1', '-W2', '192.168.77.2');
  });
});

describe('containerd is killed:', () => {
  test.each([
    { name: 'in the middle of an ADD', delay: () => delayAdd(scene.at, 'silk-vtep'), prevResult: false },
    { name: 'between the ADD and the start', delay: delayStart, prevResult: true },
  ])(
    '$name: it knows the pod when it is back, whose StopPodSandbox releases everything',
    async ({ delay, prevResult }) => {
      const hasBegun = delay();
      const calls = recordCalls(scene.containerd.at, 'silk-cni');
      const failing = runPod('web').catch(String);
      await until('silk-cni to have added', hasBegun);
      await scene.containerd.stop('KILL');
      const id = scene.held.claims[0]?.split(':')[0];
      expect(await failing).toMatch(/^Error: RunPodSandbox: /);
      await scene.startAgain(cri);
      expect(scene.held.reserved).toEqual(['10.255.30.2']);
      await cri.runtime('StopPodSandbox', { pod_sandbox_id: id });
      await cri.runtime('RemovePodSandbox', { pod_sandbox_id: id });
      expect(calls().map(seen)).toEqual([
        { command: 'ADD', netns: true, prevResult: false },
        { command: 'DEL', netns: true, prevResult },
        { command: 'DEL', netns: false, prevResult: false },
      ]);
      expect(scene.held).toEqual(nothingHeld);
      expect((await (await runPod('web')).status()).ip).toBe('10.255.30.3');
    },
  );
});

/** Makes runc wait for a second before it makes a container. Returns what says whether one has waited, or waits. */
function delayStart(): () => boolean {
  const { at } = scene;
  const wait = 'case " $* " in *" create "*) : > /run/began-runc; sleep 1 ;; esac';
  at.write('/run/slow/runc', `#!/bin/sh\n${wait}\nexec /usr/sbin/runc "$@"\n`, 0o755);
  at.exec('mount', '--bind', '/run/slow', '/usr/local/sbin');
  return () => existsSync(at.file('/run/began-runc'));
}

function firstProcess({ id }: Pod): string {
  return scene.at.exec('cat', `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/init.pid`);
}

function shim({ id }: Pod): string {
  return scene.at.exec('pgrep', '-f', `^/usr/bin/containerd-shim-runc-v2 .* -id ${id} `).trim();
}

/** Kills all processes of all pods and takes their network namespaces away, as a reboot does. */
function endWithNamespaces(pods: readonly Pod[]): void {
  // The other processes of a pod end with its first one.
  for (const pod of pods) scene.at.exec('kill', '-KILL', firstProcess(pod));
  for (const name of entriesBelow(scene.at.file('/run/netns'))) {
    scene.at.exec('umount', `/run/netns/${name}`);
    scene.at.exec('rm', `/run/netns/${name}`);
  }
}
