import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NetlinkError } from '../../../src/linux/netlink/error.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { dropsByPolicy, ensureSourceNatChain } from '../../../src/linux/nftables/chain.ts';
import { addElements, hasElement, listElements, removeElements } from '../../../src/linux/nftables/element.ts';
import { appendRule, listRules, removeRule } from '../../../src/linux/nftables/rule.ts';
import { ensureAddressSet } from '../../../src/linux/nftables/set.ts';
import { ensureTable, removeTable } from '../../../src/linux/nftables/table.ts';
import { commit, getGeneration, whileUnchanged } from '../../../src/linux/nftables/transaction.ts';
import { run, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('nftables');
const chain = { table: 'silk', chain: 'postrouting' };
const set = { table: 'silk', set: 'containers' };
const element = { key: 0x0aff1e02, isEnd: false };
const base = [
  ensureTable({ table: 'silk' }),
  ensureSourceNatChain(chain),
  ensureAddressSet({ ...set, flags: 0, id: 1 }),
];

let netnsPath = '';
let socket: NetlinkSocket;

beforeAll(() => {
  netnsPath = namespaces.add().path;
  using netns = openNetns(netnsPath);
  socket = NetlinkSocket.openNetfilter(netns);
});

beforeEach(() => {
  nft('flush ruleset');
});

afterAll(() => {
  socket[Symbol.dispose]();
  namespaces.removeAll();
});

function nft(...words: readonly string[]): string {
  return run('nsenter', [`--net=${netnsPath}`, '--', 'nft', ...words]);
}

function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof NetlinkError) return error.errno;
    throw error;
  }
}

describe('commit()', () => {
  test('makes all, and the same again is success', () => {
    for (let time = 0; time < 2; time += 1) commit(socket, base, getGeneration(socket));
    expect(nft('list', 'ruleset')).toContain('type nat hook postrouting priority srcnat; policy accept;');
  });

  test('makes nothing where one request is refused, and says which', () => {
    const requests = [...base, removeTable({ table: 'none' }), addElements(set, [element])];
    expect(() => commit(socket, requests, getGeneration(socket))).toThrow(/^Cannot remove table ip none: ENOENT/);
    expect(nft('list', 'ruleset')).toBe('');
    // The socket goes on: what the kernel said after the refusal is not taken for the next answer.
    commit(socket, base, getGeneration(socket));
    expect(listElements(socket, set)).toEqual([]);
  });

  test('makes nothing where somebody changed anything since the generation was read', () => {
    const before = getGeneration(socket);
    nft('add table ip other');
    expect(getGeneration(socket)).not.toBe(before);
    expect(refusal(() => commit(socket, base, before))).toBe('ERESTART');
    expect(nft('list', 'tables')).toBe('table ip other\n');
  });
});

test('whileUnchanged() begins again until nobody changes anything between', () => {
  let attempts = 0;
  whileUnchanged(socket, (generation) => {
    attempts += 1;
    if (attempts < 4) nft(`add table ip other${attempts}`);
    commit(socket, base, generation);
  });
  expect(attempts).toBe(4);
  expect(
    refusal(() => whileUnchanged(socket, (generation) => commit(socket, [removeTable({ table: 'none' })], generation))),
  ).toBe('ENOENT');
});

test('elements are added, seen and removed, and 2,000 are listed whole', () => {
  expect([listElements(socket, set), hasElement(socket, set, element)]).toEqual([undefined, false]);
  const many = Array.from({ length: 2000 }, (_, index) => ({ key: 0x0a010000 + index, isEnd: false }));
  commit(socket, [...base, addElements(set, [element, ...many])], getGeneration(socket));
  expect(listElements(socket, set)?.sort((a, b) => b.key - a.key)).toEqual([element, ...many.reverse()]);
  expect(hasElement(socket, set, element)).toBe(true);
  expect(refusal(() => commit(socket, [addElements(set, [element])], getGeneration(socket)))).toBe('EEXIST');
  commit(socket, [removeElements(set, [element])], getGeneration(socket));
  expect(hasElement(socket, set, element)).toBe(false);
});

test('rules are listed by their chain alone, and one is removed', () => {
  const rule = (comment: string) => appendRule({ ...chain, comment, expressions: [] });
  commit(socket, [...base, rule('one'), rule('two')], getGeneration(socket));
  nft('add chain ip silk another');
  nft('add rule ip silk another counter comment "three"');
  const rules = listRules(socket, chain);
  expect(rules.map(({ comment }) => comment)).toEqual(['one', 'two']);
  const [first] = rules;
  if (first !== undefined) commit(socket, [removeRule(chain, first)], getGeneration(socket));
  expect(listRules(socket, chain).map(({ comment }) => comment)).toEqual(['two']);
  expect(listRules(socket, { table: 'none', chain: 'none' })).toEqual([]);
});

test.each([
  { name: 'drops', text: 'type filter hook forward priority filter; policy drop;', drops: true },
  { name: 'accepts', text: 'type filter hook forward priority filter;', drops: false },
  { name: 'is no base chain', text: '', drops: false },
])('dropsByPolicy() of a chain that $name', ({ text, drops }) => {
  expect(dropsByPolicy(socket, { table: 'filter', chain: 'FORWARD' })).toBe(false);
  nft(`add table ip filter; add chain ip filter FORWARD { ${text} }`);
  expect(dropsByPolicy(socket, { table: 'filter', chain: 'FORWARD' })).toBe(drops);
});
