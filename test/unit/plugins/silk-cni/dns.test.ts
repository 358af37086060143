import { expect, test } from '@jest/globals';
import { chooseDns } from '../../../../plugins/silk-cni/dns.ts';
import { readSilkCniConfig } from '../../../../src/config/validate.ts';

const fromIpam = { nameservers: ['10.0.0.1'] };
const wish = { servers: ['10.0.0.53'], searches: ['a.b'], options: ['ndots:2'] };
const asResult = { nameservers: ['10.0.0.53'], search: ['a.b'], options: ['ndots:2'] };
const silent = { Servers: null, Searches: [], Options: null };

test.each([
  { name: "IPAM's where nobody else says any", keys: {}, expected: fromIpam },
  { name: "the network's before IPAM's", keys: { dns: { domain: 'ours' } }, expected: { domain: 'ours' } },
  { name: "IPAM's where the network's is empty", keys: { dns: {} }, expected: fromIpam },
  {
    name: "IPAM's where the network's has only what is empty",
    keys: { dns: { nameservers: [], domain: '' } },
    expected: fromIpam,
  },
  {
    name: "the runtime's before both, whole",
    keys: { dns: { domain: 'ours' }, runtimeConfig: { dns: wish } },
    expected: asResult,
  },
  {
    name: "of the runtime's what it says",
    keys: { runtimeConfig: { dns: { ...silent, Servers: ['10.0.0.53'] } } },
    expected: { nameservers: ['10.0.0.53'] },
  },
  {
    name: "the network's where the runtime's says nothing",
    keys: { dns: { domain: 'ours' }, runtimeConfig: { dns: silent } },
    expected: { domain: 'ours' },
  },
])('chooseDns() gives $name', ({ keys, expected }) => {
  expect(chooseDns(readSilkCniConfig({ name: 'n', type: 'silk-cni', ...keys }), fromIpam)).toEqual(expected);
});
