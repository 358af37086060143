import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho } from '../../support/box-image.ts';
import { ContainerdHost } from '../../support/containerd-host.ts';
import { nothingHeld } from '../../support/held.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Pod } from '../../support/pod.ts';
import { Underlay } from '../../support/underlay.ts';
import { untilNoError } from '../../support/wait.ts';

jest.setTimeout(60_000);

const peers = [144, 138].map((number) => ({ subnet: `10.255.${number}.0/24`, underlay: `10.244.0.${number}` }));

let hosts: readonly ContainerdHost[];

beforeEach(() => {
  const underlay = new Underlay();
  hosts = [144, 138].map((number) => {
    const host = underlay.addHost({ ip: `10.244.0.${number}/16` });
    return new ContainerdHost(host, { file: 'silk-vtep-portmap.conflist', subnet: `10.255.${number}.0/24`, peers });
  });
});

afterEach(() => expectNothingLeft(...hosts));

test('a container of ctr and a pod on another host reach each other over VXLAN, and by a host port, which goes with the pod', async () => {
  const [a, b] = hosts;
  if (a === undefined || b === undefined) throw new Error('no hosts');
  const [, cri] = await Promise.all([a.start(), b.startCri()]);
  const container = await a.startSleeping('asker');
  const pod = await Pod.run(cri, { name: 'web', cgroup: b.cgroup, command: serveWho, hostPort: [8080, 80] });
  await untilNoError('the server', () => pod.exec(...askingWho('127.0.0.1')));

  // Each is seen with its own address.
  expect((await pod.status()).ip).toBe('10.255.138.2');
  expect(a.execIn('asker', ...askingWho('10.255.138.2'))).toBe('10.255.144.2\n');
  await pod.exec('ping', '-c1', '-W2', '10.255.144.2');
  expect(a.at.host.exec('ip', 'route', 'get', '10.255.138.2')).toContain('via 10.255.138.0 dev silk-vtep');

  const { host } = b.at;
  expect(host.exec(...askingWho('10.244.0.138:8080'))).toBe('10.244.0.138\n');
  expect(host.exec(...askingWho('127.0.0.1:8080'))).toBe('10.244.0.138\n');
  expect(a.at.host.exec(...askingWho('10.244.0.138:8080'))).toBe('10.244.0.144\n');
  expect(a.execIn('asker', ...askingWho('10.244.0.138:8080'))).toBe('10.255.144.2\n');
  expect(await pod.exec(...askingWho('10.244.0.138:8080'))).toBe('10.244.0.138\n');
  expect(host.exec('iptables', '-t', 'nat', '-S')).toContain('--dport 8080 -j DNAT --to-destination 10.255.138.2:80');

  a.at.host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
  expect(a.tryExecIn('asker', 'ping', '-c1', '-W1', '10.255.138.2').code).not.toBe(0);
  await pod.stop();
  expect(host.exec('iptables', '-t', 'nat', '-S')).not.toContain('8080');
  expect(host.run(askingWho('10.244.0.138:8080')).stderr).toContain('Connection refused');
  a.containerd.ctr('task', 'kill', '--signal', 'SIGKILL', 'asker');
  await container.ended;
  await pod.remove();
  for (const one of hosts) expect(one.held).toEqual(nothingHeld);
});
