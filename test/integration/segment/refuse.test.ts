import { basename } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts } from '../../support/host.ts';
import { bridgeNetwork } from '../../support/network.ts';
import { binDir, silk, silkBridge } from '../../support/project.ts';
import { SegmentHosts } from '../../support/segment-hosts.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

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

test.each([
  { name: 'nothing', words: [], found: 'wanted exactly one of them' },
  { name: 'two things', words: ['--port', 'eth1', '--netns', 'x'], found: 'wanted exactly one of them' },
  { name: 'a namespace without an address', words: ['--netns', 'x'], found: 'found --netns without --ip' },
  { name: 'a locked port without a MAC', words: ['--port', 'eth1', '--locked'], found: 'found --locked without a MAC' },
  {
    name: 'a guarded port without an address',
    words: ['--port', 'eth1', '--mac', '52:54:00:c0:b8:9d', '--guard'],
    found: 'found --guard without --mac and --ip',
  },
  { name: 'a link that is not there', words: ['--port', 'eth1'], found: 'found no such link' },
  { name: 'a port of another bridge', words: ['--port', 'other'], found: 'wanted it free or a port of the segment' },
  {
    name: 'the loopback device',
    words: ['--port', 'lo'],
    found: 'lo: found the loopback device, wanted a link that can',
  },
  {
    name: 'a bridge',
    words: ['--port', 'docker0'],
    found: 'docker0: found a bridge, wanted a link that can be a port',
  },
  { name: "the segment's own bridge", words: ['--port', 'br0'], found: 'by which its packets leave, wanted another' },
  {
    name: "the gateway's address",
    words: ['--netns', 'lo', '--ip', '10.0.10.1/24'],
    found: "found --ip 10.0.10.1/24, which is the gateway's, wanted another address",
  },
  {
    name: "the bridge's MAC",
    words: ['--port', 'free', '--mac', 'ee:ee:0a:00:0a:01', '--ip', '10.0.10.9/24'],
    found: "found --mac ee:ee:0a:00:0a:01, which is the segment's own, wanted another MAC",
  },
])('silk segment attach refuses $name', ({ words, found }) => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  segment.must(one, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24');
  for (const line of ['link add docker0 type bridge', 'link add other master docker0 type veth peer name free']) {
    one.host.exec('ip', ...line.split(' '));
  }
  const before = one.host.exec('ip', 'link');
  const { code, stderr } = segment.call(one, 'segment attach', ...words);
  expect([code, stderr]).toEqual([1, expect.stringContaining(found)]);
  expect(one.host.exec('ip', 'link')).toBe(before);
});

test.each([
  { name: 'stands beside it with the same gbp', words: ['--gbp'], found: undefined },
  {
    name: 'is refused with another gbp',
    words: [],
    found: /port 4789 used by the VXLAN device vxlan42 in namespace \S+ /,
  },
])('the VTEP on the port of a segment in a namespace of its own $name', ({ words, found }) => {
  const segment = new SegmentHosts(true);
  const [one] = segment.hosts;
  segment.must(one, 'segment create', '--vni', '42', ...words);
  const place = ['--run-dir', one.host.runDir, '--peers-file', `${one.host.dir}/peers.json`];
  const up = [silk, 'vtep', 'up', ...place, '--network', '10.255.0.0/16', '--overlay', '10.255.30.0/24'];
  const { code, stderr } = one.host.run(up);
  expect([code, stderr]).toEqual(found === undefined ? [0, expect.any(String)] : [1, expect.stringMatching(found)]);
});

test('another VNI is another VXLAN device on the same bridge, and refused while something is attached', () => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42');
  const { netns } = segment.addContainer(one, '10.0.10.10');
  // One that is called so by the other VNI's network is no way round it.
  for (const words of [['43'], ['43', '--vxlan', 'vxlan42']]) {
    const { code, stderr } = segment.call(one, 'segment create', '--vni', ...words);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/br0 for VNI 43: found VNI 42 with b-\w+ attached/)]);
  }
  one.host.exec('ip', 'link', 'del', 'vxlan42');
  expect(segment.call(one, 'segment create', '--vni', '43').code).toBe(1);
  segment.must(one, 'segment create', '--vni', '42');
  segment.must(one, 'segment detach', '--netns', netns);
  segment.must(one, 'segment create', '--vni', '43');
  expect(one.host.exec('ip', 'link')).not.toContain('vxlan42');
  expect(segment.json(one, 'segment show')).toMatchObject({ vni: 43, vxlan: 'vxlan43', ports: [] });
});

test('a link whose name is taken where it came from stays attached, and goes back when it is free', () => {
  const segment = new SegmentHosts(true);
  const [one] = segment.hosts;
  segment.must(one, 'segment create', '--vni', '42');
  const addTap = (peer: string) => one.host.exec('ip', 'link', 'add', 'tap0', 'type', 'veth', 'peer', 'name', peer);
  addTap('vm0');
  const mac = '52:54:00:00:00:01';
  segment.must(one, 'segment attach', '--port', 'tap0', '--mac', mac, '--ip', '10.0.10.20/24');
  addTap('vm1');
  const { code, stderr } = segment.call(one, 'segment detach', '--port', 'tap0');
  expect([code, stderr]).toEqual([1, expect.stringContaining('EEXIST')]);
  expect(segment.json(one, 'segment show')).toMatchObject({ ports: [{ name: 'tap0', mac: [mac] }] });
  one.host.exec('ip', 'link', 'del', 'vm1');
  segment.must(one, 'segment detach', '--port', 'tap0');
  expect(one.host.exec('ip', '-d', 'link', 'show', 'tap0')).not.toMatch(/master|alias/);
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

test('silk segment delete takes nothing away under what is attached, and says of each port what lets go of it', () => {
  const segment = new SegmentHosts(true);
  const [one] = segment.hosts;
  const overlay = basename(one.overlay?.netns ?? '');
  segment.must(one, 'segment create', '--vni', '42');
  const network = bridgeNetwork(one.host, { overlayNamespace: overlay });
  const container = new Attachment(one.host, one.host.addContainer(), network, { program: silkBridge });
  container.add();
  const { netns } = one.host.addContainer();
  segment.must(one, 'segment attach', '--netns', netns, '--ip', '10.0.10.201/24');
  one.host.exec('ip', 'link', 'add', 'tap0', 'type', 'veth', 'peer', 'name', 'vm0');
  segment.must(one, 'segment attach', '--port', 'tap0');
  segment.look(one, 'ip link add other master br0 type veth peer name other0');
  const links = () => segment.look(one, 'ip -br link');
  const before = links();
  const detach = `silk segment detach br0 --OPTION --overlay-netns ${overlay}`;
  const remedies = [
    `DEL of eth0 from container ${container.container.id} in network blue \\(\`silk cni del\`\\)`,
    ...[`netns ${netns} --ifname eth0`, 'port tap0', 'port other'].map((way) => `\`${detach.replace('OPTION', way)}\``),
  ];
  for (const words of [[], ['--dry-run'], ['--json'], ['--json', '--dry-run']]) {
    const { code, stdout, stderr } = segment.call(one, 'segment delete', ...words);
    expect([code, stdout + stderr]).toEqual([
      1,
      expect.stringMatching(/br0: found 4 link\(s\) attached, such as \S+, /),
    ]);
    for (const remedy of remedies) expect(stdout + stderr).toMatch(new RegExp(`[\\w-]+: ${remedy}`));
    expect(links()).toBe(before);
  }
  // Each does what it says.
  container.del();
  for (const way of [`netns ${netns} --ifname eth0`, 'port tap0', 'port other']) {
    expect(segment.call(one, 'segment delete').stderr).toContain(way);
    one.host.exec('sh', '-ec', `${binDir}/${detach.replace('OPTION', way)}`);
  }
  expect(segment.must(one, 'segment delete')).toContain('Removed segment br0: vxlan42, br0');
});
