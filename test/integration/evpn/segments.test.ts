import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { attachTo, EvpnSegment, untilKnown } from '../../support/evpn-segment.ts';
import { fileText } from '../../support/file-text.ts';
import { disposeHosts, enter, inContainer } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { sendOverTcp } from '../../support/netcat.ts';
import { capture } from '../../support/packet-capture.ts';
import { installed } from '../../support/project.ts';
import { pingFrom } from '../../support/segment-hosts.ts';
import { underlayDevice } from '../../support/underlay.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

test('containers of three hosts are one layer 2 by ADD alone; no question and no unknown frame crosses; DEL takes back', async () => {
  const segment = new EvpnSegment();
  const hosts = [20, 30, 40].map((n) => segment.addHost(n));
  await segment.start(hosts);
  const wires = await Promise.all(
    hosts.map(({ host }) => capture(host, { netns: host.netns, device: underlayDevice, filter: 'udp port 4789' })),
  );
  const attached = hosts.map((on) => attachTo(on));
  for (const [i, on] of hosts.entries()) {
    await untilKnown(
      on,
      attached.filter((_, k) => k !== i).map(({ ip }) => ip),
    );
  }
  for (const from of attached) {
    for (const to of attached) {
      if (from === to) continue;
      expect(pingFrom(from.container, to.ip).code).toBe(0);
      const file = hosts[0]?.host.write('sent', 'over TCP') ?? '';
      const ends = { from: from.container, to: { netns: to.container.netns, ip: to.ip } };
      const host = hosts[0]?.host;
      if (host === undefined) throw new Error('no host');
      expect(await sendOverTcp(host, { ...ends, port: 8080, program: 'cat', file })).toBe('over TCP');
    }
  }
  const [a, b] = attached;
  if (a === undefined || b === undefined) throw new Error('no container');
  // An address that nobody has, a MAC that nobody has, and all.
  inContainer(a.container, 'ip', 'neigh', 'add', '10.0.10.77', 'lladdr', '02:00:00:00:00:77', 'dev', 'eth0');
  expect(['10.0.10.88', '10.0.10.77'].map((ip) => pingFrom(a.container, ip).code)).toEqual([1, 1]);
  pingFrom(a.container, '10.0.10.255', '-b');
  const macs = new Set(attached.map(({ attachment }) => dig(attachment.result, 'interfaces', 2, 'mac')));
  for (const wire of wires) {
    const frames = await wire.stop((heard) => heard.length > 8);
    const inner = frames.flatMap(({ ipv4 }) => ipv4?.udp?.vxlan?.inner ?? []);
    expect([...new Set(inner.map(({ etherType }) => etherType))]).toEqual([0x0800]);
    expect(inner.filter(({ destinationMac }) => !macs.has(destinationMac))).toEqual([]);
  }

  // Silk-bridge needs nobody: what is attached while silkd is away is announced when it is back.
  const [first, second, third] = hosts;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no host');
  await first.silkd.stop('KILL');
  const late = attachTo(first);
  a.attachment.del();
  expect(pingFrom(b.container, late.ip).code).toBe(1);
  await first.silkd.start();
  for (const on of [second, third]) {
    await untilKnown(on, [late.ip]);
    await untilKnown(on, [a.ip], false);
  }
  expect(pingFrom(b.container, late.ip).code).toBe(0);
});

test('a container that moves to another host with its MAC keeps its connections', async () => {
  const segment = new EvpnSegment();
  const asked = { mac: '02:42:0a:00:0a:c8', ips: ['10.0.10.200'] };
  const range = { rangeStart: '10.0.10.200', rangeEnd: '10.0.10.209' };
  const [a, b, c] = [segment.addHost(20), segment.addHost(30, {}, range), segment.addHost(40, {}, range)];
  await segment.start([a, b, c]);
  const client = attachTo(a);
  const before = attachTo(b, asked);
  await untilKnown(a, [before.ip]);
  const received = join(segment.reflector.host.dir, 'received');
  const busybox = installed('/usr/bin/busybox', 'busybox-static');
  const host = segment.reflector.host;
  // Without an open input nc would end as soon as it has nothing to say.
  const listen = `mkfifo ${received}.in; exec timeout 60 ${busybox} nc -l -p 8080 <> ${received}.in > ${received}`;
  const server = host.start([...enter(before.container.netns), 'sh', '-c', listen]);
  await until('the listener', () => inContainer(before.container, 'ss', '-tln').includes(':8080'));
  const lines = 200;
  const count = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo $i; sleep 0.03; done | timeout 60 ${busybox} nc ${before.ip} 8080`;
  const sender = host.start([...enter(client.container.netns), 'sh', '-c', count]);
  const arrived = () => (fileText(received) ?? '').split('\n').slice(0, -1);
  await until('a part of it', () => arrived().length > 20);
  expect(arrived().length).toBeLessThan(lines);
  before.attachment.del();
  const after = attachTo(c, asked, before.container);
  await until('all of it', () => arrived().length >= lines, 30_000);
  expect(arrived()).toEqual(Array.from({ length: lines }, (_, i) => `${i + 1}`));
  server.child.kill('SIGTERM');
  await Promise.all([server.ended, sender.ended]);
  expect(after.ip).toBe(before.ip);
});
