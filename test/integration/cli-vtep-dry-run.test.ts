import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../support/host.ts';
import { silk } from '../support/project.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

/** More than share one metric. */
const many = 260;
const few = 10;

interface Peer {
  readonly subnet: string;
  readonly underlay: string;
  readonly mac?: string;
}

const peers: readonly Peer[] = Array.from({ length: many }, (_, i) => ({
  subnet: `10.${200 + Math.floor(i / 200)}.${i % 200}.0/24`,
  underlay: `172.16.${1 + Math.floor(i / 200)}.${1 + (i % 200)}`,
}));

const up = ['vtep', 'up', '--overlay', '10.255.32.0/24', '--network', '10.0.0.0/8'];

/** A host of its own with an underlay that leads nowhere; each has the same addresses. */
function makeHost(list: readonly Peer[]): Host {
  const host = new Host();
  host.addUplink();
  host.exec('ip', 'addr', 'add', '192.168.77.3/24', 'dev', 'uplink');
  host.exec('ip', 'link', 'add', 'other', 'mtu', '1400', 'type', 'veth', 'peer', 'name', 'other-peer');
  host.exec('ip', 'addr', 'add', '192.168.78.2/24', 'dev', 'other');
  host.exec('ip', 'link', 'set', 'other', 'up');
  setPeers(host, list);
  return host;
}

function setPeers(host: Host, list: readonly Peer[]): void {
  host.write('peers.json', JSON.stringify({ peers: list }));
}

function call(host: Host, ...argv: readonly string[]): string {
  return host.exec(silk, ...argv, '--run-dir', `${host.dir}/run`, '--peers-file', `${host.dir}/peers.json`);
}

/** Runs what --dry-run prints. */
function callByHand(host: Host, ...argv: readonly string[]): string {
  const commands = call(host, ...argv, '--dry-run');
  const outcome = host.run(['sh', '-e'], { input: commands });
  expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
  return commands;
}

/** All that the kernel says of the VTEP but its index; entries in one order. */
function stateOf(host: Host) {
  const json = (...argv: readonly string[]): Record<string, unknown>[] => JSON.parse(host.exec(...argv).trim() || '[]');
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  const [link] = json('ip', '-j', '-d', 'link', 'show', 'dev', 'silk-vtep');
  return {
    link: { ...link, ifindex: 0 },
    addresses: sorted(json('ip', '-j', '-4', 'addr', 'show', 'dev', 'silk-vtep').map((one) => one['addr_info'])),
    routes: sorted(json('ip', '-j', '-d', 'route', 'show', 'dev', 'silk-vtep')),
    neighbours: sorted(json('ip', '-j', 'neigh', 'show', 'dev', 'silk-vtep')),
    fdb: sorted(json('bridge', '-j', 'fdb', 'show', 'dev', 'silk-vtep')),
  };
}

/** What has happened to a host that had its peers, by shell commands. */
interface Case {
  readonly name: string;
  readonly drift?: string;
  /** Default few. */
  readonly count?: number;
  /** The peers afterwards. */
  readonly list?: readonly Peer[];
  readonly options?: readonly string[];
  /** What the commands have to have in them, for the case to be what it says. */
  readonly has: RegExp;
}

const vtep = 'ip link set dev silk-vtep';
const last = peers[many - 1]?.subnet;

const cases: readonly Case[] = [
  { name: 'no VTEP', count: many, drift: 'ip link del dev silk-vtep', has: /^ip link add(.|\n)* metric 1$/m },
  { name: 'another VNI', options: ['--vni', '42'], has: /^ip link del dev silk-vtep\nip link add .* id 42 / },
  { name: 'no gbp', options: ['--no-gbp'], has: /^ip link del .*\nip link add .* nolearning\n/ },
  { name: 'another MAC', drift: `${vtep} address ee:ee:00:00:00:01`, has: /^ip link set dev silk-vtep address / },
  { name: 'another MTU', options: ['--mtu', '1300'], has: /^ip link set dev silk-vtep mtu 1300\n$/ },
  {
    name: 'learning',
    drift: `${vtep} type vxlan learning`,
    has: /^ip link set dev silk-vtep type vxlan nolearning\n$/,
  },
  { name: 'down', drift: `${vtep} down`, has: /^ip link set dev silk-vtep up\nip neigh replace (.|\n)*ip route add / },
  {
    name: 'another local address',
    options: ['--underlay-address', '192.168.77.3'],
    has: /^ip link set dev silk-vtep type vxlan local 192.168.77.3\n$/,
  },
  { name: 'another underlay', options: ['--dev', 'other'], has: /type vxlan local .*\n.* type vxlan dev other\n/ },
  {
    name: 'another address',
    drift: 'ip addr del 10.255.32.0/8 dev silk-vtep; ip addr add 10.255.32.9/16 dev silk-vtep',
    has: /^ip addr del 10.255.32.9\/16 dev silk-vtep\nip addr add 10.255.32.0\/8 dev silk-vtep\n/,
  },
  {
    name: 'routes that are wrong, with and without a metric',
    count: many,
    drift: `ip route change 10.200.7.0/24 via 10.200.7.0 dev silk-vtep; ip route change ${last} via 10.200.7.0 dev silk-vtep metric 1`,
    has: /^ip route replace 10.200.7.0\/24 .* 10.255.32.0\nip route replace .* metric 1\n$/,
  },
  {
    name: 'a second route',
    drift: 'ip route add 10.200.7.0/24 via 10.200.7.0 dev silk-vtep metric 9',
    has: /^ip route del 10.200.7.0\/24 .* metric 9\n$/,
  },
  {
    name: 'a wrong neighbour and a missing one',
    drift:
      'ip neigh replace 10.200.7.0 lladdr ee:ee:00:00:00:01 nud permanent dev silk-vtep; ip neigh del 10.200.8.0 dev silk-vtep',
    has: /^ip neigh replace 10.200.7.0 .*\nip neigh replace 10.200.8.0 .*\n$/,
  },
  {
    name: 'a wrong FDB entry and one too many',
    drift:
      'bridge fdb replace ee:ee:0a:c8:07:00 dev silk-vtep dst 172.16.9.9; bridge fdb add ee:ee:00:00:00:01 dev silk-vtep dst 172.16.9.8',
    has: /^bridge fdb replace ee:ee:0a:c8:07:00 dev silk-vtep dst 172.16.1.8\nbridge fdb del ee:ee:00:00:00:01 .*\n$/,
  },
  {
    name: "another subnet of this host's own",
    count: many,
    options: ['--overlay', '10.255.33.0/24'],
    has: /^ip link set dev silk-vtep address .*\nip addr del .*\nip addr add .*\n/,
  },
  {
    name: "another subnet of this host's own, and fewer peers",
    list: peers.slice(0, 3),
    options: ['--overlay', '10.255.33.0/24'],
    has: /^ip link set dev silk-vtep address .*\nip addr del .*\nip addr add .*\n/,
  },
  {
    name: 'another overlay network',
    options: ['--network', '10.128.0.0/9'],
    has: /^ip addr del 10.255.32.0\/8 .*\nip addr add 10.255.32.0\/9 .*\n(.|\n)*ip route add /,
  },
  {
    name: 'fewer peers',
    count: many,
    list: peers.slice(0, few),
    has: /^ip route del .*(.|\n)* metric 1\n(.|\n)*ip neigh del(.|\n)*bridge fdb del/,
  },
  { name: 'no peers', list: [], has: /^ip route del/ },
  {
    name: 'peers with other addresses and MACs',
    list: [
      { ...peers[0], subnet: '10.200.0.0/24', underlay: '172.16.9.1' },
      { subnet: '10.200.1.0/24', underlay: '172.16.1.2', mac: 'ee:ee:00:00:00:02' },
    ],
    has: /^bridge fdb replace .*\nbridge fdb replace ee:ee:00:00:00:02 .*\nip neigh replace .* ee:ee:00:00:00:02 /,
  },
];

describe('the commands of silk vtep up --dry-run make what it makes, of', () => {
  test.each(cases)('$name', ({ drift, list, count = few, options = [], has }) => {
    const states = [call, callByHand].map((way) => {
      const host = makeHost(peers.slice(0, count));
      call(host, ...up);
      if (drift !== undefined) host.exec('sh', '-ec', drift);
      if (list !== undefined) setPeers(host, list);
      const said = way(host, ...up, ...options);
      if (way === callByHand) expect(said).toMatch(has);
      expect(call(host, ...up, ...options, '--dry-run')).toBe('');
      return stateOf(host);
    });
    expect(states[1]).toEqual(states[0]);
  });
});

test('the commands of silk peer add, remove and vtep down --dry-run do what they do', () => {
  const states = [call, callByHand].map((way) => {
    const host = makeHost(peers.slice(0, few));
    call(host, ...up);
    way(host, 'peer', 'add', '10.250.0.0/24', '172.16.9.1');
    const added = stateOf(host);
    if (way === callByHand)
      setPeers(host, [...peers.slice(0, few), { subnet: '10.250.0.0/24', underlay: '172.16.9.1' }]);
    way(host, 'peer', 'remove', '10.200.3.0/24');
    return [added, stateOf(host)];
  });
  expect(states[1]).toEqual(states[0]);
  const host = makeHost([]);
  call(host, ...up);
  const commands = host.exec(silk, 'vtep', 'down', '--dry-run');
  host.exec('sh', '-ec', commands);
  expect(host.run(['ip', 'link', 'show', 'dev', 'silk-vtep']).code).toBe(1);
});
