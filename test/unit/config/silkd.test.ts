import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { tryParseRouteNumber } from '../../../src/addr/route-number.ts';
import { readEvpnOptions } from '../../../src/config/evpn-options.ts';
import { segmentDefaults } from '../../../src/config/segment.ts';
import { readSilkdConfig } from '../../../src/config/silkd.ts';
import { formatSubnetFile, parseSubnetFile } from '../../../src/config/subnet-file.ts';
import { details, refusal } from './refusal.ts';

const host = { overlayNetwork: '10.255.0.0/16', subnet: '10.255.30.7/24' };
const etcd = { endpoints: ['http://10.244.0.5:2379'] };
const evpn = { asn: 64512 };
const peer = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };

describe('readSilkdConfig()', () => {
  test('fills in the defaults of a static source', () => {
    const { source, ...rest } = readSilkdConfig(host);
    expect(source).toEqual({
      kind: 'static',
      static: {
        overlayNetwork: parsePrefix('10.255.0.0/16', 'x'),
        subnet: parsePrefix('10.255.30.0/24', 'x'),
        vni: 1,
        port: 4789,
        gbp: true,
        peersFile: '/etc/silk/peers.json',
      },
    });
    expect(rest).toEqual({
      segments: [],
      endpointsFile: '/etc/silk/endpoints.json',
      vtepName: 'silk-vtep',
      ipMasq: false,
      runDir: '/run/silk',
      stateDir: '/var/lib/silk',
      subnetFile: '/run/silk/subnet.env',
      apiSocket: '/run/silk/silkd.sock',
      intervalSeconds: 60,
      watchKernel: true,
      logLevel: 'info',
    });
  });

  test('reads what is given', () => {
    const config = readSilkdConfig({ ...host, vni: 7, peers: [peer], mtu: 0, apiPort: 9, logLevel: 'warn' });
    expect(config).toMatchObject({ apiPort: 9, logLevel: 'warn', source: { static: { vni: 7, peers: [{}] } } });
    expect(config).not.toHaveProperty('mtu');
    expect(readSilkdConfig({ source: 'etcd', etcd }).source).toMatchObject({ kind: 'etcd', etcd });
  });

  test('reads where the host is and how to find gobgpd, of a source evpn', () => {
    const { source } = readSilkdConfig({ ...host, source: 'evpn', evpn, gbp: false });
    expect(source).toEqual({
      kind: 'evpn',
      evpn: readEvpnOptions(evpn),
      place: {
        overlayNetwork: parsePrefix('10.255.0.0/16', 'x'),
        subnet: parsePrefix('10.255.30.0/24', 'x'),
        vni: 1,
        port: 4789,
        gbp: false,
      },
    });
  });

  test('reads segments, with the defaults of silk-bridge, beside a routed network or alone', () => {
    const segments = [
      { vni: 42 },
      { vni: 43, bridge: 'br0', gateway: '10.0.10.1/24', mtu: 0, routeTarget: '1:2', lanPorts: ['eth1'] },
    ];
    const alone = readSilkdConfig({ source: 'none', segments, evpn });
    expect(alone).toMatchObject({ source: { kind: 'none' }, segmentEvpn: readEvpnOptions(evpn) });
    expect(alone.segments).toEqual([
      { ...segmentDefaults, vni: 42, bridge: 'br42', vxlan: 'vxlan42', lanPorts: [] },
      {
        ...segmentDefaults,
        vni: 43,
        bridge: 'br0',
        vxlan: 'vxlan43',
        gateway: { ip: parseIp('10.0.10.1', 'x'), length: 24 },
        routeTarget: tryParseRouteNumber('1:2'),
        lanPorts: ['eth1'],
      },
    ]);
    const apart = [{ vni: 42 }, { vni: 65578, routeDistinguisher: '1:7' }];
    expect(readSilkdConfig({ source: 'none', segments: apart, evpn }).segments).toHaveLength(2);
    // Nobody is told of them.
    expect(readSilkdConfig({ source: 'none', segments: [{ vni: 42 }, { vni: 65578 }] }).segments).toHaveLength(2);
    const beside = readSilkdConfig({ ...host, segments: segments.slice(0, 1), endpointsFile: '/e' });
    expect(beside).toMatchObject({
      source: { kind: 'static' },
      segments: alone.segments.slice(0, 1),
      endpointsFile: '/e',
    });
    expect(beside).not.toHaveProperty('segmentEvpn');
  });

  test.each([
    { name: 'no segments', json: { source: 'none' }, says: 'segments: found nothing, wanted a list of segments' },
    { name: 'a VNI twice', segments: [{ vni: 42 }, { vni: 42, bridge: 'b', vxlan: 'v' }], says: 'segments\\[1\\].vni' },
    {
      name: 'a bridge twice',
      segments: [
        { vni: 1, bridge: 'b' },
        { vni: 2, bridge: 'b' },
      ],
      says: 'segments\\[1\\].bridge: found "b", wanted another than that of segments\\[0\\].bridge',
    },
    {
      name: 'a link to a LAN twice',
      segments: [
        { vni: 1, lanPorts: ['eth1'] },
        { vni: 2, lanPorts: ['eth2', 'eth1'] },
      ],
      says: 'segments\\[1\\].lanPorts\\[1\\]: found "eth1", wanted another than that of segments\\[0\\].lanPorts\\[0\\]',
    },
    { name: 'its bridge as a LAN', segments: [{ vni: 1, lanPorts: ['br1'] }], says: 'segments\\[0\\].lanPorts\\[0\\]' },
    { name: 'a LAN without a name', segments: [{ vni: 1, lanPorts: [''] }], says: 'segments\\[0\\].lanPorts\\[0\\]' },
    {
      name: 'one name for two',
      segments: [
        { vni: 1, bridge: 'x' },
        { vni: 2, vxlan: 'x' },
      ],
      says: '\\[1\\].vxlan',
    },
    {
      name: "the VTEP's name",
      json: { ...host, segments: [{ vni: 2, vxlan: 'silk-vtep' }] },
      says: 'segments\\[0\\].vxlan: found "silk-vtep", wanted another than that of vtepName',
    },
    { name: 'a bad gateway', segments: [{ vni: 1, gateway: '10.0.0.1' }], says: 'segments\\[0\\].gateway' },
    {
      name: "a network's own address",
      segments: [{ vni: 1, gateway: '10.0.10.0/24' }],
      says: 'segments\\[0\\].gateway',
    },
    { name: "its broadcasts'", segments: [{ vni: 1, gateway: '10.0.10.255/24' }], says: 'segments\\[0\\].gateway' },
    { name: 'a bad target', segments: [{ vni: 1, routeTarget: 'x' }], says: 'segments\\[0\\].routeTarget' },
    { name: 'no VNI', segments: [{}], says: 'segments\\[0\\].vni: found nothing' },
    { name: 'a key of silk-bridge', segments: [{ vni: 1, hairpin: true }], says: 'segments\\[0\\].hairpin' },
    {
      name: 'evpn without segments',
      json: { ...host, evpn },
      says: 'evpn: .*wanted none with .*"static" and no segments',
    },
    {
      name: 'a route target of no network',
      json: { ...host, segments: [], evpn: { ...evpn, routeTarget: '1:2' } },
      says: 'evpn.routeTarget: found "1:2", wanted none with "source": "static"',
    },
    {
      name: 'VNIs that lead to one distinguisher',
      json: { source: 'none', evpn, segments: [{ vni: 42 }, { vni: 65578 }] },
      says: '\\[1\\].vni: found 65578, wanted a routeDistinguisher beside it, .* than those of segments\\[0\\].vni',
    },
    {
      name: 'a distinguisher twice',
      json: { source: 'none', evpn, segments: [1, 2].map((vni) => ({ vni, routeDistinguisher: '1:7' })) },
      says: '\\[1\\].routeDistinguisher: found "1:7", wanted another than that of segments\\[0\\]',
    },
    {
      name: 'the target that another has by its VNI',
      json: { source: 'none', evpn, segments: [{ vni: 2 }, { vni: 1, routeTarget: '64512:2' }] },
      says: '\\[1\\].routeTarget: found "64512:2", wanted another than that of segments\\[0\\]',
    },
    { name: 'endpoints without segments', json: { ...host, endpointsFile: '/e' }, says: 'endpointsFile: found "/e"' },
    {
      name: "silkd's own list",
      json: { ...host, segments: [], endpointsFile: '/run/silk/endpoints.json' },
      says: "endpointsFile: .*than silkd's own lists",
    },
    {
      name: 'what is learned of a LAN as endpoints, in another spelling',
      json: { ...host, segments: [], endpointsFile: '/run/silk/../silk/lan-endpoints.json' },
      says: "endpointsFile: .*than silkd's own lists",
    },
    {
      name: 'a socket in the place of what is learned',
      json: { ...host, segments: [], apiSocket: '/run/silk/endpoints.json' },
      says: "apiSocket: .*than silkd's own lists",
    },
    {
      name: 'one distinguisher of two, in another spelling',
      json: {
        source: 'none',
        evpn,
        segments: [
          { vni: 1, routeDistinguisher: '1:2' },
          { vni: 2, routeDistinguisher: '01:02' },
        ],
      },
      says: 'segments\\[1\\].routeDistinguisher: .*wanted another than that of segments\\[0\\].routeDistinguisher',
    },
    {
      name: 'a route target that nobody is told',
      segments: [{ vni: 1, routeTarget: '1:2' }],
      says: 'segments\\[0\\].routeTarget: found "1:2", wanted none without evpn',
    },
  ])('refuses of segments: $name', ({ json, segments, says }) => {
    expect(refusal(() => readSilkdConfig(json ?? { source: 'none', segments }))).toMatch(new RegExp(says));
  });

  test('names every key that segments alone have no use for', () => {
    const json = { source: 'none', segments: [], ...host, peers: [], etcd, mtu: 1400, vtepName: 'v', subnetFile: '/s' };
    expect(details(() => readSilkdConfig(json)).map((line) => line.split(':')[0])).toEqual([
      'overlayNetwork',
      'subnet',
      'peers',
      'mtu',
      'vtepName',
      'subnetFile',
      'etcd',
    ]);
  });

  test.each([
    { name: 'no subnet', json: { overlayNetwork: '10.255.0.0/16' }, says: 'BAD_CONFIG .*subnet: found nothing' },
    { name: 'no network', json: { subnet: '10.255.30.0/24' }, says: 'overlayNetwork: found nothing' },
    { name: 'a subnet outside', json: { ...host, subnet: '10.1.0.0/24' }, says: 'subnet: found "10.1.0.0/24"' },
    {
      name: 'a subnet too small',
      json: { ...host, subnet: '10.255.30.0/31' },
      says: 'subnet: .*/31.* length 30 at most',
    },
    {
      name: 'one file twice',
      json: { ...host, subnetFile: '/s', apiSocket: '/s' },
      says: 'subnetFile: .*than apiSocket',
    },
    {
      name: 'the peers file',
      json: { ...host, subnetFile: '/etc/silk/peers.json' },
      says: 'subnetFile: .*than peersFile',
    },
    { name: 'peers twice', json: { ...host, peers: [], peersFile: '/p' }, says: 'peersFile: found "/p"' },
    { name: 'a bad peer', json: { ...host, peers: [{ ...peer, underlay: '0.0.0.0' }] }, says: 'peers\\[0\\].underlay' },
    { name: 'etcd with a static source', json: { ...host, etcd }, says: 'etcd: found .*wanted none' },
    { name: 'no etcd', json: { source: 'etcd' }, says: 'etcd: found nothing' },
    { name: 'a bad endpoint', json: { source: 'etcd', etcd: { endpoints: ['x'] } }, says: 'etcd.endpoints\\[0\\]' },
    { name: 'no evpn', json: { ...host, source: 'evpn' }, says: 'evpn: found nothing, wanted an object with asn' },
    { name: 'evpn without a subnet', json: { source: 'evpn', evpn }, says: 'overlayNetwork: found nothing' },
    { name: 'evpn with peers', json: { ...host, source: 'evpn', evpn, peers: [] }, says: 'peers: found .*wanted none' },
    {
      name: 'a bad target',
      json: { ...host, source: 'evpn', evpn: { asn: 1, routeTarget: 'x' } },
      says: 'evpn.routeTarget',
    },
    {
      name: 'another source',
      json: { ...host, source: 'zk' },
      says: 'source: found "zk", wanted "static", "etcd", "evpn" or "none"',
    },
    { name: 'another level', json: { ...host, logLevel: 'loud' }, says: 'logLevel: found "loud"' },
    { name: 'an unknown key', json: { ...host, subnetfile: '/s' }, says: 'UNSUPPORTED_FIELD .*subnetfile' },
  ])('refuses $name', ({ json, says }) => {
    expect(refusal(() => readSilkdConfig(json))).toMatch(new RegExp(says));
  });

  test('names every key that a source says itself', () => {
    const json = { source: 'etcd', etcd, ...host, vni: 1, port: 1, gbp: true, peers: [] };
    expect(details(() => readSilkdConfig(json)).map((line) => line.split(':')[0])).toEqual([
      'overlayNetwork',
      'subnet',
      'vni',
      'port',
      'gbp',
      'peers',
    ]);
  });
});

test('formatSubnetFile() writes what parseSubnetFile() reads, with the gateway', () => {
  const network = parsePrefix('10.255.0.0/16', 'x');
  const file = { network, subnet: parsePrefix('10.255.30.0/24', 'x'), mtuBytes: 1450, ipMasq: true };
  const text = formatSubnetFile(file);
  expect(text).toContain('FLANNEL_SUBNET=10.255.30.1/24\n');
  expect(parseSubnetFile(text, '/s')).toEqual({ ...file, subnet: parsePrefix('10.255.30.1/24', 'x') });
});
