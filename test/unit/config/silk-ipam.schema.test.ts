import { describe, expect, test } from '@jest/globals';
import { readIpamNetwork } from '../../../src/config/validate.ts';
import { refusal } from './refusal.ts';

const range = { subnet: '10.255.30.0/24' };
const prefix = 'a prefix such as 10.255.30.0/24';
const ip = 'an IPv4 or IPv6 address';
const uint32 = 'an integer from 0 to 4294967295';
const timeout = 'an integer from 1 to 60000';
const one = 'ipam.ranges[0][0]';

const good = [
  ['ranges', [[range], [{ subnet: 'fd00::/64', rangeStart: 'fd00::9', rangeEnd: 'fd00::f', gateway: 'fd00::1' }]]],
  ['subnet', '10.1.0.0/31'],
  ['routes', []],
  ['routes', [{ dst: '0.0.0.0/0' }, { dst: '::/0', gw: 'fd00::1' }]],
  ['routes', [{ dst: '10.0.0.0/8', mtu: 1400, advmss: 1360, priority: 100, table: 254, scope: 253 }]],
  ['resolvConf', '/etc/resolv.conf'],
  ['dataDir', '/run/ipam'],
  ['exclude', ['10.255.30.64/28', '10.255.30.9/32']],
  ['lockTimeoutMs', 1],
  ['lockTimeoutMs', 60000],
] as const;

const bad = [
  ['type', 7, 'ipam.type: found 7, wanted the name of a plugin, without "/" or "\\"'],
  ['ranges', {}, 'ipam.ranges: found {}, wanted a list of range sets, each a list of ranges'],
  ['ranges', [range], `ipam.ranges[0]: found {"subnet":"10.255.30.0/24"}, wanted a list of one or more ranges`],
  ['ranges', [[]], 'ipam.ranges[0]: found [], wanted a list of one or more ranges'],
  ['ranges', [['x']], `${one}: found "x", wanted a range such as {"subnet":"10.255.30.0/24"}`],
  ['ranges', [[{}]], `${one}.subnet: found nothing, wanted ${prefix}`],
  ['ranges', [[{ subnet: 1 }]], `${one}.subnet: found 1, wanted ${prefix}`],
  ['ranges', [[{ subnet: '10.0.0.1' }]], `${one}.subnet: found "10.0.0.1", wanted ${prefix}`],
  ['ranges', [[{ ...range, rangeStart: '10' }]], `${one}.rangeStart: found "10", wanted ${ip}`],
  ['ranges', [[{ ...range, rangeEnd: '10.0.0.1/8' }]], `${one}.rangeEnd: found "10.0.0.1/8", wanted ${ip}`],
  ['ranges', [[{ ...range, gateway: 'x' }]], `${one}.gateway: found "x", wanted ${ip}`],
  ['subnet', '010.0.0.0/8', `ipam.subnet: found "010.0.0.0/8", wanted ${prefix}`],
  ['rangeStart', 'x', `ipam.rangeStart: found "x", wanted ${ip}`],
  ['rangeEnd', 'x', `ipam.rangeEnd: found "x", wanted ${ip}`],
  ['gateway', 'x', `ipam.gateway: found "x", wanted ${ip}`],
  ['routes', {}, 'ipam.routes: found {}, wanted a list of routes'],
  ['routes', ['0.0.0.0/0'], 'ipam.routes[0]: found "0.0.0.0/0", wanted a route such as {"dst":"0.0.0.0/0"}'],
  ['routes', [{ gw: '10.0.0.1' }], `ipam.routes[0].dst: found nothing, wanted ${prefix}`],
  ['routes', [{ dst: 'default' }], `ipam.routes[0].dst: found "default", wanted ${prefix}`],
  ['routes', [{ dst: '::/0', gw: '::/0' }], `ipam.routes[0].gw: found "::/0", wanted ${ip}`],
  ['routes', [{ dst: '::/0', mtu: -1 }], `ipam.routes[0].mtu: found -1, wanted ${uint32}`],
  ['routes', [{ dst: '::/0', advmss: '1' }], `ipam.routes[0].advmss: found "1", wanted ${uint32}`],
  ['routes', [{ dst: '::/0', priority: 4294967296 }], `ipam.routes[0].priority: found 4294967296, wanted ${uint32}`],
  ['routes', [{ dst: '::/0', table: 0.5 }], `ipam.routes[0].table: found 0.5, wanted ${uint32}`],
  ['routes', [{ dst: '::/0', scope: 256 }], 'ipam.routes[0].scope: found 256, wanted an integer from 0 to 255'],
  ['resolvConf', 'resolv.conf', 'ipam.resolvConf: found "resolv.conf", wanted an absolute path'],
  ['dataDir', '', 'ipam.dataDir: found "", wanted an absolute path'],
  ['exclude', range.subnet, 'ipam.exclude: found "10.255.30.0/24", wanted a list of prefixes'],
  ['exclude', ['10.255.30.9'], `ipam.exclude[0]: found "10.255.30.9", wanted ${prefix}`],
  ['lockTimeoutMs', 0, `ipam.lockTimeoutMs: found 0, wanted ${timeout}`],
  ['lockTimeoutMs', 60001, `ipam.lockTimeoutMs: found 60001, wanted ${timeout}`],
] as const;

const unsupported = [
  [
    'range',
    [],
    'ipam.range: found [], which is not a key of silk-ipam (wanted one of type, ranges, subnet, ' +
      'rangeStart, rangeEnd, gateway, routes, resolvConf, dataDir, exclude, lockTimeoutMs)',
  ],
  [
    'ranges',
    [[{ ...range, start: 1 }]],
    `${one}.start: found 1, which is not a key of a range (wanted one of subnet, rangeStart, rangeEnd, gateway)`,
  ],
  [
    'routes',
    [{ dst: '::/0', via: 'x' }],
    'ipam.routes[0].via: found "x", which is not a key of a route ' +
      '(wanted one of dst, gw, mtu, advmss, priority, table, scope)',
  ],
] as const;

function read(key: string, value: unknown): unknown {
  const needed = ['rangeStart', 'rangeEnd', 'gateway'].includes(key) ? range : { ranges: [[range]] };
  return readIpamNetwork({ name: 'blue', ipam: { type: 'silk-ipam', ...needed, [key]: value } });
}

function row([key, value, message = '']: readonly [string, unknown, string?]) {
  return { key, value, message, name: `${key} ${JSON.stringify(value)}` };
}

describe('silkIpamSchema', () => {
  test.each(good.map(row))('accepts $name', ({ key, value }) => {
    expect(refusal(() => read(key, value))).toBe('accepted');
  });

  test.each(bad.map(row))('refuses $name', ({ key, value, message }) => {
    expect(refusal(() => read(key, value))).toBe(`BAD_CONFIG Cannot use the configuration: ${message}`);
  });

  test.each(unsupported.map(row))('refuses $name by name', ({ key, value, message }) => {
    expect(refusal(() => read(key, value))).toBe(`UNSUPPORTED_FIELD Cannot use the configuration: ${message}`);
  });

  test("leaves another plugin's keys alone", () => {
    const json = {
      name: 'blue',
      type: 'bridge',
      bridge: 7,
      mtu: 'its own',
      ipMasq: true,
      runtimeConfig: { mac: 'its own' },
      prevResult: null,
      ipam: { type: 'silk-ipam', ranges: [[range]] },
    };
    expect(refusal(() => readIpamNetwork(json))).toBe('accepted');
  });

  test.each([
    { name: 'no ipam', json: { name: 'blue' }, message: 'ipam: found nothing, wanted an object with a type' },
    { name: 'no name', json: { ipam: { type: 'x' } }, message: 'name: found nothing, wanted a letter or digit' },
    {
      name: 'bad args',
      json: { name: 'blue', args: { cni: { ips: ['x'] } }, ipam: { type: 'x' } },
      message: 'args.cni.ips[0]: found "x", wanted an address',
    },
    {
      name: 'bad runtimeConfig.ips',
      json: { name: 'blue', runtimeConfig: { ips: [7] }, ipam: { type: 'x' } },
      message: 'runtimeConfig.ips[0]: found 7, wanted an address',
    },
    {
      name: 'bad runtimeConfig.ipRanges',
      json: { name: 'blue', runtimeConfig: { ipRanges: [[{}]] }, ipam: { type: 'x' } },
      message: 'runtimeConfig.ipRanges[0][0].subnet: found nothing, wanted a prefix',
    },
  ])('refuses a network with $name', ({ json, message }) => {
    expect(refusal(() => readIpamNetwork(json))).toContain(`BAD_CONFIG Cannot use the configuration: ${message}`);
  });
});
