import { describe, expect, test } from '@jest/globals';
import { endpointsFile } from '../../../src/config/endpoints-file.ts';
import { checkListText } from '../../../src/config/list-file.ts';
import { formatEntryKeys } from '../../../src/peers/endpoints-file.ts';

const endpoint = { vni: 42, ip: '10.0.10.11', mac: '02:42:00:00:00:0b', underlay: '10.244.0.48' };
const second = { vni: 42, ip: '10.0.10.12', mac: '02:42:00:00:00:0c', underlay: '10.244.0.49' };

function check(...endpoints: readonly object[]) {
  return checkListText(endpointsFile, JSON.stringify({ endpoints }));
}

describe('the endpoints file', () => {
  test('is a list of endpoints in their order', () => {
    const macAlone = { vni: 42, mac: '02:42:00:00:00:0d', underlay: '10.244.0.49' };
    const hostAlone = { vni: 42, underlay: '10.244.0.49' };
    const texts = check(endpoint, second, macAlone, hostAlone).items?.map((entry) => ({
      vni: entry.vni,
      ...formatEntryKeys(entry),
    }));
    expect(texts).toEqual([endpoint, second, macAlone, hostAlone]);
  });

  test.each([
    { name: 'the same address and MAC in another segment', other: { ...endpoint, vni: 43, underlay: '10.244.0.49' } },
    { name: 'two addresses of one MAC on one host', other: { ...endpoint, ip: '10.0.10.12' } },
    { name: 'a MAC with its address and without', other: { ...endpoint, ip: undefined } },
  ])('may have $name', ({ other }) => {
    expect(check(endpoint, other).faults).toBeUndefined();
  });

  test.each([
    { name: 'a group as address', other: { ...second, ip: '224.0.0.1' }, at: '/endpoints/1/ip' },
    { name: 'IPv6', other: { ...second, ip: 'fd00::1' }, at: '/endpoints/1/ip' },
    { name: 'the MAC of zeros', other: { ...second, mac: '00:00:00:00:00:00' }, at: '/endpoints/1/mac' },
    { name: "a group's MAC", other: { ...second, mac: '01:00:5e:00:00:01' }, at: '/endpoints/1/mac' },
    { name: 'no address of a host', other: { ...second, underlay: 'b' }, at: '/endpoints/1/underlay' },
    { name: 'a VNI of 25 bits', other: { ...second, vni: 2 ** 24 }, at: '/endpoints/1/vni' },
    { name: 'an address without a MAC', other: { ...second, mac: undefined }, at: '/endpoints/1/ip' },
    { name: 'an entry without a host', other: { ...second, underlay: undefined }, at: '/endpoints/1' },
    { name: 'a broken MAC without an address', other: { ...second, ip: undefined, mac: 'b' }, at: '/endpoints/1/mac' },
    { name: 'an address twice in a segment', other: { ...second, ip: '10.0.10.11' }, at: '/endpoints/1/ip' },
    { name: 'a MAC on two hosts of a segment', other: { ...second, mac: '02:42:00:00:00:0B' }, at: '/endpoints/1/mac' },
    {
      name: 'a MAC without an address on a second host',
      other: { ...second, ip: undefined, mac: '02:42:00:00:00:0b' },
      at: '/endpoints/1/mac',
    },
  ])('has not $name', ({ other, at }) => {
    expect(check(endpoint, other).faults?.map((fault) => fault.at)).toEqual([at]);
  });

  test('has no key twice in one object', () => {
    const text = JSON.stringify({ endpoints: [endpoint] }).replace('"ip"', '"ip":"10.0.10.1","ip"');
    expect(checkListText(endpointsFile, text).faults?.[0].text).toContain('found the key twice');
  });
});
