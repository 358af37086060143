import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, enter } from '../../support/host.ts';
import { sendOverTcp } from '../../support/netcat.ts';
import { type HostNumbers, type OverlayContainer, OverlayNetwork } from '../../support/overlay-network.ts';
import { capture } from '../../support/packet-capture.ts';
import { type Outcome, run } from '../../support/run.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

function ping(from: OverlayContainer, to: string, ...words: readonly string[]): Outcome {
  return run([...enter(from.netns), 'ping', '-n', '-c', '1', '-W', '2', ...words, to]);
}

describe.each<{ name: string; numbers: HostNumbers }>([
  { name: 'two hosts', numbers: [144, 138] },
  { name: 'three hosts', numbers: [144, 138, 32] },
])('between $name', ({ numbers }) => {
  let network: OverlayNetwork;
  let pairs: { from: OverlayContainer; to: OverlayContainer }[];

  beforeEach(() => {
    network = new OverlayNetwork(numbers);
    const containers = network.hosts.map((of) => network.addContainer(of));
    pairs = containers.flatMap((from) => containers.filter((to) => to !== from).map((to) => ({ from, to })));
  });

  test('every container reaches every other by ping, and is answered from its own address', () => {
    const answers = pairs.map(({ from, to }) => ping(from, to.ip).stdout);
    expect(answers).toEqual(
      pairs.map(({ to }) => expect.stringContaining(`64 bytes from ${to.ip}: icmp_seq=1 ttl=62`)),
    );
  });

  test('every container reaches every other by TCP, with text both ways', async () => {
    const said = (n: number) => `hello from container ${n}\n`;
    const answers: string[] = [];
    for (const [n, { from, to }] of pairs.entries()) {
      const { host } = network.hosts[0];
      const file = host.write('hello', said(n));
      answers.push(await sendOverTcp(host, { from, to, port: 9999, program: 'cat', file }));
    }
    expect(answers).toEqual(pairs.map((_, n) => said(n)));
  });

  test('hosts reach the containers and the VTEPs of others', () => {
    const { host } = network.hosts[0];
    const others = [...network.hosts.slice(1).map(({ overlayIp }) => overlayIp), ...pairs.map(({ to }) => to.ip)];
    const reached = others.map((ip) => host.run(['ping', '-n', '-c', '1', '-W', '2', ip]).code);
    expect(reached).toEqual(others.map(() => 0));
  });
});

describe('between containers on two hosts', () => {
  let network: OverlayNetwork;
  let from: OverlayContainer;
  let to: OverlayContainer;

  beforeEach(() => {
    network = new OverlayNetwork([144, 138]);
    from = network.addContainer(network.hosts[0]);
    to = network.addContainer(network.hosts[1]);
  });

  test.each([
    { name: '1,400 bytes of payload fit', payload: 1400, arrives: true },
    { name: 'a packet of the MTU fits: 1,450 bytes with its headers', payload: 1422, arrives: true },
    { name: 'one byte more does not fit', payload: 1423, arrives: false },
  ])('$name where nothing may be fragmented', ({ payload, arrives }) => {
    const outcome = ping(from, to.ip, '-M', 'do', '-s', `${payload}`);
    expect(outcome.code === 0).toBe(arrives);
    if (!arrives) expect(outcome.stdout + outcome.stderr).toMatch(/message too long, mtu=1450/);
  });

  test('3,000 bytes of payload arrive in three fragments, and none of the outer packets is fragmented', async () => {
    const { host } = network.hosts[1];
    const place = { netns: host.netns, device: 'eth0', filter: 'udp dst port 4789 or ip[6:2] & 0x1fff != 0' };
    const ears = await capture(host, place);
    expect(ping(from, to.ip, '-M', 'dont', '-s', '3000').stdout).toContain(`3008 bytes from ${to.ip}`);
    const outer = (await ears.stop())
      .flatMap(({ ipv4 }) => ipv4 ?? [])
      .filter(({ source }) => source === '10.244.0.144');
    const inner = outer.flatMap(({ udp }) => udp?.vxlan?.inner.ipv4 ?? []);
    expect(outer.map(({ moreFragments, fragmentOffset }) => [moreFragments, fragmentOffset])).toEqual([
      [false, 0],
      [false, 0],
      [false, 0],
    ]);
    expect(inner.map(({ moreFragments, fragmentOffset }) => [moreFragments, fragmentOffset])).toEqual([
      [true, 0],
      [true, 1424],
      [false, 2848],
    ]);
  });

  test('a file of 100 MB arrives whole', async () => {
    const { host } = network.hosts[0];
    const file = join(host.dir, 'large');
    host.exec('dd', 'if=/dev/urandom', `of=${file}`, 'bs=1M', 'count=100', 'status=none');
    const [sum] = host.exec('sha256sum', file).split(' ');
    expect(await sendOverTcp(host, { from, to, port: 9999, program: 'sha256sum', file })).toBe(`${sum}  -\n`);
  });
});
