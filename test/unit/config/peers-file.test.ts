import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import type { Peer } from '../../../src/addr/peer.ts';
import { firstOf, formatPrefix, overlaps } from '../../../src/addr/prefix.ts';
import { checkListText, readListText } from '../../../src/config/list-file.ts';
import { peersFile } from '../../../src/config/peers-file.ts';
import { SilkError } from '../../../src/errors.ts';

const text = `{
  "peers": [
    { "subnet": "10.255.48.0/24", "underlay": "10.244.0.48" },
    { "subnet": "10.255.32.0/24", "underlay": "10.244.0.145", "mac": "02:00:00:00:00:01" },
    { "subnet": "10.254.0.0/16", "underlay": "192.168.0.1" }
  ]
}
`;

test('readListText() gives the peers in their order', async () => {
  const peers = await readListText(peersFile, text, '/f');
  expect(
    peers.map(({ subnet, underlay, mac }) => [formatPrefix(subnet), formatIp(underlay), mac && formatMac(mac)]),
  ).toEqual([
    ['10.255.48.0/24', '10.244.0.48', undefined],
    ['10.255.32.0/24', '10.244.0.145', '02:00:00:00:00:01'],
    ['10.254.0.0/16', '192.168.0.1', undefined],
  ]);
});

test('readListText() knows an empty list', async () => {
  expect(await readListText(peersFile, '{"peers":[]}', '/f')).toEqual([]);
});

const subnetWanted = 'an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits';
const peerWanted = 'a peer such as {"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}';

describe('readListText() names line and field of', () => {
  test.each([
    {
      name: 'a bad value',
      from: '10.244.0.145',
      to: '10.244.0.345',
      line: 4,
      fault: 'peers[1].underlay: found "10.244.0.345", wanted a unicast IPv4 address',
    },
    {
      name: 'host bits',
      from: '10.255.48.0/24',
      to: '10.255.48.1/24',
      line: 3,
      fault: `peers[0].subnet: found "10.255.48.1/24", wanted ${subnetWanted}`,
    },
    {
      name: 'a value of another type',
      from: '"192.168.0.1"',
      to: '7',
      line: 5,
      fault: 'peers[2].underlay: found 7, wanted a unicast IPv4 address',
    },
    {
      name: 'a missing key',
      from: ', "underlay": "192.168.0.1"',
      to: '',
      line: 5,
      fault: 'peers[2].underlay: found nothing, wanted a unicast IPv4 address',
    },
    {
      name: 'an unknown key',
      from: '"mac"',
      to: '"MAC"',
      line: 4,
      fault:
        'peers[1].MAC: found "02:00:00:00:00:01", which is not a key of a peer (wanted one of subnet, underlay, mac)',
    },
    {
      name: 'an unknown key beside the list',
      from: '  ]\n',
      to: '  ],\n  "a/b~": 1\n',
      line: 7,
      fault: '["a/b~"]: found 1, which is not a key of the peers file (wanted one of peers)',
    },
    {
      name: 'an overlap',
      from: '10.254.0.0/16',
      to: '10.255.0.0/16',
      line: 5,
      fault:
        'peers[2].subnet: found "10.255.0.0/16", wanted a subnet that does not overlap peers[1].subnet 10.255.32.0/24',
    },
    {
      name: 'a peer that is none',
      from: '{ "subnet": "10.254.0.0/16", "underlay": "192.168.0.1" }',
      to: 'null',
      line: 5,
      fault: `peers[2]: found null, wanted ${peerWanted}`,
    },
    {
      name: 'a list that is none',
      from: text.slice(text.indexOf('['), text.indexOf(']') + 1),
      to: '{}',
      line: 2,
      fault: 'peers: found {}, wanted a list of peers',
    },
    {
      name: 'a document that is none',
      from: text,
      to: '\n\n7',
      line: 3,
      fault: 'the whole: found 7, wanted an object with peers',
    },
    {
      name: 'a document without a list',
      from: text,
      to: '\n{}',
      line: 2,
      fault: 'peers: found nothing, wanted a list of peers',
    },
  ])('$name', async ({ from, to, line, fault }) => {
    expect(text.split(from)).toHaveLength(2);
    const error = await failureOf(text.replace(from, to));
    expect([error.code, error.message]).toEqual([
      'PEERS_UNUSABLE',
      `Cannot use the peers file /etc/silk/peers.json line ${line}: ${fault}`,
    ]);
    expect(error.details?.split('\n')).toContain(`line ${line}: ${fault}`);
  });
});

describe('readListText() names the line where the text stops being JSON:', () => {
  test.each([
    {
      name: 'a missing comma',
      from: '},\n    { "subnet": "10.254',
      to: '}\n    { "subnet": "10.254',
      line: 5,
      fault: 'found "{", wanted ","',
    },
    { name: 'a comma too many', from: '}\n  ]', to: '},\n  ]', line: 6, fault: 'found "]", wanted a JSON value' },
    { name: 'a text without end', from: '145"', to: '145', line: 4, fault: 'found "mac", wanted JSON' },
    { name: 'a comment', from: '[', to: '[ // hosts', line: 2, fault: 'found "// hosts", wanted no comment' },
    {
      name: 'half a file',
      from: text.slice(100),
      to: '',
      line: 4,
      fault: 'found "\\"10.25", wanted a text that ends on its line',
    },
    { name: 'nothing', from: text, to: '', line: 1, fault: 'found the end of the file, wanted a JSON value' },
    {
      name: 'a byte order mark',
      from: '{\n  "peers"',
      to: '\ufeff{\n  "peers"',
      line: 1,
      fault: 'found a byte order mark, wanted JSON',
    },
    {
      name: 'more than one document',
      from: '  ]\n}',
      to: '  ]\n}\n{}',
      line: 8,
      fault: 'found "{", wanted the end of the file',
    },
  ])('$name', async ({ from, to, line, fault }) => {
    const error = await failureOf(text.replace(from, to));
    const where = `line ${line}: ${fault}`;
    expect([error.message, error.details]).toEqual([`Cannot use the peers file /etc/silk/peers.json ${where}`, where]);
  });
});

test('readListText() lists the first twenty faults with their lines, and counts the others', async () => {
  const peers = Array.from({ length: 50 }, (_, i) => `{"subnet":"10.${i}.0.0/16","underlay":"127.0.0.1"}`);
  const details = (await failureOf(`{"peers":[\n${peers.join(',\n')}\n]}`)).details?.split('\n') ?? [];
  expect(details).toHaveLength(21);
  expect(details[19]).toMatch(/^line 21: peers\[19\]\.underlay: /);
  expect(details[20]).toBe('and 30 more');
});

test('readListText() refuses what nests deeper than lines can be found in', async () => {
  const error = await failureOf(`{"peers":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  expect([error.code, error.message]).toEqual(['PEERS_UNUSABLE', expect.stringContaining('peers.json peers[0]: ')]);
});

test('of a key that comes twice, the line is that of the one that counts', async () => {
  const error = await failureOf('{"peers":[],\n"peers":[7]}');
  expect(error.message).toContain('line 2: peers[0]: found 7');
});

/** A text with a few characters changed, removed or put in. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(text.length),
      remove: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom('', ',', '"', '{', ']', '0', '1', '/', ':', '\n', '5', 'e'),
        fc.string({ maxLength: 2, unit: 'binary' }),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) => edits.reduce((now, { at, remove, put }) => now.slice(0, at) + put + now.slice(at + remove), text));

test('any text gives PEERS_UNUSABLE naming file and line, or a list that can be used', async () => {
  await fc.assert(
    fc.asyncProperty(mutated, async (broken) => {
      const { items: peers } = checkListText(peersFile, broken);
      if (peers !== undefined) return expectUsable(peers);
      const error = await failureOf(broken);
      expect(error.code).toBe('PEERS_UNUSABLE');
      expect(error.message).toMatch(/^Cannot use the peers file \/etc\/silk\/peers\.json line [1-9]\d*: \S/);
    }),
    { numRuns: 3000 },
  );
});

function expectUsable(peers: readonly Peer[]): void {
  for (const [i, { subnet, underlay, mac }] of peers.entries()) {
    expect([subnet.ip.family, underlay.family]).toEqual([4, 4]);
    expect(subnet.length >= 1 && subnet.length <= 30).toBe(true);
    expect(firstOf(subnet)).toEqual(subnet.ip);
    expect(formatIp(underlay)).not.toMatch(/^(0|127|22[4-9]|23\d)\.|^255\.255\.255\.255$/);
    if (mac !== undefined) expect(formatMac(mac)).not.toMatch(/^.[13579bdf]|^[0:]+$/);
    expect(peers.slice(i + 1).filter((other) => overlaps(other.subnet, subnet))).toEqual([]);
  }
}

async function failureOf(broken: string): Promise<SilkError> {
  const error: unknown = await readListText(peersFile, broken, '/etc/silk/peers.json').catch((cause: unknown) => cause);
  if (error instanceof SilkError) return error;
  throw new Error('nothing was refused');
}
