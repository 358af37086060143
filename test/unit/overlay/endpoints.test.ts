import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { describeEndpoint, describeEndpoints } from '../../../src/overlay/endpoints.ts';
import { endpointOf, sampleSegment } from '../../support/segment-samples.ts';

const first = endpointOf('10.0.10.11 02:42:00:00:00:0b 10.244.0.48');

interface Case {
  readonly name: string;
  /** Beside the first. */
  readonly other: string;
  /** Why it is refused; absent: it is taken. */
  readonly reason?: string;
}

const cases: readonly Case[] = [
  { name: 'another one', other: '10.0.10.12 02:42:00:00:00:0c 10.244.0.49' },
  { name: 'a second address of a MAC', other: '10.0.10.12 02:42:00:00:00:0b 10.244.0.48' },
  {
    name: 'a MAC on two hosts',
    other: '10.0.10.12 02:42:00:00:00:0b 10.244.0.49',
    reason: 'found its MAC at 10.244.0.48 too, wanted it on one host',
  },
  {
    name: 'an address with two MACs',
    other: '10.0.10.11 02:42:00:00:00:0c 10.244.0.48',
    reason: 'found its address with 02:42:00:00:00:0b too, wanted it once',
  },
  {
    name: 'the MAC of zeros, which would be where to flood to',
    other: '10.0.10.12 00:00:00:00:00:00 10.244.0.49',
    reason: 'found its MAC to be of no one device, wanted a unicast MAC',
  },
  {
    name: "a group's MAC",
    other: '10.0.10.12 01:00:5e:00:00:01 10.244.0.49',
    reason: 'found its MAC to be of no one device, wanted a unicast MAC',
  },
  {
    name: "the gateway's MAC",
    other: '10.0.10.12 ee:ee:0a:00:0a:01 10.244.0.49',
    reason: "found the MAC of this segment's own bridge, wanted another",
  },
  {
    name: "the VXLAN device's MAC",
    other: '10.0.10.12 aa:aa:0a:f4:00:91 10.244.0.49',
    reason: "found the MAC of this segment's own VXLAN device, wanted another",
  },
  {
    name: "the gateway's MAC without an address",
    other: ' ee:ee:0a:00:0a:01 10.244.0.49',
    reason: "found the MAC of this segment's own bridge, wanted another",
  },
  {
    name: 'a MAC without an address on a second host',
    other: ' 02:42:00:00:00:0b 10.244.0.49',
    reason: 'found its MAC at 10.244.0.48 too, wanted it on one host',
  },
  {
    name: 'a host in the network of the segment, into which the tunnel would lead',
    other: '10.0.10.12 02:42:00:00:00:0c 10.0.10.13',
    reason: "found its host at 10.0.10.13, in the segment's own network 10.0.10.1/24, wanted it on the underlay",
  },
  {
    name: "the gateway's address",
    other: '10.0.10.1 02:42:00:00:00:0c 10.244.0.49',
    reason: "found the segment's gateway address, wanted another",
  },
];

describe('describeEndpoints()', () => {
  test.each(cases)('says what becomes of $name', ({ other, reason }) => {
    const second = endpointOf(other);
    const { endpoints, refused } = describeEndpoints([first, second], sampleSegment());
    expect(endpoints).toEqual(reason === undefined ? [first, second] : [first]);
    expect(refused).toEqual(reason === undefined ? [] : [{ what: describeEndpoint(second), reason }]);
  });

  test("passes over this host's own endpoints, and those of other segments", () => {
    const own = endpointOf('10.0.10.99 02:42:00:00:00:63 10.244.0.145');
    const others = endpointOf('10.0.10.12 02:42:00:00:00:0c 10.244.0.49', 43);
    const desired = describeEndpoints([own, others, first], sampleSegment());
    expect(desired).toEqual({ endpoints: [first], hosts: [first.underlay], refused: [] });
  });

  test('takes what the list says again once, and a MAC without an address beside those with one', () => {
    const macAlone = endpointOf(' 02:42:00:00:00:0b 10.244.0.48');
    const desired = describeEndpoints([first, macAlone, first, macAlone], sampleSegment());
    expect(desired).toEqual({ endpoints: [first, macAlone], hosts: [first.underlay], refused: [] });
  });

  test('has for broadcasts each other host once, whether it has an endpoint, a refused one, or none', () => {
    const host = (underlay: string) => ({ vni: 42, underlay: parseIp(underlay, 'underlay') });
    const refused = endpointOf(' 02:42:00:00:00:0b 10.244.0.50');
    const hosts = ['10.244.0.48', '10.244.0.49', '10.244.0.145', '10.244.0.49'].map(host);
    const desired = describeEndpoints([first, refused, ...hosts, { ...host('10.244.0.51'), vni: 43 }], sampleSegment());
    expect(desired.endpoints).toEqual([first]);
    expect(desired.hosts.map(formatIp)).toEqual(['10.244.0.48', '10.244.0.50', '10.244.0.49']);
  });
});
