import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { compare, judgedNetworks } from '../../../../src/cli/ipam/compare.ts';
import { hostLinkName } from '../../../../src/overlay/derive.ts';

const link = 's-010255030002';
const owner = { containerId: 'c1', ifname: 'eth0' };
const mark = 'silk:blue:c1:eth0';

function reservation(change: object = {}) {
  const ip = parseIp('10.255.30.2', 'test');
  return {
    network: 'blue',
    ip,
    address: '10.255.30.2',
    owner,
    mtimeMs: 0,
    link: hostLinkName(ip),
    linkExists: true,
    ...change,
  };
}

const cases = [
  { name: 'nothing where both are there', rows: [reservation()], links: [{ name: link, alias: mark }], kinds: [] },
  { name: 'a reservation without a link', rows: [reservation()], links: [], kinds: ['reservation-without-link'] },
  {
    name: 'a link without a reservation',
    rows: [],
    links: [{ name: link, alias: mark }],
    kinds: ['link-without-reservation'],
  },
  { name: 'a link that nobody marked', rows: [], links: [{ name: link }], kinds: ['link-without-reservation'] },
  { name: 'no link of a network elsewhere', rows: [], links: [{ name: link, alias: 'silk:red:c1:eth0' }], kinds: [] },
  {
    name: "another owner's link",
    rows: [reservation()],
    links: [{ name: link, alias: 'silk:blue:c2:eth0' }],
    kinds: ['owner-differs'],
  },
  {
    name: 'a file that names nobody, of any network',
    rows: [reservation({ owner: undefined, network: 'ptp' })],
    links: [],
    kinds: ['garbage'],
  },
  { name: 'no reservation of a network of other links', rows: [reservation({ network: 'ptp' })], links: [], kinds: [] },
  { name: 'no IPv6 reservation', rows: [reservation({ link: undefined })], links: [], kinds: [] },
];

test.each(cases)('compare() finds $name', ({ rows, links, kinds }) => {
  const found = compare({ reservations: rows, links, judged: new Set(['blue']), unmarked: true });
  expect(found.map((one) => one.kind)).toEqual(kinds);
});

test('compare() passes over links without an alias where one network alone is asked about', () => {
  expect(compare({ reservations: [], links: [{ name: link }], judged: new Set(['blue']), unmarked: false })).toEqual(
    [],
  );
});

describe('judgedNetworks()', () => {
  test.each([
    { name: 'with a link now', rows: [reservation()], links: [], configured: [], judged: ['blue'] },
    { name: 'whose mark a link has', rows: [], links: [{ name: link, alias: mark }], configured: [], judged: ['blue'] },
    { name: 'configured with silk-cni', rows: [], links: [], configured: ['blue', 'red'], judged: ['blue'] },
    { name: 'no other', rows: [reservation({ linkExists: false })], links: [], configured: [], judged: [] },
  ])('takes those $name', ({ rows, links, configured, judged }) => {
    expect([...judgedNetworks(['blue', 'ptp'], { reservations: rows, links }, configured)]).toEqual(judged);
  });
});
