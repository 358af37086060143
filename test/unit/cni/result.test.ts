import { describe, expect, test } from '@jest/globals';
import { parseResult } from '../../../src/cni/result.ts';
import { supportedVersions } from '../../../src/cni/version.ts';

const modern = supportedVersions.filter((version) => version > '0.2.0').map((version) => ({ name: version, version }));
const legacy = supportedVersions.filter((version) => version <= '0.2.0').map((version) => ({ name: version, version }));

describe('parseResult()', () => {
  test.each(legacy)('reads ip4 and ip6 of $name', ({ version }) => {
    const json = {
      cniVersion: version,
      ip4: { ip: '10.0.0.2/24', gateway: '10.0.0.1', routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }], vendor: 1 },
      ip6: { ip: 'FD00::2/64', routes: [{ dst: '::/0' }] },
      dns: { nameservers: ['10.0.0.53'] },
    };
    expect(parseResult(json, version)).toEqual({
      ips: [{ address: '10.0.0.2/24', gateway: '10.0.0.1', vendor: 1 }, { address: 'fd00::2/64' }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.0.0.1' }, { dst: '::/0' }],
      dns: { nameservers: ['10.0.0.53'] },
    });
  });

  test.each(modern)('reads the lists of $name', ({ version }) => {
    const json = {
      cniVersion: version,
      interfaces: [{ name: 'eth0', mac: 'EE-EE-0A-FF-1E-02', sandbox: '/run/netns/a' }],
      ips: [{ version: '4', address: '10.0.0.2/24', gateway: '10.0.0.1', interface: 0 }],
      routes: [{ dst: '0.0.0.0/0', gw: '' }],
      dns: {},
    };
    expect(parseResult(json, version)).toEqual({
      interfaces: [{ name: 'eth0', mac: 'ee:ee:0a:ff:1e:02', sandbox: '/run/netns/a' }],
      ips: [{ address: '10.0.0.2/24', gateway: '10.0.0.1', interface: 0 }],
      routes: [{ dst: '0.0.0.0/0' }],
    });
  });

  test('keeps what 1.1.0 knows and what nobody knows', () => {
    const json = {
      interfaces: [{ name: 'e', mac: 'ee:ee:0a:ff:1e:02', mtu: 1400, socketPath: '/s', pciID: '0:1', x: [1] }],
      ips: [{ address: '10.0.0.2/24', x: null }],
      routes: [{ dst: '10.0.0.0/8', mtu: 1, advmss: 2, priority: 3, table: 4, scope: 0, x: {} }],
      dns: { domain: 'd', search: ['s'], options: ['o'], x: 'y' },
      x: { deep: true },
    };
    expect(parseResult({ ...json, cniVersion: '1.1.0' }, '1.1.0')).toEqual(json);
  });

  test('takes null and "" as absent, and drops the keys of other shapes', () => {
    const json = {
      interfaces: [{ name: 'e', mac: '', sandbox: '', mtu: null }],
      ips: null,
      routes: null,
      dns: { nameservers: null, domain: '' },
      ip4: { ip: 'x' },
    };
    expect(parseResult(json, '1.0.0')).toEqual({ interfaces: [{ name: 'e' }] });
    expect(parseResult({ ips: 'x', ip4: null, interfaces: 'x' }, '0.2.0')).toEqual({});
  });

  test('keeps a 20-byte InfiniBand MAC', () => {
    const mac = Array.from({ length: 20 }, () => 'AA').join(':');
    expect(parseResult({ interfaces: [{ name: 'ib0', mac }] }, '1.0.0')).toEqual({
      interfaces: [{ name: 'ib0', mac: mac.toLowerCase() }],
    });
  });

  test.each([
    { field: 'ips', json: { ips: {} } },
    { field: 'ips[0]', json: { ips: ['10.0.0.2/24'] } },
    { field: 'ips[1].address', json: { ips: [{ address: '10.0.0.2/24' }, {}] } },
    { field: 'ips[0].address', json: { ips: [{ address: '10.0.0.2' }] } },
    { field: 'ips[0].gateway', json: { ips: [{ address: '10.0.0.2/24', gateway: 'gw' }] } },
    { field: 'ips[0].interface', json: { ips: [{ address: '10.0.0.2/24', interface: '0' }] } },
    { field: 'interfaces[0].name', json: { interfaces: [{}] } },
    { field: 'interfaces[0].mac', json: { interfaces: [{ name: 'e', mac: 1 }] } },
    { field: 'routes[0].dst', json: { routes: [{ dst: 'default' }] } },
    { field: 'routes[0].table', json: { routes: [{ dst: '::/0', table: -1 }] } },
    { field: 'dns', json: { dns: [] } },
    { field: 'dns.search[0]', json: { dns: { search: [1] } } },
  ])('names the field $field that it cannot read', ({ field, json }) => {
    expect(() => parseResult(json, '1.0.0', 'prevResult')).toThrow(
      expect.objectContaining({
        code: 'BAD_CONFIG',
        message: expect.stringContaining(`Cannot read prevResult.${field}:`),
      }),
    );
  });

  test.each([
    { field: 'ip4', json: { ip4: '10.0.0.2/24' } },
    { field: 'ip4.ip', json: { ip4: {} } },
    { field: 'ip6.routes[0].dst', json: { ip6: { ip: '::1/128', routes: [{}] } } },
  ])('names the field $field of 0.2.0 that it cannot read', ({ field, json }) => {
    expect(() => parseResult(json, '0.2.0')).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining(`Cannot read result.${field}:`) }),
    );
  });

  test.each([
    { name: 'null', json: null },
    { name: 'a list', json: [] },
    { name: 'a text', json: '{}' },
    { name: 'nothing', json: undefined },
  ])('refuses $name', ({ json }) => {
    expect(() => parseResult(json, '1.0.0')).toThrow(expect.objectContaining({ code: 'BAD_JSON' }));
  });
});
