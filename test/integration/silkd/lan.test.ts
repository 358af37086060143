import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host, inContainer } from '../../support/host.ts';
import { gateway, Lan, lanPort } from '../../support/lan.ts';
import { SegmentDaemon } from '../../support/segment-daemon.ts';
import { pingFrom } from '../../support/segment-hosts.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const mac = '02:00:00:00:00:0a';
const learned = { mac, ip: '10.0.10.20', learned: true };

test('silkd learns who is on a LAN, knows it after a restart, and says what is wrong with the port', async () => {
  const host = new Host();
  host.addUplink();
  const lan = new Lan(host);
  const machine = lan.addMachine(mac, '10.0.10.20');
  const segment = { vni: 42, bridge: 'br0', gateway, lanPorts: [lanPort] };
  const daemon = new SegmentDaemon(host, { intervalSeconds: 3600, segments: [segment] });
  const { silkd } = daemon;
  daemon.writeEndpoints();
  await silkd.start();
  const local = () => JSON.stringify(silkd.status()['segments']);
  const isKnown = () => local().includes(JSON.stringify([learned]));
  expect(pingFrom(machine, '10.0.10.1').code).toBe(0);
  await silkd.until('the machine', isKnown);
  const line = { vni: 42, ip: '10.0.10.20', mac, underlay: '192.168.77.2' };
  const file = join(host.runDir, 'lan-endpoints.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ endpoints: [line] });
  // Who only speaks on is no news.
  await sleep(500);
  const { rounds } = daemon;
  inContainer(machine, 'ip', 'neigh', 'flush', 'dev', 'eth0');
  expect(pingFrom(machine, '10.0.10.1', '-i', '0.1', '-c', '5').code).toBe(0);
  await sleep(500);
  expect(daemon.rounds).toBe(rounds);
  // The bridge still knows the machine, which says its address to nobody.
  await silkd.stop();
  expect(host.exec('ip', 'link', 'show', lanPort)).toContain('master br0');
  await silkd.start();
  await silkd.until('the machine after a restart', isKnown);
  lan.pull();
  await silkd.until('the problem', () => JSON.stringify(silkd.status()['problems']).includes(`LAN port ${lanPort}`));
  await silkd.until('the machine to be gone', () => local().includes('"local":[]'));
  lan.plugIn(host);
  pingFrom(machine, '10.0.10.1');
  await silkd.until('the machine to be back', isKnown);
  expect(silkd.status()['problems']).toEqual([]);
});

test('a namespace that is taken away ends, and with it the LAN in it', async () => {
  const host = new Host();
  host.addUplink();
  const overlay = `${host.name}-lan`;
  host.exec('ip', 'netns', 'add', overlay);
  host.onDispose(() => host.run(['ip', 'netns', 'del', overlay]));
  // Nobody is there, nor speaks: nothing else is a reason to write.
  host.exec('sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1');
  host.exec('ip', 'link', 'add', 'far', 'up', 'type', 'veth', 'peer', 'name', lanPort, 'netns', overlay);
  const segment = { vni: 42, bridge: 'br0', overlayNamespace: overlay, lanPorts: [lanPort] };
  const { silkd } = new SegmentDaemon(host, { intervalSeconds: 1, segments: [segment], endpointsFile: undefined });
  await silkd.start();
  expect(host.exec('ip', '-n', overlay, 'link', 'show', lanPort)).toContain('master br0');
  // What somebody has removed of its own is written anew.
  const file = join(host.runDir, 'lan-endpoints.json');
  rmSync(file);
  await until('the file', () => existsSync(file));
  host.exec('ip', 'netns', 'del', overlay);
  await until('the end of the LAN', () => host.run(['ip', 'link', 'show', 'far']).code === 1);
  expect(silkd.status()).toMatchObject({ problems: [{ what: 'segment br0' }], segments: { list: [{ local: [] }] } });
});
