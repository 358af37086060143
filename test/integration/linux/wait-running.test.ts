import { spawn } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { getLink } from '../../../src/linux/rtnetlink/link.ts';
import { waitRunning } from '../../../src/linux/rtnetlink/wait-running.ts';
import { disposeHosts, Host } from '../../support/host.ts';

afterEach(disposeHosts);

test('waitRunning() is over when the kernel says that a link carries frames, and else says why not', () => {
  const host = new Host();
  for (const line of ['add br0 type bridge', 'set br0 up', 'add p0 up master br0 type veth peer name p1'])
    host.exec('ip', 'link', ...line.split(' '));
  using netns = openNetns(host.netns);
  using socket = NetlinkSocket.open(netns);
  const index = getLink(socket, 'p0')?.index ?? 0;
  expect(() => waitRunning(socket, index, 50)).toThrow('Cannot wait for link p0: found it not up after 50 ms');
  spawn('ip', ['netns', 'exec', host.name, 'sh', '-c', 'sleep 0.2; ip link set p1 up']);
  const beganMs = performance.now();
  waitRunning(socket, index);
  expect(performance.now() - beganMs).toBeGreaterThan(100);
  expect(host.exec('bridge', 'link', 'show', 'dev', 'p0')).toContain('state forwarding');
  host.exec('ip', 'link', 'del', 'p0');
  expect(() => waitRunning(socket, index)).toThrow('found it gone');
});
