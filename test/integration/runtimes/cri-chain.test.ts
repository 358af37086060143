import { afterEach, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho } from '../../support/box-image.ts';
import { chainHoldings, nothingChained } from '../../support/chain-scene.ts';
import { ContainerdHost } from '../../support/containerd-host.ts';
import { nothingHeld } from '../../support/held.ts';
import { Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { datastore } from '../../support/leftovers.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Pod } from '../../support/pod.ts';
import { recordCalls } from '../../support/recorded-plugin.ts';
import { untilNoError } from '../../support/wait.ts';

jest.setTimeout(30_000);
afterEach(() => expectNothingLeft(scene));

let scene: ContainerdHost;

const annotations = { 'kubernetes.io/ingress-bandwidth': '8M', 'kubernetes.io/egress-bandwidth': '16M' };

test("containerd's CRI with silk-chain.conflist: host port, bandwidth, dns and the pod's name arrive; nothing is held after DEL", async () => {
  const host = new Host();
  host.addUplink();
  scene = new ContainerdHost(host, { file: 'silk-chain.conflist' });
  const { at } = scene.containerd;
  const cri = await scene.startCri();
  const calls = recordCalls(at, 'silk-cni');
  const cgroup = host.name;
  const silent = await Pod.run(cri, { name: 'silent', cgroup, dns: { servers: [], searches: [], options: [] } });
  const dns = { servers: ['10.0.0.53'], searches: ['apps.internal'], options: [] };
  const pod = await Pod.run(cri, { name: 'web', cgroup, hostPort: [8080, 80], command: serveWho, annotations, dns });

  const ask = askingWho('192.168.77.2:8080');
  await untilNoError('the server', async () => expect(host.exec(...ask)).toBe('192.168.77.2\n'));
  const { queues } = chainHoldings(host);
  expect(queues.join('\n')).toMatch(/tbf .* dev s-010255030003 .* rate 8Mbit .*\n.*tbf .* dev bwp.* rate 16Mbit/s);
  expect(host.exec('iptables', '-S', 'CNI-FORWARD')).toContain('-A CNI-FORWARD -s 10.255.30.3/32 -j ACCEPT');
  expect(await pod.exec('cat', '/proc/sys/net/core/somaxconn')).toBe('500\n');

  const [first, second] = calls();
  expect(dig(first?.config, 'runtimeConfig', 'dns')).toEqual({ Servers: null, Searches: null, Options: null });
  expect(dig(second?.config, 'runtimeConfig', 'dns')).toEqual({
    Servers: ['10.0.0.53'],
    Searches: ['apps.internal'],
    Options: null,
  });
  const result = (one: Pod) => JSON.parse(at.exec('cat', `/var/lib/cni/results/silk-${one.id}-eth0`)).result;
  expect(result(silent).dns).toEqual({});
  expect(result(pod).dns).toEqual({ nameservers: ['10.0.0.53'], search: ['apps.internal'] });
  const store = at.file('/var/lib/silk/store.json');
  expect(Object.values(datastore(host, store))).toContainEqual(
    expect.objectContaining({
      ip: '10.255.30.3',
      metadata: { pod: { namespace: 'default', name: 'web', uid: 'uid-of-web' } },
    }),
  );

  // The same port of the host: the first has it, and then the other.
  const late = await Pod.run(cri, { name: 'late', cgroup, hostPort: [8080, 80], command: serveWho });
  expect(host.exec(...ask)).toBe('192.168.77.2\n');
  const leadsTo = (ip: string) =>
    host.exec('iptables', '-t', 'nat', '-S').includes(`--dport 8080 -j DNAT --to-destination ${ip}:80`);
  expect([leadsTo('10.255.30.3'), leadsTo('10.255.30.4')]).toEqual([true, true]);
  await pod.stop();
  expect([leadsTo('10.255.30.3'), leadsTo('10.255.30.4')]).toEqual([false, true]);
  await untilNoError('the other server', async () => expect(host.exec(...ask)).toBe('192.168.77.2\n'));

  for (const one of [silent, pod, late]) {
    await one.stop();
    await one.remove();
  }
  expect(chainHoldings(host)).toEqual(nothingChained);
  expect(scene.held).toEqual(nothingHeld);
  expect(datastore(host, store)).toEqual({});
});
