/**
 * Captures what iproute2 says to the kernel, and what the kernel answers, into requests.json and replies.json.
 * Needs root, strace and ip; works in two network namespaces of its own and removes them.
 *
 *   bun test/golden/capture.ts
 *
 * The bytes come from another program on purpose: a vector made by our encoder would bless our encoder's faults.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrace, run } from './trace.ts';

const near = `silk-golden-${process.pid}-a`;
const far = `silk-golden-${process.pid}-b`;
const hostLink = 's-010255108184';
const hostMac = 'aa:aa:0a:ff:6c:b8';
const containerMac = 'ee:ee:0a:ff:6c:b8';
const remoteMac = 'ee:ee:0a:ff:30:00';

interface Step {
  readonly name: string;
  readonly netns: string;
  /** Of iproute2; absent: ip. */
  readonly tool?: 'bridge';
  readonly args: string;
  /** `request`: the last message sent is kept. `reply`: all that was received for it is. Absent: only done. */
  readonly keep?: 'request' | 'reply';
  /** Keeps the last message of this type instead: ip asks for more than was wanted. */
  readonly type?: number;
  /** The kernel is to refuse it. */
  readonly fails?: boolean;
}

const createVeth =
  `link add ${hostLink} up arp off address ${hostMac} mtu 1410 ` +
  `type veth peer name eth0 arp off address ${containerMac} mtu 1410 netns ${far}`;

const createVxlan =
  `link add silk-vtep address ee:ee:0a:ff:20:00 mtu 1450 up ` +
  `type vxlan id 42 local 10.244.0.145 dev ${hostLink} dstport 4789 nolearning gbp`;

const createVxlanElsewhere =
  `link add vxlan43 netns ${far} address ee:ee:00:00:00:2b mtu 1450 up ` +
  `type vxlan id 43 local 10.244.0.145 dev ${hostLink} dstport 4792 nolearning proxy`;

const createPort =
  'link add b-1 up master br0 address aa:aa:0a:00:0a:0a mtu 1450 ' +
  `type veth peer name eth1 address ee:ee:0a:00:0a:0a mtu 1450 netns ${far}`;

const steps: readonly Step[] = [
  { name: 'create veth', netns: near, args: createVeth, keep: 'request' },
  { name: 'set alias', netns: near, args: `link set ${hostLink} alias silk:blue:c1:eth0`, keep: 'request' },
  { name: 'set MTU', netns: near, args: `link set ${hostLink} mtu 1400`, keep: 'request' },
  { name: 'set down', netns: near, args: `link set ${hostLink} down`, keep: 'request' },
  { name: 'set up', netns: near, args: `link set ${hostLink} up`, keep: 'request' },
  { name: '', netns: far, args: 'link set eth0 up' },
  {
    name: 'add address',
    netns: near,
    args: `addr add 169.254.0.1 peer 10.255.108.184/32 scope link dev ${hostLink}`,
    keep: 'request',
  },
  { name: 'add IPv6 address', netns: near, args: `addr add fd00:1::1/64 dev ${hostLink}`, keep: 'request' },
  { name: '', netns: far, args: 'addr add 10.255.108.184 peer 169.254.0.1/32 scope link dev eth0' },
  {
    name: 'replace neighbour',
    netns: near,
    args: `neigh replace 10.255.108.184 lladdr ${containerMac} nud permanent dev ${hostLink}`,
    keep: 'request',
  },
  {
    name: 'replace IPv6 neighbour',
    netns: near,
    args: `neigh replace fd00:1::2 lladdr ${containerMac} nud permanent dev ${hostLink}`,
    keep: 'request',
  },
  { name: '', netns: far, args: `neigh replace 169.254.0.1 lladdr ${hostMac} nud permanent dev eth0` },
  {
    name: 'add default route',
    netns: far,
    args: 'route add default via 169.254.0.1 dev eth0 src 10.255.108.184',
    keep: 'request',
  },
  {
    name: 'add route with metric',
    netns: far,
    args: 'route add 10.255.48.0/24 via 169.254.0.1 dev eth0 metric 7',
    keep: 'request',
  },
  {
    name: 'add route to a high table',
    netns: far,
    args: 'route add 10.255.49.0/24 via 169.254.0.1 dev eth0 table 1000',
    keep: 'request',
  },
  { name: 'add IPv6 route', netns: near, args: `route add fd00:2::/64 via fd00:1::2 dev ${hostLink}`, keep: 'request' },
  { name: 'get link', netns: near, args: `link show dev ${hostLink}`, keep: 'request', type: 18 },
  { name: 'list veths', netns: near, args: 'link show type veth', keep: 'request', type: 18 },
  { name: 'list neighbours of link', netns: near, args: `-4 neigh show dev ${hostLink}`, keep: 'request', type: 30 },
  { name: 'list routes of link', netns: far, args: '-4 route show dev eth0', keep: 'request', type: 26 },
  { name: 'get route', netns: far, args: 'route get fibmatch 192.0.2.1', keep: 'request', type: 26 },
  { name: 'link reply', netns: near, args: `-d link show dev ${hostLink}`, keep: 'reply' },
  { name: 'links reply', netns: far, args: '-d link show', keep: 'reply' },
  { name: 'addresses reply', netns: near, args: '-4 addr show', keep: 'reply' },
  { name: 'IPv6 addresses reply', netns: near, args: '-6 addr show scope global', keep: 'reply' },
  { name: 'neighbours reply', netns: near, args: '-4 neigh show nud permanent', keep: 'reply' },
  { name: 'IPv6 neighbours reply', netns: near, args: '-6 neigh show nud permanent', keep: 'reply' },
  { name: 'routes reply', netns: far, args: '-4 route show', keep: 'reply' },
  { name: 'IPv6 routes reply', netns: near, args: '-6 route show fd00:2::/64', keep: 'reply' },
  { name: 'route to an address reply', netns: far, args: 'route get fibmatch 192.0.2.1', keep: 'reply' },
  {
    name: 'refusal with text',
    netns: far,
    args: 'route add 10.9.0.0/16 via 203.0.113.1 dev eth0',
    keep: 'reply',
    fails: true,
  },
  { name: 'refusal without text', netns: near, args: 'link del dev silk-none', keep: 'reply', fails: true },
  {
    name: 'remove route',
    netns: far,
    args: 'route del 10.255.48.0/24 via 169.254.0.1 dev eth0 metric 7',
    keep: 'request',
  },
  { name: 'remove neighbour', netns: near, args: `neigh del 10.255.108.184 dev ${hostLink}`, keep: 'request' },
  {
    name: 'remove address',
    netns: near,
    args: `addr del 169.254.0.1 peer 10.255.108.184/32 dev ${hostLink}`,
    keep: 'request',
  },
  { name: '', netns: near, args: `link set ${hostLink} mtu 1500` },
  { name: 'create VXLAN', netns: near, args: createVxlan, keep: 'request' },
  {
    name: 'change VXLAN',
    netns: near,
    args: `link set silk-vtep type vxlan local 10.244.0.146 dev ${hostLink} learning`,
    keep: 'request',
  },
  { name: 'set MAC', netns: near, args: 'link set silk-vtep address ee:ee:0a:ff:20:00', keep: 'request' },
  { name: '', netns: near, args: 'link set silk-vtep type vxlan local 10.244.0.145 nolearning' },
  { name: '', netns: near, args: 'addr add 10.255.32.0/16 dev silk-vtep' },
  {
    name: 'replace route',
    netns: near,
    args: 'route replace 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0',
    keep: 'request',
  },
  {
    name: 'replace FDB entry',
    netns: near,
    tool: 'bridge',
    args: `fdb replace ${remoteMac} dev silk-vtep dst 10.244.0.48`,
    keep: 'request',
  },
  {
    name: '',
    netns: near,
    tool: 'bridge',
    args: `fdb add ee:ee:0a:ff:31:00 dev silk-vtep dst 10.244.0.49 port 4790 vni 43 via ${hostLink}`,
  },
  { name: 'list FDB entries', netns: near, tool: 'bridge', args: 'fdb list dev silk-vtep', keep: 'request', type: 30 },
  { name: 'FDB entries reply', netns: near, tool: 'bridge', args: 'fdb list dev silk-vtep', keep: 'reply' },
  {
    name: '',
    netns: near,
    args: `link add v6 type vxlan id 7 remote fd00::1 local fd00::2 dev ${hostLink} dstport 4791`,
  },
  { name: '', netns: near, args: 'link add open type vxlan external gpe dstport 4790' },
  { name: 'VXLANs reply', netns: near, args: '-d link show', keep: 'reply' },
  {
    name: 'remove FDB entry',
    netns: near,
    tool: 'bridge',
    args: `fdb del ${remoteMac} dev silk-vtep dst 10.244.0.48`,
    keep: 'request',
  },
  {
    name: 'create bridge',
    netns: near,
    args: 'link add br0 address ee:ee:0a:00:0a:01 type bridge',
    keep: 'request',
  },
  { name: 'create VXLAN elsewhere', netns: near, args: createVxlanElsewhere, keep: 'request' },
  { name: 'create bridge port', netns: near, args: createPort, keep: 'request' },
  { name: 'set master', netns: near, args: 'link set silk-vtep master br0', keep: 'request' },
  {
    name: 'set bridge port',
    netns: near,
    args: 'link set silk-vtep type bridge_slave learning off flood off mcast_flood off neigh_suppress on',
    keep: 'request',
  },
  {
    name: 'set container port',
    netns: near,
    args: 'link set b-1 type bridge_slave hairpin on isolated on locked on',
    keep: 'request',
  },
  { name: 'list bridge ports', netns: near, args: 'link show master br0', keep: 'request', type: 18 },
  { name: 'bridge ports reply', netns: near, args: '-d link show master br0', keep: 'reply' },
  {
    name: 'replace external neighbour',
    netns: near,
    args: 'neigh replace 10.0.10.11 lladdr ee:ee:0a:00:0a:0b dev silk-vtep nud noarp extern_learn protocol 200',
    keep: 'request',
  },
  { name: 'external neighbours reply', netns: near, args: '-4 neigh show dev silk-vtep nud noarp', keep: 'reply' },
  {
    name: 'replace bridged FDB entry',
    netns: near,
    tool: 'bridge',
    args: 'fdb replace ee:ee:0a:00:0a:0b dev silk-vtep dst 10.244.0.48 self master extern_learn',
    keep: 'request',
  },
  {
    name: 'append flood entry',
    netns: near,
    tool: 'bridge',
    args: 'fdb append 00:00:00:00:00:00 dev silk-vtep dst 10.244.0.48',
    keep: 'request',
  },
  {
    name: 'replace port FDB entry',
    netns: near,
    tool: 'bridge',
    args: 'fdb replace ee:ee:0a:00:0a:0a dev b-1 master static sticky',
    keep: 'request',
  },
  {
    name: 'list FDB entries of bridge',
    netns: near,
    tool: 'bridge',
    args: 'fdb show br br0',
    keep: 'request',
    type: 30,
  },
  { name: 'bridged FDB entries reply', netns: near, tool: 'bridge', args: 'fdb list dev silk-vtep', keep: 'reply' },
  { name: 'port FDB entries reply', netns: near, tool: 'bridge', args: 'fdb list dev b-1', keep: 'reply' },
  {
    name: 'remove bridged FDB entry',
    netns: near,
    tool: 'bridge',
    args: 'fdb del ee:ee:0a:00:0a:0b dev silk-vtep dst 10.244.0.48 self master',
    keep: 'request',
  },
  { name: 'move link', netns: near, args: `link set b-1 netns ${far}`, keep: 'request' },
  { name: 'remove link', netns: near, args: `link del ${hostLink}`, keep: 'request' },
];

try {
  for (const netns of [near, far]) run('ip', ['netns', 'add', netns]);
  const captured = steps.map((step) => ({ step, messages: trace(step) }));
  save('requests.json', captured, 'request');
  save('replies.json', captured, 'reply');
} finally {
  for (const netns of [near, far]) run('ip', ['netns', 'del', netns]);
}

interface Captured {
  readonly step: Step;
  readonly messages: { readonly sent: readonly string[]; readonly received: readonly string[] };
}

function save(file: string, captured: readonly Captured[], keep: 'request' | 'reply'): void {
  const vectors = captured
    .filter(({ step }) => step.keep === keep)
    .map(({ step, messages }) => ({
      name: step.name,
      command: `${step.tool ?? 'ip'} ${step.args.replaceAll(far, 'silk-golden-b')}`,
      hex: keep === 'request' ? lastOf(messages.sent, step.type) : messages.received,
    }));
  const provenance = {
    captured: `bun test/golden/capture.ts (${run('strace', ['--version']).split('\n', 1)[0]})`,
    tool: run('ip', ['-V']).trim(),
    kernel: run('uname', ['-srm']).trim(),
  };
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify({ ...provenance, vectors }, null, 2)}\n`);
}

function lastOf(sent: readonly string[], type: number | undefined): string | undefined {
  return sent.findLast((hex) => type === undefined || Buffer.from(hex, 'hex').readUInt16LE(4) === type);
}

/** Runs iproute2 in the namespace and returns every datagram that it sent and received, as hex. */
function trace(step: Step): Captured['messages'] {
  const tool = step.tool ?? 'ip';
  const args = ['-e', 'trace=sendmsg,sendto,recvmsg', '-e', 'write=all', '-e', 'read=all', tool, '-n', step.netns];
  const { status, stderr } = spawnSync('strace', [...args, ...step.args.split(' ')], { encoding: 'utf8' });
  if ((status !== 0) !== (step.fails ?? false)) throw new Error(`${tool} ${step.args}: status ${status}\n${stderr}`);
  return readTrace(stderr);
}
