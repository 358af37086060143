import { afterEach, expect, jest, test } from '@jest/globals';
import { attach, comeBackSeconds, EvpnNetwork, untilContent, untilHeld, wayTo } from '../../support/evpn-network.ts';
import { disposeHosts, enter, inContainer } from '../../support/host.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const allThere = { route: true, neighbour: true, fdb: true };

test('hosts learn of each other by a reflector; killed daemons and reflectors cost no packet; who leaves goes', async () => {
  const network = new EvpnNetwork();
  const evpn = { withdrawGuard: { graceSeconds: comeBackSeconds } };
  const hosts = [network.addHost(32, evpn), network.addHost(48, evpn), network.addHost(64, evpn)] as const;
  const [a, b, c] = hosts;
  await network.start(hosts);
  for (const one of hosts) {
    for (const other of hosts) if (one !== other) expect(wayTo(one, other)).toEqual(allThere);
    expect(one.silkd.status()).toMatchObject({ problems: [], ready: true, source: { kind: 'evpn' } });
  }
  const containers = hosts.map((host) => attach(host));
  const [fromA, onB, onC] = containers;
  for (const from of containers) {
    for (const to of containers) if (from !== to) inContainer(from.container, 'ping', '-c', '1', '-W', '2', to.ip);
  }
  if (fromA === undefined || onB === undefined || onC === undefined) throw new Error('no container');

  // What has been said is not said again, and what has been heard not looked at.
  const rounds = () => a.silkd.metric('silkd_converge_duration_seconds_count') ?? Number.NaN;
  const before = rounds();
  await sleep(1000);
  expect(rounds() - before).toBeLessThan(3);
  const monitors = hosts.map(({ host }) => host.start(['ip', 'monitor', 'route', 'neigh', 'dev', 'silk-vtep']));
  const pings = [onB, onC].map(({ ip }) => {
    return a.host.start([...enter(fromA.container.netns), 'ping', '-i', '0.1', '-W', '1', '-w', '60', ip]);
  });

  // The daemon of one host.
  await a.gobgpd.kill();
  await a.silkd.until('the problem', () => a.silkd.get('/status').text.includes('UNAVAILABLE'));
  await a.gobgpd.start();
  await a.silkd.until('the own route', () => a.gobgpd.routes().includes(a.route));
  await until('the route at the reflector', () => network.reflector.routes().includes(a.route), 20_000);
  await untilContent(a);

  // The reflector, for longer than anybody waits for it.
  await network.reflector.kill();
  await a.silkd.until('the problem', () => a.silkd.get('/status').text.includes('no session'));
  await sleep(1000);
  await network.reflector.start();
  for (const one of hosts) await untilContent(one);

  for (const one of hosts) for (const other of hosts) if (one !== other) expect(wayTo(one, other)).toEqual(allThere);
  for (const ping of pings) {
    ping.child.kill('SIGINT');
    expect((await ping.ended).stdout).toContain(' 0% packet loss');
  }
  for (const monitor of monitors) {
    monitor.child.kill();
    expect((await monitor.ended).stdout).toBe('');
  }

  // A host leaves for good.
  await c.silkd.stop();
  c.gobgpd.prefix('del', c.subnet, 'etag', '0', 'label', '1', 'rd', '10.244.0.64:1', 'rt', '64512:1', 'encap', 'vxlan');
  for (const { silkd } of [a, b]) await untilHeld(silkd, 1);
  expect(wayTo(a, b)).toEqual(allThere);
  expect(wayTo(a, c)).toEqual({ route: false, neighbour: false, fdb: false });
});
