import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { makeOfEarlierBoot } from '../support/earlier-boot.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { dig, type JsonObject } from '../support/json.ts';
import { networkDir } from '../support/leftovers.ts';
import { ipamNetwork, silkNetwork } from '../support/network.ts';
import { callPlugin, type PluginCall, type PluginOutcome } from '../support/plugin-call.ts';
import { silkIpam } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';
import { treeState } from '../support/tree.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function ipam(
  host: Host,
  command: string,
  containerId: string,
  config: JsonObject,
  over: PluginCall = {},
): PluginOutcome {
  const call = { command, containerId, netns: '/run/netns/none', ifname: 'eth0', config, ...over };
  return callPlugin(host, silkIpam, call);
}

/** The addresses of an ADD, with their prefix lengths; its error's code and text where it failed. */
function addresses(outcome: PluginOutcome): string[] {
  const ips = outcome.json?.['ips'];
  if (outcome.code !== 0 || !Array.isArray(ips)) return [`failed: ${outcome.error?.code} ${outcome.error?.msg}`];
  return ips.map((ip) => String(dig(ip, 'address')));
}

/** Adds `count` containers and returns their first addresses. */
function give(host: Host, config: JsonObject, count: number): string[] {
  return Array.from({ length: count }, (_, i) => addresses(ipam(host, 'ADD', `c${i}`, config))[0] ?? '');
}

describe('silk-ipam gives', () => {
  const none = { subnet: undefined };
  test.each([
    { name: 'the first after the gateway', over: {}, count: 2, wanted: ['10.1.2.2/24', '10.1.2.3/24'] },
    {
      name: 'those from rangeStart to rangeEnd, round',
      over: { rangeStart: '10.1.2.10', rangeEnd: '10.1.2.11' },
      count: 3,
      wanted: ['10.1.2.10/24', '10.1.2.11/24', expect.stringContaining('failed: 100')],
    },
    {
      name: 'no gateway of its own choosing',
      over: { subnet: '10.1.2.0/29', gateway: '10.1.2.3' },
      count: 6,
      wanted: [
        '10.1.2.1/29',
        '10.1.2.2/29',
        '10.1.2.4/29',
        '10.1.2.5/29',
        '10.1.2.6/29',
        expect.stringContaining('failed: 100'),
      ],
    },
    {
      name: 'no excluded one',
      over: { subnet: '10.1.2.0/28', exclude: ['10.1.2.2/31', '10.1.2.5/32', '10.1.2.8/29'] },
      count: 4,
      wanted: ['10.1.2.4/28', '10.1.2.6/28', '10.1.2.7/28', expect.stringContaining('failed: 100')],
    },
    {
      name: 'both of a /31',
      over: { subnet: '10.1.2.0/31', gateway: '10.9.9.9' },
      count: 2,
      wanted: ['10.1.2.0/31', '10.1.2.1/31'],
    },
    {
      name: 'the one of a /32',
      over: { subnet: '10.1.2.7/32', gateway: '10.9.9.9' },
      count: 1,
      wanted: ['10.1.2.7/32'],
    },
    { name: 'IPv6', over: { subnet: 'fd00:1::/64' }, count: 2, wanted: ['fd00:1::2/64', 'fd00:1::3/64'] },
    {
      name: 'from the next range of a set when one is full',
      over: { ...none, ranges: [[{ subnet: '10.1.2.0/30' }, { subnet: '10.1.3.0/30' }]] },
      count: 3,
      wanted: ['10.1.2.2/30', '10.1.3.2/30', expect.stringContaining('failed: 100')],
    },
  ])('$name', ({ over, count, wanted }) => {
    const host = new Host();
    const config = ipamNetwork(host, over);
    expect(give(host, config, count)).toEqual(wanted);
  });

  test('one of each range set', () => {
    const host = new Host();
    const ranges = [[{ subnet: '10.1.2.0/24' }], [{ subnet: 'fd00:1::/64' }]];
    const outcome = ipam(host, 'ADD', 'c1', ipamNetwork(host, { subnet: undefined, ranges }));
    expect(addresses(outcome)).toEqual(['10.1.2.2/24', 'fd00:1::2/64']);
    expect(reservations(`${host.dataDir}/blue`)).toEqual({ '10.1.2.2': 'c1 eth0', 'fd00:1::2': 'c1 eth0' });
  });

  test('round robin: an address that was given back comes last', () => {
    const host = new Host();
    const config = ipamNetwork(host, { subnet: '10.1.2.0/29' });
    expect(addresses(ipam(host, 'ADD', 'a', config))).toEqual(['10.1.2.2/29']);
    ipam(host, 'DEL', 'a', config);
    expect(addresses(ipam(host, 'ADD', 'b', config))).toEqual(['10.1.2.3/29']);
  });

  test("routes and the resolvConf file's dns", () => {
    const host = new Host();
    const resolvConf = host.write(
      'resolv.conf',
      'nameserver 10.0.0.53\nsearch a.internal b.internal\noptions ndots:5\ndomain x\n',
    );
    const routes = [{ dst: '0.0.0.0/0' }, { dst: '10.8.0.0/16', gw: '10.1.2.1' }];
    const outcome = ipam(host, 'ADD', 'c1', ipamNetwork(host, { routes, resolvConf }));
    expect(outcome.json?.['routes']).toEqual(routes);
    expect(outcome.json?.['dns']).toEqual({
      nameservers: ['10.0.0.53'],
      domain: 'x',
      search: ['a.internal', 'b.internal'],
      options: ['ndots:5'],
    });
  });
});

describe('silk-ipam gives the address asked for', () => {
  test.each([
    { name: 'by CNI_ARGS', network: {}, call: { args: 'IP=10.1.2.77' } },
    { name: 'by args.cni.ips', network: { args: { cni: { ips: ['10.1.2.77'] } } }, call: {} },
    { name: 'by runtimeConfig.ips', network: { runtimeConfig: { ips: ['10.1.2.77/24'] } }, call: {} },
    {
      name: 'by args.cni.ips although CNI_ARGS asks for another',
      network: { args: { cni: { ips: ['10.1.2.77'] } } },
      call: { args: 'IP=10.1.2.78' },
    },
  ])('$name', ({ network, call }) => {
    const host = new Host();
    expect(addresses(ipam(host, 'ADD', 'c1', ipamNetwork(host, {}, network), call))).toEqual(['10.1.2.77/24']);
  });

  test('from the ranges that the runtime gives', () => {
    const host = new Host();
    const runtimeConfig = { ipRanges: [[{ subnet: '10.5.0.0/24' }]] };
    const config = ipamNetwork(host, { subnet: undefined }, { runtimeConfig });
    expect(addresses(ipam(host, 'ADD', 'c1', config))).toEqual(['10.5.0.2/24']);
  });

  test.each([
    { name: 'is taken', ip: '10.1.2.2' },
    { name: 'is the gateway', ip: '10.1.2.1' },
    { name: 'is the network', ip: '10.1.2.0' },
    { name: 'is the broadcast address', ip: '10.1.2.255' },
    { name: 'is excluded', ip: '10.1.2.200' },
    { name: 'is outside every range', ip: '10.7.7.7' },
    { name: 'is of a family without a range', ip: 'fd00::7' },
  ])('or fails when it $name, and reserves nothing', ({ ip }) => {
    const host = new Host();
    const config = ipamNetwork(host, { exclude: ['10.1.2.200/32'] });
    ipam(host, 'ADD', 'first', config);
    const outcome = ipam(host, 'ADD', 'c1', config, { args: `IP=${ip}` });
    expect(outcome.error?.code).toBe(101);
    expect(outcome.error?.msg).toContain(ip);
    expect(reservations(`${host.dataDir}/blue`)).toEqual({ '10.1.2.2': 'first eth0' });
  });

  test('or nothing at all when one of two sets has none left', () => {
    const host = new Host();
    const config = ipamNetwork(host, {
      subnet: undefined,
      ranges: [[{ subnet: '10.1.2.0/24' }], [{ subnet: '10.1.3.0/30' }]],
    });
    ipam(host, 'ADD', 'first', config);
    expect(ipam(host, 'ADD', 'second', config).error?.code).toBe(100);
    expect(Object.values(reservations(`${host.dataDir}/blue`))).toEqual(['first eth0', 'first eth0']);
  });
});

describe('an address is not given out', () => {
  test('while its host link still exists, whatever the files say', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    host.exec('rm', join(networkDir(host), '10.255.30.2'), join(networkDir(host), 'last_reserved_ip.0'));
    const next = new Attachment(host, host.addContainer(), silkNetwork(host));
    next.add();
    expect(next.ip).toBe('10.255.30.3');
  });

  test('twice to the same attachment: the second ADD is an error without side effects', () => {
    const host = new Host();
    const config = ipamNetwork(host);
    ipam(host, 'ADD', 'c1', config);
    const before = reservations(`${host.dataDir}/blue`);
    expect(ipam(host, 'ADD', 'c1', config).error?.code).toBe(102);
    expect(reservations(`${host.dataDir}/blue`)).toEqual(before);
  });
});

describe('a reservation is free again', () => {
  test('when it is from before a reboot', () => {
    const host = new Host();
    const config = ipamNetwork(host, { subnet: '10.1.2.0/30' });
    expect(addresses(ipam(host, 'ADD', 'before', config))).toEqual(['10.1.2.2/30']);
    const dir = `${host.dataDir}/blue`;
    makeOfEarlierBoot(dir, '10.1.2.2');
    expect(addresses(ipam(host, 'ADD', 'after', config))).toEqual(['10.1.2.2/30']);
    expect(ipam(host, 'DEL', 'before', config).code).toBe(0);
    expect(reservations(dir)).toEqual({ '10.1.2.2': 'after eth0' });
  });

  test.each([
    { name: 'is empty', text: '' },
    { name: 'is cut off', text: '\r\n' },
    { name: 'is garbage', text: '\0\0\0\0' },
    { name: 'is not a container ID', text: '../../etc\r\neth0' },
  ])('when its file $name', ({ text }) => {
    const host = new Host();
    const config = ipamNetwork(host, { subnet: '10.1.2.0/30' });
    mkdirSync(`${host.dataDir}/blue`, { recursive: true });
    const file = `${host.dataDir}/blue/10.1.2.2`;
    writeFileSync(file, text);
    utimesSync(file, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
    const outcome = ipam(host, 'ADD', 'c1', config);
    expect(addresses(outcome)).toEqual(['10.1.2.2/30']);
    expect(outcome.stderr).toContain('10.1.2.2');
  });
});

describe('silk-ipam DEL', () => {
  test.each([
    { name: 'of other ranges', over: { subnet: '10.99.0.0/24' } },
    { name: 'of invalid ranges', over: { subnet: 'nonsense' } },
    { name: 'of no ranges', over: { subnet: undefined } },
  ])('with a configuration $name releases the address', ({ over }) => {
    const host = new Host();
    ipam(host, 'ADD', 'c1', ipamNetwork(host));
    const outcome = ipam(host, 'DEL', 'c1', ipamNetwork(host, over), { netns: '' });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    expect(reservations(`${host.dataDir}/blue`)).toEqual({});
  });

  test("leaves the container's other interface its address", () => {
    const host = new Host();
    const config = ipamNetwork(host);
    ipam(host, 'ADD', 'c1', config);
    ipam(host, 'ADD', 'c1', config, { ifname: 'eth1' });
    ipam(host, 'DEL', 'c1', config);
    expect(reservations(`${host.dataDir}/blue`)).toEqual({ '10.1.2.3': 'c1 eth1' });
  });

  test('before any ADD succeeds and makes nothing', () => {
    const host = new Host();
    expect(ipam(host, 'DEL', 'c1', ipamNetwork(host)).code).toBe(0);
    expect(treeState(host.dataDir)).toEqual([]);
  });
});

test('ADD, CHECK and DEL cost no more with 60,000 reservations', () => {
  const host = new Host();
  const empty = ipamNetwork(host, { subnet: '10.1.0.0/16' }, { name: 'empty' });
  const full = ipamNetwork(host, { subnet: '10.2.0.0/16' }, { name: 'full' });
  mkdirSync(`${host.dataDir}/full`, { recursive: true });
  for (let i = 2; i < 60_002; i += 1) {
    writeFileSync(`${host.dataDir}/full/10.2.${i >> 8}.${i & 255}`, `filler${i}\r\neth0`);
  }
  writeFileSync(`${host.dataDir}/full/last_reserved_ip.0`, `10.2.${60_001 >> 8}.${60_001 & 255}`);
  timeOf(host, full, 'warm-up');
  const times = Array.from({ length: 21 }, (_, i) => [timeOf(host, empty, `c${i}`), timeOf(host, full, `c${i}`)]);
  const medians = [0, 1].map((column) => times.map((row) => row[column] ?? 0).sort((a, b) => a - b)[10] ?? 0);
  // The benchmark holds 1.3; here the machine may be busy with other tests.
  expect((medians[1] ?? 0) / (medians[0] ?? 1)).toBeLessThan(1.6);
  expect(readdirSync(`${host.dataDir}/full`).length).toBeGreaterThanOrEqual(60_000);
}, 120_000);

/** Milliseconds for ADD, CHECK and DEL of one container. */
function timeOf(host: Host, config: JsonObject, id: string): number {
  const startMs = performance.now();
  const added = ipam(host, 'ADD', id, config);
  const checked = ipam(host, 'CHECK', id, { ...config, prevResult: added.json });
  const deleted = ipam(host, 'DEL', id, config);
  expect([added.code, checked.code, deleted.code]).toEqual([0, 0, 0]);
  return performance.now() - startMs;
}
