import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import type { NetlinkRequest } from '../../../../src/linux/netlink/request.ts';
import {
  addElements,
  hasElementRequest,
  listElementsRequest,
  removeElements,
} from '../../../../src/linux/nftables/element.ts';
import { removeRule } from '../../../../src/linux/nftables/rule.ts';
import { removeTable } from '../../../../src/linux/nftables/table.ts';
import { beginBatch, endBatch } from '../../../../src/linux/nftables/transaction.ts';
import {
  endpointElements,
  guardedEndpoints,
  guardedLinks,
  guardTableRequests,
  linkElement,
  removeGuardTableRequests,
} from '../../../../src/overlay/guard-table.ts';
import {
  appendForwardRule,
  containers,
  forwardRules,
  inside,
  masqueradeChain,
  tableRequests,
} from '../../../../src/overlay/masquerade-table.ts';
import { type FlaggedAttribute, flaggedAttributes, goldenRequest } from '../../../golden/vectors.ts';

const file = 'nftables-requests.json';
const headerBytes = 16;
const structBytes = 4;

const first = { key: 0x0aff1e02, isEnd: false };
const second = { key: 0x0aff1e03, isEnd: false };
const overlay = [
  { key: 0x0aff0000, isEnd: false },
  { key: 0x0b000000, isEnd: true },
];
const port = { name: 'b-0123456789ab', mac: parseMac('ee:ee:0a:00:0a:0a', 'mac'), ip: parseIp('10.0.10.10', 'ip') };
const handle = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 4);

const cases: readonly { name: string; request: NetlinkRequest | undefined }[] = [
  ...['create table', 'create chain', 'create set', 'create set of ranges', 'masquerade'].map((name, i) => ({
    name,
    request: tableRequests()[i],
  })),
  ...['accept from containers', 'accept to containers', 'accept overlay to containers'].map((name, i) => {
    const rule = forwardRules[i];
    return { name, request: rule && appendForwardRule(rule) };
  }),
  { name: 'add elements', request: addElements(containers, [first, second]) },
  { name: 'add range', request: addElements(inside, overlay) },
  { name: 'get element', request: hasElementRequest(containers, first) },
  { name: 'list elements', request: listElementsRequest(inside) },
  { name: 'remove element', request: removeElements(containers, [first]) },
  { name: 'remove rule', request: removeRule(masqueradeChain, { handle }) },
  { name: 'remove table', request: removeTable({ table: 'silk' }) },
  ...[
    ...['create bridge table', 'create bridge chain', 'create set of links', 'create set of endpoints'],
    ...['not guarded', 'own ARP', 'DHCP', 'own IPv4', 'other ARP', 'other IPv4', 'tag', 'service tag'].map(
      (name) => `guard: ${name}`,
    ),
  ].map((name, i) => ({ name, request: guardTableRequests()[i] })),
  { name: 'guard a link', request: addElements(guardedLinks, [linkElement(port.name)]) },
  { name: 'allow an endpoint', request: addElements(guardedEndpoints, endpointElements(port)) },
  { name: 'list endpoints', request: listElementsRequest(guardedEndpoints) },
  { name: 'disallow an endpoint', request: removeElements(guardedEndpoints, endpointElements(port).slice(0, 1)) },
  { name: 'remove bridge table', request: removeGuardTableRequests()[1] },
  { name: 'begin', request: beginBatch(7) },
  { name: 'end', request: endBatch() },
];

/** nft names the set of new elements by its number in the transaction as well: NFTA_SET_ELEM_LIST_SET_ID. */
const dispensable: Readonly<Record<string, number>> = {
  'add elements': 4,
  'add range': 4,
  'guard a link': 4,
  'allow an endpoint': 4,
};

/** Lists number their elements from 1 on in nft, and have 1 for each in us: the kernel does not look. */
function withoutNumbers(attributes: readonly FlaggedAttribute[]): readonly FlaggedAttribute[] {
  return attributes.map(([type, value]) => [type, typeof value === 'string' ? value : withoutNumbers(value)]);
}

function listed(attributes: readonly FlaggedAttribute[], name: string): readonly FlaggedAttribute[] {
  return withoutNumbers(attributes)
    .filter(([type]) => type !== dispensable[name])
    .map(([type, value]) => [
      type,
      typeof value !== 'string' && /element|range|guard a link|allow an endpoint/.test(name)
        ? value.map(([, inner]) => [1, inner])
        : value,
    ]);
}

describe('what we send is what nft and iptables-nft send', () => {
  test.each(cases)('$name', ({ name, request }) => {
    const golden = goldenRequest(name, file);
    const view = new DataView(golden.buffer, golden.byteOffset);
    expect(request?.type).toBe(view.getUint16(4, true));
    expect(request?.payload.subarray(0, structBytes)).toEqual(golden.subarray(headerBytes, headerBytes + structBytes));
    const ours = flaggedAttributes(request?.payload ?? new Uint8Array(), structBytes);
    expect(listed(ours, name)).toEqual(listed(flaggedAttributes(golden.subarray(headerBytes), structBytes), name));
  });

  test('with the flags that make it a change', () => {
    const flagsOf = (name: string) => new DataView(goldenRequest(name, file).buffer).getUint16(6, true);
    const NLM_F_REQUEST = 1;
    for (const { name, request } of cases) {
      // nft relies on a table being made although it does not say so; dumps and new elements carry flags of their own.
      if (['create table', 'create bridge table', 'list elements', 'list endpoints', 'get element'].includes(name))
        continue;
      expect([name, (request?.flags ?? 0) | NLM_F_REQUEST]).toEqual([name, flagsOf(name) & ~4]);
    }
  });
});
