import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp, parseIp } from '../../../../src/addr/ip.ts';
import { formatMac } from '../../../../src/addr/mac.ts';
import { formatPrefix, parsePrefix } from '../../../../src/addr/prefix.ts';
import {
  formatLease,
  formatSubnetName,
  ownerOf,
  parseLease,
  parseSubnetName,
} from '../../../../src/peers/etcd/lease-record.ts';
import { formatNetworkConfig, isOfNetwork, parseNetworkConfig } from '../../../../src/peers/etcd/network-config.ts';
import { formatOwnLease, parseOwnLease } from '../../../../src/peers/etcd/own-lease.ts';

function read(text: string): Record<string, unknown> {
  const { value, faults } = parseNetworkConfig(text);
  if (value === undefined) return { faults: faults.map((fault) => fault.text) };
  const { network, subnetMin, subnetMax, ...rest } = value;
  return { network: formatPrefix(network), min: formatIp(subnetMin), max: formatIp(subnetMax), ...rest };
}

const vxlan = '"Backend":{"Type":"vxlan"}';

describe('parseNetworkConfig()', () => {
  test.each([
    {
      name: 'what flannel would fill in',
      text: `{"Network":"10.0.0.0/8",${vxlan}}`,
      value: {
        network: '10.0.0.0/8',
        min: '10.0.1.0',
        max: '10.255.255.0',
        subnetLength: 24,
        vni: 1,
        port: 8472,
        gbp: false,
      },
    },
    {
      name: 'a small network in quarters, keys of any case, host bits, keys of others',
      text: '{"network":"10.1.2.3/24","EnableIPv4":true,"EnableIPv6":false,"EnableNetworkPolicy":true,"BACKEND":{"type":"vxlan","vni":7,"port":0,"DirectRouting":true}}',
      value: {
        network: '10.1.2.0/24',
        min: '10.1.2.64',
        max: '10.1.2.192',
        subnetLength: 26,
        vni: 7,
        port: 8472,
        gbp: false,
      },
    },
    {
      name: 'all that is given',
      text: '{"Network":"10.5.0.0/16","SubnetLen":28,"SubnetMin":"10.5.10.0","SubnetMax":"10.5.99.240","Backend":{"Type":"vxlan","VNI":9,"Port":4789,"GBP":true}}',
      value: {
        network: '10.5.0.0/16',
        min: '10.5.10.0',
        max: '10.5.99.240',
        subnetLength: 28,
        vni: 9,
        port: 4789,
        gbp: true,
      },
    },
  ])('reads $name', ({ text, value }) => {
    expect(read(text)).toEqual(value);
  });

  test.each([
    ['', 'the whole: found "", wanted a JSON object'],
    ['[]', 'the whole: found "[]", wanted a JSON object'],
    [`{${vxlan}}`, 'Network: found nothing, wanted an IPv4 prefix such as 10.255.0.0/16, of length 1 to 28'],
    [`{"Network":"fc00::/48",${vxlan}}`, 'Network: found "fc00::/48"'],
    [`{"Network":"10.0.0.0/29",${vxlan}}`, 'Network: found "10.0.0.0/29"'],
    [`{"Network":"10.0.0.0/16","SubnetLen":17,${vxlan}}`, 'SubnetLen: found 17, wanted an integer from 18 to 30'],
    // Half a thousand million subnets would have to be looked through.
    [`{"Network":"32.0.0.0/3","SubnetLen":30,${vxlan}}`, 'SubnetLen: found 30, wanted an integer from 5 to 23'],
    [`{"Network":"127.0.0.0/8",${vxlan}}`, 'Network: found "127.0.0.0/8", wanted addresses that hosts can have'],
    [`{"Network":"10.0.0.0/16","SubnetMin":"10.0.1.1",${vxlan}}`, 'SubnetMin: found "10.0.1.1"'],
    [`{"Network":"10.0.0.0/16","SubnetMax":"10.1.0.0",${vxlan}}`, 'SubnetMax: found "10.1.0.0"'],
    [`{"Network":"10.0.0.0/16","SubnetMin":"10.0.9.0","SubnetMax":"10.0.8.0",${vxlan}}`, 'SubnetMax: found "10.0.8.0"'],
    [`{"Network":"10.0.0.0/16","EnableIPv4":false,${vxlan}}`, 'EnableIPv4: found false, wanted true'],
    ['{"Network":"10.0.0.0/16"}', 'Backend.Type: found nothing, wanted "vxlan"'],
    ['{"Network":"10.0.0.0/16","Backend":{"Type":"host-gw"}}', 'Backend.Type: found "host-gw", wanted "vxlan"'],
    ['{"Network":"10.0.0.0/16","Backend":{"Type":"vxlan","VNI":0}}', 'Backend.VNI: found 0'],
    ['{"Network":"10.0.0.0/16","Backend":{"Type":"vxlan","Port":"1"}}', 'Backend.Port: found "1"'],
    ['{"Network":"10.0.0.0/16","Backend":{"Type":"vxlan","GBP":1}}', 'Backend.GBP: found 1'],
  ])('says what is wrong with %s', (text, fault) => {
    expect(read(text)).toEqual({ faults: [expect.stringContaining(fault)] });
  });

  test('reads what formatNetworkConfig() writes, and knows which subnets are of it', () => {
    const { value } = parseNetworkConfig(`{"Network":"10.5.0.0/16",${vxlan}}`);
    if (value === undefined) throw new Error('not read');
    expect(parseNetworkConfig(formatNetworkConfig(value)).value).toEqual(value);
    const texts = ['10.5.1.0/24', '10.5.255.0/24', '10.5.0.0/24', '10.5.1.0/25', '10.6.1.0/24'];
    expect(texts.map((text) => isOfNetwork(value, parsePrefix(text, 'x')))).toEqual([true, true, false, false, false]);
  });
});

const flannels =
  '{"PublicIP":"192.168.64.3","PublicIPv6":null,"BackendType":"vxlan","BackendData":{"VNI":1,"VtepMAC":"c6:d2:32:6f:8f:44"}}';

describe('parseLease()', () => {
  test("reads flannel's, those that do not say their VNI, and the IPv4 part of two families", () => {
    const { value } = parseLease('10.5.52.0-24', flannels);
    expect(value && { ...value, subnet: formatPrefix(value.subnet), publicIp: formatIp(value.publicIp) }).toMatchObject(
      {
        subnet: '10.5.52.0/24',
        publicIp: '192.168.64.3',
        vni: 1,
      },
    );
    expect(value && formatMac(value.vtepMac)).toBe('c6:d2:32:6f:8f:44');
    expect(parseLease('10.5.52.0-24&fc00::-64', flannels.replace('"VNI":1,', '')).value?.vni).toBeUndefined();
  });

  test.each([
    ['10.5.52.1-24', flannels, 'the key: found "10.5.52.1-24"'],
    ['10.5.52.0-33', flannels, 'the key: found'],
    ['10.5.52.0-31', flannels, 'the key: found'],
    ['x10.5.52.0-24', flannels, 'the key: found'],
    ['10.5.52.0/24', flannels, 'the key: found'],
    ['10.5.52.0-24', '', 'the value: found ""'],
    ['10.5.52.0-24', 'null', 'the value: found "null"'],
    ['10.5.52.0-24', '{}', 'PublicIP: found nothing'],
    ['10.5.52.0-24', flannels.replace('192.168.64.3', '127.0.0.1'), 'PublicIP: found "127.0.0.1"'],
    ['10.5.52.0-24', flannels.replace('vxlan', 'udp'), 'BackendType: found "udp"'],
    ['10.5.52.0-24', flannels.replace('c6:', 'c7:'), 'BackendData.VtepMAC: found "c7:'],
    ['10.5.52.0-24', flannels.replace('"VNI":1', '"VNI":-1'), 'BackendData.VNI: found -1'],
  ])('says what is wrong with %s %s', (name, value, fault) => {
    expect(parseLease(name, value).faults?.[0]?.text).toContain(fault);
  });

  test('never throws, whatever the key and the value', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constant(flannels).map((text) => text.slice(0, -2)),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant('10.5.52.0-24')), texts, (name, value) => {
        const { value: record, faults = [] } = parseLease(name, value);
        expect((record === undefined) === faults.length > 0).toBe(true);
        ownerOf(value);
        parseNetworkConfig(value);
        parseOwnLease(value);
      }),
    );
  });

  test('reads what formatLease() writes; names and subnets are one to one', () => {
    const subnet = parsePrefix('10.5.52.0/24', 'x');
    const publicIp = parseIp('10.0.0.5', 'x');
    const text = formatLease({ subnet, publicIp, vni: 7 });
    expect(parseLease(formatSubnetName(subnet), text).value).toMatchObject({ subnet, publicIp, vni: 7 });
    expect(parseSubnetName(formatSubnetName(subnet))).toEqual(subnet);
    expect(ownerOf(text)).toEqual(publicIp);
    expect(ownerOf('{"PublicIP":"10.0.0.5","BackendType":7}')).toEqual(publicIp);
  });
});

test('parseOwnLease() reads what formatOwnLease() writes, and nothing less', () => {
  const place = {
    network: parsePrefix('10.5.0.0/16', 'x'),
    subnet: parsePrefix('10.5.52.0/24', 'x'),
    vni: 7,
    port: 4789,
    gbp: true,
  };
  const more = { prefix: '/p', publicIp: parseIp('10.0.0.5', 'x'), leaseId: '9223372036854775807', bootId: 'b' };
  const own = { place, ...more, renewedAtMs: 1, ttlSeconds: 2, lost: 'gone' };
  expect(parseOwnLease(formatOwnLease(own))).toEqual(own);
  const bare = { ...own, ttlSeconds: undefined, lost: undefined };
  expect(parseOwnLease(formatOwnLease(bare))).toEqual(bare);
  const json = JSON.parse(formatOwnLease(own));
  for (const key of ['network', 'subnet', 'vni', 'port', 'gbp', 'publicIp', 'prefix', 'leaseId', 'bootId']) {
    expect(parseOwnLease(JSON.stringify({ ...json, [key]: undefined }))).toBeUndefined();
  }
});
