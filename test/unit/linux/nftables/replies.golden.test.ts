import { expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { decodeMessages } from '../../../../src/linux/netlink/message.ts';
import type { Decode } from '../../../../src/linux/netlink/socket.ts';
import { decodePolicy } from '../../../../src/linux/nftables/chain.ts';
import { decodeElements, decodeKeys } from '../../../../src/linux/nftables/element.ts';
import { decodeRule } from '../../../../src/linux/nftables/rule.ts';
import { endpointElements } from '../../../../src/overlay/guard-table.ts';
import { goldenReplies } from '../../../golden/vectors.ts';

/** The replies of a kind that the kernel gave, decoded. */
function replies<T>(name: string, kind: number, decode: Decode<T>): T[] {
  const found: T[] = [];
  for (const datagram of goldenReplies(name, 'nftables-replies.json')) {
    decodeMessages(datagram, ({ type, payload }) => {
      const value = type === (0x0a00 | kind) ? decode(type, payload) : undefined;
      if (value !== undefined) found.push(value);
    });
  }
  return found;
}

test('decodeElements() reads beginnings and ends of ranges', () => {
  const elements = replies('elements', 12, decodeElements).flat();
  expect([...elements].sort((a, b) => a.key - b.key)).toEqual([
    { key: 0, isEnd: false },
    { key: 0x01000000, isEnd: true },
    { key: 0x0aff0000, isEnd: false },
    { key: 0x0b000000, isEnd: true },
  ]);
});

test('decodeKeys() reads keys of several parts', () => {
  const port = { name: 'b-0123456789ab', mac: parseMac('ee:ee:0a:00:0a:0a', 'mac'), ip: parseIp('10.0.10.10', 'ip') };
  const keys = (elements: readonly { readonly key: Uint8Array }[]) => elements.map(({ key }) => key.join()).sort();
  expect(keys(replies('endpoints', 12, decodeKeys).flat())).toEqual(keys(endpointElements(port)));
});

test('decodePolicy() reads what a chain does with what no rule decides', () => {
  expect(replies('chains', 3, decodePolicy)).toEqual([0]);
});

test('decodeRule() reads the comments of iptables, and that there is none', () => {
  const rules = replies('rules of iptables', 6, decodeRule);
  expect(rules.map(({ comment }) => comment)).toEqual([
    undefined,
    'silk: from containers',
    'silk: to containers',
    'silk: overlay to containers',
  ]);
  expect(new Set(rules.map(({ handle }) => handle.join()))).toHaveProperty('size', 4);
});

test('decodeRule() reads the comment of nft', () => {
  expect(replies('rules of nft', 6, decodeRule)).toEqual([
    { handle: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 4), comment: 'silk' },
  ]);
});
