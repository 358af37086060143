import { basename } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Container, disposeHosts, inContainer } from '../../support/host.ts';
import { silk } from '../../support/project.ts';
import { pingFrom, type SegmentHost, SegmentHosts } from '../../support/segment-hosts.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const tapMac = '52:54:00:c0:b8:9d';

/** A veth whose host end plays the tap of a VM, which is the container that has the other end. */
function addVm({ host }: SegmentHost, ip: string): Container {
  const vm = host.addContainer();
  const peer = ['peer', 'name', 'eth0', 'address', tapMac, 'mtu', '1450', 'netns', basename(vm.netns)];
  host.exec('ip', 'link', 'add', 'tap0', 'mtu', '1450', 'type', 'veth', ...peer);
  inContainer(vm, 'ip', 'addr', 'add', `${ip}/24`, 'dev', 'eth0');
  inContainer(vm, 'ip', 'link', 'set', 'eth0', 'up');
  return vm;
}

describe.each([
  { name: "in the host's namespace", isApart: false },
  { name: 'in one of its own', isApart: true },
])('a segment $name', ({ isApart }) => {
  let segment: SegmentHosts;
  let one: SegmentHost;
  let two: SegmentHost;

  beforeEach(() => {
    segment = new SegmentHosts(isApart);
    [one, two] = segment.hosts;
    for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42');
  });

  test('has a VM by its tap, which gets its frames at once and is given back', () => {
    const vm = addVm(one, '10.0.10.20');
    const container = segment.addContainer(two, '10.0.10.11');
    const attach = ['--port', 'tap0', '--mac', tapMac, '--ip', '10.0.10.20/24', '--hairpin', '--guard'];
    expect(segment.must(one, 'segment attach', ...attach)).toContain(
      `On the other hosts: silk endpoint add br0 --ip 10.0.10.20 --mac ${tapMac} --underlay ${one.underlayIp}`,
    );
    segment.tell(two, one, `--ip 10.0.10.20 --mac ${tapMac}`);
    expect(pingFrom(container, '10.0.10.20').code).toBe(0);
    inContainer(vm, 'ip', 'addr', 'add', '10.0.10.99/24', 'dev', 'eth0');
    expect(pingFrom(vm, '10.0.10.11', '-I', '10.0.10.99').code).toBe(1);
    segment.look(one, 'nft flush ruleset');
    // Again: nothing is different, but what somebody has flushed.
    segment.must(one, 'segment attach', ...attach);
    expect(pingFrom(vm, '10.0.10.11', '-I', '10.0.10.99').code).toBe(1);
    expect(pingFrom(vm, '10.0.10.11', '-I', '10.0.10.20').code).toBe(0);
    expect(segment.json(one, 'segment show')['ports']).toEqual([
      { name: 'tap0', mac: [tapMac], hairpin: true, isolated: false, locked: false, guarded: true },
    ]);
    segment.must(one, 'segment detach', '--port', 'tap0');
    expect(segment.look(one, 'nft list tables')).toBe('');
    expect(one.host.exec('ip', '-d', 'link', 'show', 'tap0')).not.toContain('bridge_slave');
    expect(segment.json(one, 'segment detach', '--port', 'tap0')['removed']).toBe(false);
    expect(pingFrom(vm, '10.0.10.11').code).toBe(1);
  });

  test('does by the commands of each dry run what silk does', () => {
    const vm = addVm(two, '10.0.10.20');
    const containers = segment.hosts.map(({ host }) => host.addContainer());
    const [first, second] = containers as [Container, Container];
    for (const on of segment.hosts) segment.must(on, 'segment delete');
    const byCommands = (on: SegmentHost, command: string, ...words: readonly string[]) => {
      const lines = segment.must(on, command, ...words, '--dry-run');
      expect(lines).toMatch(/^(ip|bridge|nft) /);
      on.host.exec('sh', '-ec', lines);
    };
    for (const on of segment.hosts) byCommands(on, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24');
    byCommands(one, 'segment attach', '--netns', first.netns, '--ip', '10.0.10.10/24', '--isolated');
    byCommands(two, 'segment attach', '--netns', second.netns, '--ip', '10.0.10.11/24', '--guard');
    const attach = ['--port', 'tap0', '--mac', tapMac, '--ip', '10.0.10.20/24', '--guard'];
    byCommands(two, 'segment attach', ...attach);
    const ruleset = segment.look(two, 'nft list ruleset');
    segment.must(two, 'segment attach', ...attach);
    expect(segment.look(two, 'nft list ruleset')).toBe(ruleset);
    // As it is made anew, with the port that can be derived.
    segment.look(two, 'nft flush ruleset');
    segment.must(two, 'segment attach', ...attach);
    const sorted = (text: string) =>
      text
        .split(/[\n,]/)
        .map((line) => line.replace(/elements = \{|\}$/g, '').trim())
        .sort();
    expect(sorted(segment.look(two, 'nft list ruleset'))).toEqual(sorted(ruleset));
    byCommands(one, 'endpoint add', '--ip', '10.0.10.11', '--mac', 'ee:ee:0a:00:0a:0b', '--underlay', two.underlayIp);
    byCommands(two, 'endpoint add', '--ip', '10.0.10.10', '--mac', 'ee:ee:0a:00:0a:0a', '--underlay', one.underlayIp);
    expect([pingFrom(first, '10.0.10.11').code, pingFrom(vm, '10.0.10.11').code]).toEqual([0, 0]);
    // What is there is what silk makes: by its marks it is known as such.
    const isNew = (on: SegmentHost, netns: string, ip: string) =>
      segment.json(on, 'segment attach', '--netns', netns, '--ip', ip)['made'];
    expect([isNew(one, first.netns, '10.0.10.10/24'), isNew(two, second.netns, '10.0.10.11/24')]).toEqual([
      false,
      false,
    ]);
    expect(segment.json(one, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24')).toMatchObject({
      made: [],
      changed: [],
      removed: [],
    });
    byCommands(two, 'segment detach', '--port', 'tap0');
    byCommands(one, 'segment detach', '--netns', first.netns);
    for (const on of segment.hosts) byCommands(on, 'segment delete');
    expect(segment.look(two, 'nft list tables')).toBe('');
    expect(two.host.exec('ip', 'link', 'show', 'tap0')).toContain('tap0');
    expect(segment.must(one, 'segment delete')).toBe('There is no segment br0.\n');
  });

  test('shows what is wrong with it and its endpoints, and repairs that', () => {
    segment.addContainer(two, '10.0.10.11');
    segment.look(one, 'ip link set vxlan42 type bridge_slave learning on');
    segment.look(one, 'ip neigh replace 10.0.10.11 lladdr 02:00:00:00:00:01 dev vxlan42 nud noarp protocol 200');
    segment.look(one, 'ip neigh replace 10.0.10.12 lladdr 02:00:00:00:00:02 dev vxlan42 nud noarp protocol 200');
    const show = segment.call(one, 'segment show');
    expect([show.code, show.stdout]).toEqual([1, expect.stringContaining('learning: found on, wanted off')]);
    const list = segment.call(one, 'endpoint list');
    expect([list.code, list.stdout]).toEqual([1, expect.stringMatching(/10\.0\.10\.11 .* wrong +ok\n/)]);
    expect(list.stdout).toContain('neighbour 10.0.10.12 02:00:00:00:00:02');
    segment.must(one, 'segment create', '--vni', '42');
    expect(['segment show', 'endpoint list'].map((command) => segment.call(one, command).code)).toEqual([0, 0]);
    segment.must(one, 'endpoint remove', '--ip', '10.0.10.11');
    expect(segment.look(one, 'ip neigh show dev vxlan42 nud noarp')).not.toContain('10.0.10.');
    expect(segment.call(one, 'endpoint remove', '--ip', '10.0.10.11').code).toBe(1);
  });
});

test.each([
  { name: 'nothing', words: [], found: 'wanted exactly one of them' },
  { name: 'two things', words: ['--port', 'eth1', '--netns', 'x'], found: 'wanted exactly one of them' },
  { name: 'a namespace without an address', words: ['--netns', 'x'], found: 'found --netns without --ip' },
  { name: 'a locked port without a MAC', words: ['--port', 'eth1', '--locked'], found: 'found --locked without a MAC' },
  {
    name: 'a guarded port without an address',
    words: ['--port', 'eth1', '--mac', tapMac, '--guard'],
    found: 'found --guard without --mac and --ip',
  },
  { name: 'a link that is not there', words: ['--port', 'eth1'], found: 'found no such link' },
  { name: 'a port of another bridge', words: ['--port', 'other'], found: 'wanted it free or a port of the segment' },
])('silk segment attach refuses $name', ({ words, found }) => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  segment.must(one, 'segment create', '--vni', '42');
  for (const line of ['link add docker0 type bridge', 'link add other master docker0 type veth peer name x']) {
    one.host.exec('ip', ...line.split(' '));
  }
  const { code, stderr } = segment.call(one, 'segment attach', ...words);
  expect([code, stderr]).toEqual([1, expect.stringContaining(found)]);
});

describe('silk segment create refuses', () => {
  test.each([
    {
      name: "another's bridge, and says how it is handed over",
      before: ['ip link add br0 type bridge'],
      found: '`ip link set br0 alias silk-segment:42` hands it over',
    },
    {
      name: 'a link of another kind',
      before: ['ip link add br0 type veth peer name other'],
      found: 'a link of kind veth',
    },
    {
      name: 'the VNI of another device',
      before: ['ip link add other type vxlan id 42 dstport 4789 local 10.244.0.144 dev eth0'],
      found: 'VNI 42 on port 4789 used by the VXLAN device other',
    },
    {
      name: 'a port that a device with gbp has',
      before: ['ip link add other type vxlan id 7 dstport 4789 local 10.244.0.144 dev eth0 gbp'],
      found: 'with gbp, wanted it free or without gbp',
    },
  ])('$name', ({ before, found }) => {
    const segment = new SegmentHosts(false);
    const [one] = segment.hosts;
    for (const line of before) one.host.exec(...line.split(' '));
    const { code, stderr } = segment.call(one, 'segment create', '--vni', '42');
    expect([code, stderr]).toEqual([1, expect.stringContaining(found)]);
    expect(one.host.exec('ip', 'link')).not.toContain('vxlan42');
  });
});

test('another VNI is another VXLAN device on the same bridge, and what is attached stays', () => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42');
  segment.addContainer(one, '10.0.10.10');
  segment.must(one, 'segment create', '--vni', '43');
  expect(one.host.exec('ip', 'link')).not.toContain('vxlan42');
  expect(segment.json(one, 'segment show')).toMatchObject({
    vni: 43,
    vxlan: 'vxlan43',
    ports: [{ mac: ['ee:ee:0a:00:0a:0a'] }],
  });
});

test('what packets of a segment leave by is taken by no other segment, nor attached or detached', () => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  segment.must(one, 'segment create', '--vni', '42');
  const paths = ['--run-dir', one.host.runDir, '--endpoints-file', `${one.host.dir}/endpoints.json`];
  for (const words of [['42'], ['43', '--vxlan', 'vxlan42']]) {
    const { code, stderr } = one.host.run([silk, 'segment', 'create', 'br1', ...paths, '--vni', ...words]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('found it a port of the segment br0')]);
  }
  for (const [command, port] of [
    ['attach', 'eth0'],
    ['attach', 'vxlan42'],
    ['detach', 'vxlan42'],
  ]) {
    const { code, stderr } = segment.call(one, `segment ${command}`, '--port', `${port}`);
    expect([code, stderr]).toEqual([1, expect.stringContaining('by which its packets leave')]);
  }
  expect(segment.json(one, 'segment show')).toMatchObject({ vni: 42, vxlan: 'vxlan42', wrong: [] });
  expect(one.host.exec('ip', 'link')).not.toContain('br1');
});
