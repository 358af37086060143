/**
 * Captures what nft and iptables-nft say to the kernel, and what the kernel answers, into nftables-requests.json and
 * nftables-replies.json. Needs root, strace, nft and iptables-nft; works in a network namespace of its own and removes it.
 *
 *   bun test/golden/capture-nftables.ts
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardTableText } from '../../src/overlay/guard-command.ts';
import { type Captured, readTrace, run } from './trace.ts';

const netns = `silk-golden-${process.pid}`;

interface Kept {
  readonly name: string;
  /** Of the message: nftables' subsystem and NFT_MSG_..., or NFNL_MSG_BATCH_... */
  readonly type: number;
  /** Which one of that type, from 0. */
  readonly at?: number;
}

interface Step {
  readonly argv: readonly string[];
  readonly requests?: readonly Kept[];
  /** The datagrams with messages of this type are kept. */
  readonly reply?: Kept;
}

const nftables = (kind: number) => 0x0a00 | kind;

const nft = (...words: readonly string[]) => ['nft', ...words];
const iptables = (words: string, comment?: string) => [
  'iptables-nft',
  ...words.split(' '),
  ...(comment === undefined ? [] : ['-m', 'comment', '--comment', comment, '-j', 'ACCEPT']),
];

const table = `table ip silk {
  set containers { type ipv4_addr; }
  set inside { type ipv4_addr; flags interval; }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr @containers ip daddr != @inside oifname != "s-*" oifname != "silk-*" masquerade fully-random comment "silk"
  }
}`;

/** Requests for the rules of the table, in order. */
const guardRules = ['not guarded', 'own ARP', 'DHCP', 'own IPv4', 'other ARP', 'other IPv4', 'tag', 'service tag'];

const steps: readonly Step[] = [
  {
    argv: nft(table),
    requests: [
      { name: 'create table', type: nftables(0) },
      { name: 'create chain', type: nftables(3) },
      { name: 'create set', type: nftables(9) },
      { name: 'create set of ranges', type: nftables(9), at: 1 },
      { name: 'masquerade', type: nftables(6) },
      { name: 'end', type: 0x11 },
    ],
  },
  {
    argv: nft('create', 'element', 'ip', 'silk', 'containers', '{ 10.255.30.2, 10.255.30.3 }'),
    requests: [{ name: 'add elements', type: nftables(12) }],
  },
  { argv: nft('add', 'element', 'ip', 'silk', 'inside', '{ 0.0.0.0/8 }') },
  {
    argv: nft('create', 'element', 'ip', 'silk', 'inside', '{ 10.255.0.0/16 }'),
    requests: [{ name: 'add range', type: nftables(12) }],
  },
  {
    argv: nft('get', 'element', 'ip', 'silk', 'containers', '{ 10.255.30.2 }'),
    requests: [{ name: 'get element', type: nftables(13), at: -1 }],
  },
  {
    argv: nft('list', 'set', 'ip', 'silk', 'inside'),
    requests: [{ name: 'list elements', type: nftables(13) }],
    reply: { name: 'elements', type: nftables(12) },
  },
  {
    argv: nft('delete', 'element', 'ip', 'silk', 'containers', '{ 10.255.30.2 }'),
    requests: [{ name: 'remove element', type: nftables(14) }],
  },
  { argv: iptables('-P FORWARD DROP') },
  { argv: iptables('-A FORWARD -i docker0 -j ACCEPT'), requests: [{ name: 'begin', type: 0x10 }] },
  {
    argv: iptables('-A FORWARD -i s-+', 'silk: from containers'),
    requests: [{ name: 'accept from containers', type: nftables(6) }],
  },
  {
    argv: iptables('-A FORWARD -o s-+ -m conntrack --ctstate RELATED,ESTABLISHED,DNAT', 'silk: to containers'),
    requests: [{ name: 'accept to containers', type: nftables(6) }],
  },
  {
    argv: iptables('-A FORWARD -i silk-+ -o s-+', 'silk: overlay to containers'),
    requests: [{ name: 'accept overlay to containers', type: nftables(6) }],
  },
  { argv: iptables('-S FORWARD'), reply: { name: 'chains', type: nftables(3) } },
  { argv: iptables('-S FORWARD'), reply: { name: 'rules of iptables', type: nftables(6) } },
  { argv: nft('list', 'table', 'ip', 'silk'), reply: { name: 'rules of nft', type: nftables(6) } },
  { argv: nft('list', 'table', 'ip', 'silk'), reply: { name: 'generation', type: nftables(15) } },
  {
    argv: nft('delete', 'rule', 'ip', 'silk', 'postrouting', 'handle', '4'),
    requests: [{ name: 'remove rule', type: nftables(8) }],
  },
  { argv: nft('delete', 'table', 'ip', 'silk'), requests: [{ name: 'remove table', type: nftables(2) }] },
  {
    argv: nft(guardTableText),
    requests: [
      { name: 'create bridge table', type: nftables(0) },
      { name: 'create bridge chain', type: nftables(3) },
      { name: 'create set of links', type: nftables(9) },
      { name: 'create set of endpoints', type: nftables(9), at: 1 },
      ...guardRules.map((name, at) => ({ name: `guard: ${name}`, type: nftables(6), at })),
    ],
  },
  {
    argv: nft('create', 'element', 'bridge', 'silk', 'guarded', '{ "b-0123456789ab" }'),
    requests: [{ name: 'guard a link', type: nftables(12) }],
  },
  {
    argv: nft(
      ...['create', 'element', 'bridge', 'silk', 'endpoints'],
      '{ "b-0123456789ab" . ee:ee:0a:00:0a:0a . 10.0.10.10, "b-0123456789ab" . ee:ee:0a:00:0a:0a . 0.0.0.0 }',
    ),
    requests: [{ name: 'allow an endpoint', type: nftables(12) }],
  },
  {
    argv: nft('list', 'set', 'bridge', 'silk', 'endpoints'),
    requests: [{ name: 'list endpoints', type: nftables(13) }],
    reply: { name: 'endpoints', type: nftables(12) },
  },
  {
    argv: nft(
      ...['delete', 'element', 'bridge', 'silk', 'endpoints'],
      '{ "b-0123456789ab" . ee:ee:0a:00:0a:0a . 10.0.10.10 }',
    ),
    requests: [{ name: 'disallow an endpoint', type: nftables(14) }],
  },
  {
    argv: nft('delete', 'table', 'bridge', 'silk'),
    requests: [{ name: 'remove bridge table', type: nftables(2) }],
  },
];

interface Vector {
  readonly name: string;
  readonly command: string;
  readonly hex: string | readonly string[];
}

run('ip', ['netns', 'add', netns]);
try {
  const requests: Vector[] = [];
  const replies: Vector[] = [];
  for (const step of steps) {
    const messages = trace(step.argv);
    const command = step.argv.join(' ');
    for (const kept of step.requests ?? []) {
      const found = messages.sent.flatMap(split).filter((hex) => typeOf(hex) === kept.type);
      requests.push({ name: kept.name, command, hex: found.at(kept.at ?? 0) ?? '' });
    }
    if (step.reply === undefined) continue;
    const { name, type } = step.reply;
    replies.push({ name, command, hex: messages.received.filter((hex) => typeOf(hex) === type) });
  }
  save('nftables-requests.json', requests);
  save('nftables-replies.json', replies);
} finally {
  run('ip', ['netns', 'del', netns]);
}

function save(file: string, vectors: readonly Vector[]): void {
  const empty = vectors.find(({ hex }) => hex.length === 0);
  if (empty !== undefined) throw new Error(`${empty.command}: found nothing for ${empty.name}`);
  const provenance = {
    captured: `bun test/golden/capture-nftables.ts (${run('strace', ['--version']).split('\n', 1)[0]})`,
    tools: [run('nft', ['--version']).trim(), run('iptables-nft', ['--version']).trim()],
    kernel: run('uname', ['-srm']).trim(),
  };
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify({ ...provenance, vectors }, null, 2)}\n`);
}

function trace(argv: readonly string[]): Captured {
  const strace = ['strace', '-e', 'trace=sendmsg,sendto,recvmsg', '-e', 'write=all', '-e', 'read=all'];
  const words = [`--net=/run/netns/${netns}`, '--', ...strace, ...argv];
  const { status, stderr } = spawnSync('nsenter', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')}: status ${status}\n${stderr}`);
  return readTrace(stderr);
}

/** The messages of a datagram. */
function split(hex: string): string[] {
  const bytes = Buffer.from(hex, 'hex');
  const messages: string[] = [];
  for (let at = 0; at + 16 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    messages.push(bytes.subarray(at, at + length).toString('hex'));
    at += (length + 3) & ~3;
  }
  return messages;
}

/** Of the first message; undefined of nothing. */
function typeOf(hex: string): number | undefined {
  return hex === '' ? undefined : Buffer.from(hex, 'hex').readUInt16LE(4);
}
