import { expect, test } from '@jest/globals';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { assignRequests } from '../../../src/ipam/requested.ts';
import { failureOf, ip, scratch, texts } from './scratch.ts';

function assign(...requested: string[]) {
  using store = scratch('blue');
  const rangeSets = ['10.0.0.0/24', '10.0.1.0/24', 'fd00::/64'].map((subnet) => [makeRange({ subnet }, 'r')]);
  return assignRequests(store, {
    rangeSets,
    excluded: [parsePrefix('10.0.1.128/25', 'e')],
    requested: requested.map(ip),
  });
}

test('assignRequests() puts each address to its set', () => {
  const places = assign('fd00::9', '10.0.0.9');
  expect(places.map((place) => place && texts([place])[0])).toEqual(['10.0.0.9', undefined, 'fd00::9']);
});

test.each([
  { name: 'the network address', requested: ['10.0.0.0'], says: '10.0.0.0 in "blue": found it the network address' },
  { name: 'the broadcast address', requested: ['10.0.0.255'], says: 'found it the broadcast address' },
  { name: 'the gateway', requested: ['10.0.1.1'], says: 'found it the gateway' },
  { name: 'an excluded one', requested: ['10.0.1.200'], says: 'found it excluded' },
  {
    name: 'one outside',
    requested: ['10.0.0.9', '10.0.2.1'],
    says: '10.0.2.1 in "blue": found it outside every range',
  },
  {
    name: 'two out of one set',
    requested: ['10.0.0.9', '10.0.0.8'],
    says: 'found 10.0.0.9 requested out of the same range set',
  },
])('assignRequests() refuses $name', ({ requested, says }) => {
  const failure = failureOf(() => assign(...requested));
  expect([failure.code, failure.message]).toEqual(['ADDRESS_UNAVAILABLE', expect.stringContaining(says)]);
});
