import { describe, expect, test } from '@jest/globals';
import { validateSilkCni } from '../../../src/config/generated/silk-cni.ts';
import { readSilkCniConfig } from '../../../src/config/validate.ts';
import { refusal } from './refusal.ts';

const base = { cniVersion: '1.0.0', name: 'blue', type: 'silk-cni' };
const path = 'an absolute path';
const mtu = 'an integer from 68 (the least for IPv4) to 65535, or 0 to find it out';
const port = 'an integer from 1 to 65535';
const prefix = 'an IPv4 prefix such as 10.255.30.0/24';
const plugin = 'the name of a plugin, without "/" or "\\"';
const network = 'a letter or digit, then letters, digits, "_", "." or "-"';
const offered =
  'mtu, subnet, subnetFile, daemonPort, dataDir, datastore, metadata, ipam, dns, args, runtimeConfig, ' +
  'name, type, cniVersion, cniVersions, ipMasq, noMasquerade, vtepName';

const label = (key: string, value: unknown) => ({ key, value });

const good = [
  ['mtu', 0],
  ['mtu', 68],
  ['mtu', 65535],
  ['subnet', '10.255.30.0/24'],
  ['subnet', '10.255.30.7/32'],
  ['subnetFile', '/run/flannel/subnet.env'],
  ['daemonPort', 1],
  ['daemonPort', 65535],
  ['dataDir', '/var/lib/silk'],
  ['dataDir', '/a b/ü'],
  ['datastore', '/var/lib/silk/store.json'],
  ['metadata', null],
  ['metadata', {}],
  ['metadata', { app: { id: 1 }, list: [null] }],
  ['ipam', {}],
  ['ipam', { type: 'silk-ipam' }],
  ['ipam', { type: 'dhcp', anything: { is: 'its own' }, ranges: 7 }],
  ['dns', {}],
  ['dns', { nameservers: ['10.0.0.1'], domain: 'd', search: ['s'], options: ['ndots:1'], later: 1 }],
  ['args', {}],
  ['args', { cni: { ips: ['10.255.30.9', '10.255.30.9/24'], labels: [] }, other: 1 }],
  ['args', { cni: { labels: [label('app', 'web'), { ...label('a/b c', ''), later: 1 }, label('\n', '')], later: 1 } }],
  ['runtimeConfig', {}],
  ['runtimeConfig', { ips: ['10.255.30.9/24'] }],
  ['runtimeConfig', { ipRanges: [[{ subnet: '10.255.30.0/24' }]] }],
  ['runtimeConfig', { dns: { servers: ['10.0.0.1'], searches: ['s'], options: ['o'] } }],
  ['name', 'a..b_C-9'],
  ['type', 'silk-cni-2'],
  ['cniVersion', '1.1.0'],
  ['cniVersions', ['0.4.0', '1.0.0']],
  ['ipMasq', false],
  ['ipMasq', true],
  ['noMasquerade', []],
  ['vtepName', 'flannel.1'],
  ['noMasquerade', ['10.255.0.0/16', '192.0.2.7/32']],
  ['prevResult', { ips: [] }],
  ['prevResult', 'corrupt'],
  ['capabilities', { ips: true }],
  ['disableCheck', true],
  ['disableCheck', 'true'],
  ['disableGC', false],
  ['loadOnlyInlinedPlugins', true],
  ['cni.dev/valid-attachments', []],
  ['cni.dev/', 1],
] as const;

const bad = [
  ['mtu', 'big', `mtu: found "big", wanted ${mtu}`],
  ['mtu', 67, `mtu: found 67, wanted ${mtu}`],
  ['mtu', 1, `mtu: found 1, wanted ${mtu}`],
  ['mtu', -1, `mtu: found -1, wanted ${mtu}`],
  ['mtu', 65536, `mtu: found 65536, wanted ${mtu}`],
  ['mtu', 1400.5, `mtu: found 1400.5, wanted ${mtu}`],
  ['mtu', null, `mtu: found null, wanted ${mtu}`],
  ['subnet', 7, `subnet: found 7, wanted ${prefix}`],
  ['subnet', '10.255.30.0', `subnet: found "10.255.30.0", wanted ${prefix}`],
  ['subnet', '10.255.30.256/24', `subnet: found "10.255.30.256/24", wanted ${prefix}`],
  ['subnet', '10.255.30.0/33', `subnet: found "10.255.30.0/33", wanted ${prefix}`],
  ['subnet', 'fd00::/64', `subnet: found "fd00::/64", wanted ${prefix}`],
  ['subnetFile', 'subnet.env', `subnetFile: found "subnet.env", wanted ${path}`],
  ['subnetFile', '', `subnetFile: found "", wanted ${path}`],
  ['subnetFile', '/a\0b', `subnetFile: found "/a\\u0000b", wanted ${path}`],
  ['daemonPort', 0, `daemonPort: found 0, wanted ${port}`],
  ['daemonPort', 65536, `daemonPort: found 65536, wanted ${port}`],
  ['daemonPort', '23954', `daemonPort: found "23954", wanted ${port}`],
  ['dataDir', './data', `dataDir: found "./data", wanted ${path}`],
  ['dataDir', ['/a'], `dataDir: found ["/a"], wanted ${path}`],
  ['datastore', true, `datastore: found true, wanted ${path}`],
  ['metadata', [], 'metadata: found [], wanted an object or null'],
  ['metadata', 'x', 'metadata: found "x", wanted an object or null'],
  ['ipam', null, 'ipam: found null, wanted an object with a type'],
  ['ipam', [], 'ipam: found [], wanted an object with a type'],
  ['ipam', { ranges: [] }, `ipam.type: found nothing, wanted ${plugin}`],
  ['ipam', { type: '' }, `ipam.type: found "", wanted ${plugin}`],
  ['ipam', { type: '..' }, `ipam.type: found "..", wanted ${plugin}`],
  ['ipam', { type: 'bin/dhcp' }, `ipam.type: found "bin/dhcp", wanted ${plugin}`],
  ['ipam', { type: 'bin\\dhcp' }, `ipam.type: found "bin\\\\dhcp", wanted ${plugin}`],
  ['ipam', { type: 'silk-ipam', dataDir: 'x' }, `ipam.dataDir: found "x", wanted ${path}`],
  ['dns', [], 'dns: found [], wanted an object of nameservers, domain, search and options'],
  ['dns', { nameservers: '10.0.0.1' }, 'dns.nameservers: found "10.0.0.1", wanted a list of texts'],
  ['dns', { search: ['a', 1] }, 'dns.search[1]: found 1, wanted a text'],
  ['dns', { domain: 1 }, 'dns.domain: found 1, wanted a text'],
  ['args', 1, 'args: found 1, wanted an object'],
  ['args', { cni: [] }, 'args.cni: found [], wanted an object'],
  ['args', { cni: { ips: '10.0.0.1' } }, 'args.cni.ips: found "10.0.0.1", wanted a list of addresses'],
  [
    'args',
    { cni: { ips: ['10.0.0.1', '10.0.0'] } },
    'args.cni.ips[1]: found "10.0.0", wanted an address, or one with its prefix length',
  ],
  ['args', { cni: { labels: { app: 'web' } } }, 'args.cni.labels: found {"app":"web"}, wanted a list of labels'],
  ['args', { cni: { labels: [{ key: 'app' }] } }, 'args.cni.labels[0].value: found nothing, wanted a text'],
  [
    'args',
    { cni: { labels: [{ key: '', value: '' }] } },
    'args.cni.labels[0].key: found "", wanted a text that is not empty',
  ],
  [
    'args',
    { cni: { labels: [label('app', 'web'), label('env', 'prod'), label('app', 'db')] } },
    'args.cni.labels[2].key: found "app", wanted a key that no label before it has',
  ],
  ['args', { cni: { labels: [label('app', 7)] } }, 'args.cni.labels[0].value: found 7, wanted a text'],
  ['runtimeConfig', [], 'runtimeConfig: found [], wanted an object'],
  ['runtimeConfig', { dns: [] }, 'runtimeConfig.dns: found [], wanted an object of servers, searches and options'],
  ['runtimeConfig', { dns: { Servers: 1 } }, 'runtimeConfig.dns.servers: found 1, wanted a list of texts'],
  [
    'runtimeConfig',
    { ips: ['10.0.0.1/33'] },
    'runtimeConfig.ips[0]: found "10.0.0.1/33", wanted an address, or one with its prefix length',
  ],
  [
    'runtimeConfig',
    { ipRanges: [[{ subnet: '10.0.0.0/24' }, { subnet: 'x' }]] },
    'runtimeConfig.ipRanges[0][1].subnet: found "x", wanted a prefix such as 10.255.30.0/24',
  ],
  ['runtimeConfig', { dns: { servers: 1 } }, 'runtimeConfig.dns.servers: found 1, wanted a list of texts'],
  ['name', '', `name: found "", wanted ${network}`],
  ['name', '../up', `name: found "../up", wanted ${network}`],
  ['name', 'a\n', `name: found "a\\n", wanted ${network}`],
  ['type', 'a/b', `type: found "a/b", wanted ${plugin}`],
  ['ipMasq', 'true', 'ipMasq: found "true", wanted true or false'],
  ['noMasquerade', '10.255.0.0/16', 'noMasquerade: found "10.255.0.0/16", wanted a list of IPv4 prefixes'],
  ['noMasquerade', ['10.255.0.0/16', '10.0.0.1'], `noMasquerade[1]: found "10.0.0.1", wanted ${prefix}`],
  ['noMasquerade', ['fd00::/64'], `noMasquerade[0]: found "fd00::/64", wanted ${prefix}`],
  ['cniVersion', 1, 'cniVersion: found 1, wanted a CNI version such as "1.0.0"'],
  ['cniVersions', '1.0.0', 'cniVersions: found "1.0.0", wanted a list of CNI versions'],
  ['cniVersions', [1], 'cniVersions[0]: found 1, wanted a CNI version such as "1.0.0"'],
] as const;

const unsupported = [
  ['mtuu', 1400, `mtuu: found 1400, which is not a key of silk-cni (wanted one of ${offered})`],
  ['MTU', 1400, `MTU: found 1400, which is not a key of silk-cni (wanted one of ${offered})`],
  ['a b', 1, `["a b"]: found 1, which is not a key of silk-cni (wanted one of ${offered})`],
  ['constructor', 1, `constructor: found 1, which is not a key of silk-cni (wanted one of ${offered})`],
  ['toString', null, `toString: found null, which is not a key of silk-cni (wanted one of ${offered})`],
  ['xcni.dev/y', 1, `["xcni.dev/y"]: found 1, which is not a key of silk-cni (wanted one of ${offered})`],
  [
    'runtimeConfig',
    { mac: 'ee:ee:0a:ff:1e:02' },
    'runtimeConfig.mac: found "ee:ee:0a:ff:1e:02", which is not supported: the MAC is derived from the address',
  ],
  [
    'runtimeConfig',
    { portMappings: [{ hostPort: 80 }] },
    'runtimeConfig.portMappings: found [{"hostPort":80}], which is not supported: chain portmap after silk-cni',
  ],
  [
    'runtimeConfig',
    { bandwidth: { ingressRate: 1 } },
    'runtimeConfig.bandwidth: found {"ingressRate":1}, which is not supported: chain bandwidth after silk-cni',
  ],
  [
    'runtimeConfig',
    { aliases: ['a'] },
    'runtimeConfig.aliases: found ["a"], which is not a key of runtimeConfig (wanted one of ips, ipRanges, dns)',
  ],
  [
    'runtimeConfig',
    { dns: { nameservers: [] } },
    'runtimeConfig.dns.nameservers: found [], which is not a key of runtimeConfig.dns ' +
      '(wanted one of servers, searches, options)',
  ],
] as const;

function read(key: string, value: unknown): unknown {
  return readSilkCniConfig({ ...base, [key]: value });
}

function row([key, value, message = '']: readonly [string, unknown, string?]) {
  return { key, value, message, name: `${key} ${JSON.stringify(value)}` };
}

describe('silkCniSchema', () => {
  test.each(good.map(row))('accepts $name', ({ key, value }) => {
    expect(refusal(() => read(key, value))).toBe('accepted');
  });

  test.each(bad.map(row))('refuses $name', ({ key, value, message }) => {
    expect(refusal(() => read(key, value))).toBe(`BAD_CONFIG Cannot use the configuration: ${message}`);
  });

  test.each(unsupported.map(row))('refuses $name by name', ({ key, value, message }) => {
    expect(refusal(() => read(key, value))).toBe(`UNSUPPORTED_FIELD Cannot use the configuration: ${message}`);
  });

  test('reads runtimeConfig.dns as containerd spells it, and as the conventions do', () => {
    const dns = { Servers: ['10.0.0.53'], Searches: null, Options: null };
    expect(readSilkCniConfig({ ...base, runtimeConfig: { ips: ['10.255.30.9'], dns } }).runtimeConfig).toEqual({
      ips: ['10.255.30.9'],
      dns: { servers: ['10.0.0.53'] },
    });
    const own = { servers: ['10.0.0.1'], searches: ['s'], options: ['o'] };
    expect(readSilkCniConfig({ ...base, runtimeConfig: { dns: own } }).runtimeConfig?.dns).toEqual(own);
  });

  test.each(['name', 'type'])('wants %s', (key) => {
    const { [key as 'name']: _, ...rest } = base;
    expect(refusal(() => readSilkCniConfig(rest))).toContain(`configuration: ${key}: found nothing, wanted `);
  });

  test('refuses __proto__ by name, and nobody inherits from it', () => {
    const json = JSON.parse('{"name":"blue","type":"silk-cni","__proto__":{"mtu":1400}}');
    expect(refusal(() => readSilkCniConfig(json))).toContain('__proto__: found {"mtu":1400}, which is not a key');
    expect(Object.hasOwn(Object.prototype, 'mtu')).toBe(false);
  });

  test('takes no value from a prototype', () => {
    expect(validateSilkCni({ ...base })).toBe(true);
    expect(validateSilkCni(Object.create(base))).toBe(false);
  });
});
