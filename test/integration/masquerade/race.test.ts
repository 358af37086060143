import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { listElements } from '../../../src/linux/nftables/element.ts';
import { getGeneration } from '../../../src/linux/nftables/transaction.ts';
import { masqueradeDifferences, startMasquerading, stopMasquerading } from '../../../src/overlay/masquerade.ts';
import { containers } from '../../../src/overlay/masquerade-table.ts';
import { run, TestNamespaces } from '../linux/namespaces.ts';

const namespaces = new TestNamespaces('masquerade');
const wish = { ip: parseIp('10.255.30.2', 'address'), inside: [parsePrefix('10.255.0.0/16', 'prefix')] };
const other = { ip: parseIp('10.255.30.3', 'address'), inside: [] };

let netnsPath = '';
let one: NetlinkSocket;
let two: NetlinkSocket;

beforeAll(() => {
  netnsPath = namespaces.add().path;
  using netns = openNetns(netnsPath);
  one = NetlinkSocket.openNetfilter(netns);
  two = NetlinkSocket.openNetfilter(netns);
});

beforeEach(() => {
  run('nsenter', [`--net=${netnsPath}`, '--', 'nft', 'flush', 'ruleset']);
});

afterAll(() => {
  for (const socket of [one, two]) socket[Symbol.dispose]();
  namespaces.removeAll();
});

test('startMasquerading() of an address that is there is a change, for whoever is about to remove it', () => {
  startMasquerading(one, wish);
  const before = getGeneration(one);
  startMasquerading(one, wish);
  expect(getGeneration(one)).not.toBe(before);
  expect(masqueradeDifferences(one, wish)).toEqual([]);
});

/** What ADDs do between what a DEL or GC has read and what it changes. */
const meanwhile = [
  { name: 'the very address', begun: wish, asked: ['10.255.30.2', '10.255.30.2'] },
  { name: 'another address', begun: other, asked: ['10.255.30.2', '10.255.30.2', '10.255.30.3'] },
];

test.each(meanwhile)('stopMasquerading() begins again when somebody starts $name meanwhile', ({ begun, asked }) => {
  startMasquerading(one, wish);
  const questions: bigint[] = [];
  stopMasquerading(one, ({ value }) => {
    questions.push(value);
    if (questions.length === 1) startMasquerading(two, begun);
    // A link bears what was started meanwhile.
    return questions.length === 1 || value !== begun.ip.value;
  });
  expect(questions.sort()).toEqual(asked.map((text) => parseIp(text, 'address').value));
  expect(listElements(one, containers)).toEqual([{ key: Number(begun.ip.value), isEnd: false }]);
  expect(masqueradeDifferences(one, { ...begun, inside: wish.inside })).toEqual([]);
});
