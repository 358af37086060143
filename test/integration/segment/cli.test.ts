import { basename } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { learnedEndpointsPath } from '../../../src/config/segment.ts';
import { writeLearnedEndpoints } from '../../../src/peers/known-endpoints.ts';
import { type Container, disposeHosts, inContainer } from '../../support/host.ts';
import { pingFrom, type SegmentHost, SegmentHosts } from '../../support/segment-hosts.ts';
import { endpointOf } from '../../support/segment-samples.ts';

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
      `On other hosts, where no silkd tells them: silk endpoint add br0 --ip 10.0.10.20 --mac ${tapMac} --underlay ${one.underlayIp}`,
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
      {
        name: 'tap0',
        mac: [tapMac],
        hairpin: true,
        isolated: false,
        locked: false,
        guarded: true,
        mark: `silk-link:${tapMac}=10.0.10.20`,
      },
    ]);
    expect(segment.look(one, 'ip link show dev tap0')).toContain('group 5117');
    segment.must(one, 'segment detach', '--port', 'tap0');
    expect(segment.look(one, 'nft list tables')).toBe('');
    expect(one.host.exec('ip', '-d', 'link', 'show', 'tap0')).not.toMatch(/bridge_slave|alias|5117/);
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
    // Another machine behind the same tap.
    attach.splice(2, 4, '--mac', '52:54:00:c0:b8:9e', '--ip', '10.0.10.21/24');
    byCommands(two, 'segment attach', ...attach);
    const ruleset = segment.look(two, 'nft list ruleset');
    segment.must(two, 'segment attach', ...attach);
    expect(segment.look(two, 'nft list ruleset')).toBe(ruleset);
    const sorted = (text: string) =>
      text
        .split(/[\n,]/)
        .map((line) => line.replace(/elements = \{|\}$/g, '').trim())
        .sort();
    // Whoever finds it flushed makes it anew for all.
    const again = [attach, ['--netns', second.netns, '--ip', '10.0.10.11/24', '--guard']];
    for (const words of again) {
      segment.look(two, 'nft flush ruleset');
      segment.must(two, 'segment attach', ...words);
      expect(sorted(segment.look(two, 'nft list ruleset'))).toEqual(sorted(ruleset));
    }
    byCommands(one, 'endpoint add', '--ip', '10.0.10.11', '--mac', 'ee:ee:0a:00:0a:0b', '--underlay', two.underlayIp);
    byCommands(two, 'endpoint add', '--ip', '10.0.10.10', '--mac', 'ee:ee:0a:00:0a:0a', '--underlay', one.underlayIp);
    expect([pingFrom(first, '10.0.10.11').code, pingFrom(vm, '10.0.10.11').code]).toEqual([0, 0]);
    // What is there is what silk makes: by its marks it is known as such.
    const isNew = (on: SegmentHost, netns: string, ...words: readonly string[]) =>
      segment.json(on, 'segment attach', '--netns', netns, '--ip', ...words)['made'];
    expect([
      isNew(one, first.netns, '10.0.10.10/24', '--isolated'),
      isNew(two, second.netns, '10.0.10.11/24', '--guard'),
    ]).toEqual([false, false]);
    expect(segment.json(one, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24')).toMatchObject({
      made: [],
      changed: [],
      removed: [],
    });
    const mark = `silk-link:${tapMac}=10.0.10.20,52:54:00:c0:b8:9e=10.0.10.21`;
    expect(segment.json(two, 'segment show')['ports']).toContainEqual(expect.objectContaining({ mark }));
    byCommands(two, 'segment detach', '--port', 'tap0');
    expect(two.host.exec('ip', 'link', 'show', 'tap0')).not.toMatch(/alias|5117/);
    byCommands(one, 'segment detach', '--netns', first.netns);
    byCommands(one, 'segment delete');
    byCommands(two, 'segment delete', '--force');
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

  test('leads to a MAC without an address, and to a host alone where broadcasts are replicated', () => {
    segment.must(one, 'segment create', '--vni', '42', '--replicate');
    const [macAlone, hostAlone] = [
      ['--mac', '02:42:00:00:00:77'],
      ['--underlay', '10.244.0.50'],
    ];
    segment.must(one, 'endpoint add', ...macAlone, '--underlay', '10.244.0.49');
    segment.must(one, 'endpoint add', ...hostAlone);
    const fdb = () =>
      segment
        .look(one, 'bridge fdb show dev vxlan42')
        .match(/\S+ dst \S+/g)
        ?.sort();
    const floods = ['00:00:00:00:00:00 dst 10.244.0.49', '00:00:00:00:00:00 dst 10.244.0.50'];
    expect(fdb()).toEqual([...floods, '02:42:00:00:00:77 dst 10.244.0.49']);
    const { stdout } = segment.call(one, 'endpoint list');
    expect(stdout).toMatch(/- +02:42:00:00:00:77 +10\.244\.0\.49 +file +- +ok\n- +- +10\.244\.0\.50 +file +- +ok\n/);
    segment.must(one, 'endpoint add', '--ip', '10.0.10.78', '--mac', '02:42:00:00:00:78', '--underlay', '10.244.0.49');
    expect(segment.json(one, 'segment show')['endpoints']).toBe(2);
    segment.must(one, 'endpoint remove', '--ip', '10.0.10.78');
    segment.look(one, 'bridge fdb del 00:00:00:00:00:00 dev vxlan42 dst 10.244.0.50');
    expect(segment.json(one, 'endpoint add', ...hostAlone)).toMatchObject({ made: [{ mac: '00:00:00:00:00:00' }] });
    for (const words of [[], ['--ip', '10.0.10.9'], [...macAlone, ...hostAlone]]) {
      expect(segment.call(one, 'endpoint remove', ...words).code).toBe(1);
    }
    expect(segment.call(one, 'endpoint add', '--ip', '10.0.10.9', ...hostAlone).stderr).toContain('found --ip without');
    for (const words of [macAlone, hostAlone]) segment.must(one, 'endpoint remove', ...words);
    expect(fdb()).toBeUndefined();
  });

  test('leads to what silkd has learned too, and what the operator says wins', () => {
    const learn = (...ips: readonly string[]) => {
      const entries = ips.map((ip) => endpointOf(`${ip} 02:42:00:00:00:${ip.slice(-2)} 10.244.0.48`));
      writeLearnedEndpoints(learnedEndpointsPath(one.host.runDir), entries);
    };
    const neighbours = () =>
      segment.look(one, 'ip neigh show dev vxlan42 nud noarp').match(/10\.0\.10\.\d+ lladdr \S+/g);
    learn('10.0.10.21', '10.0.10.22');
    segment.must(one, 'segment create', '--vni', '42');
    const own = ['--underlay', '10.244.0.48'];
    segment.must(one, 'endpoint add', '--ip', '10.0.10.31', '--mac', '02:42:00:00:00:31', ...own);
    // What both say is no contradiction.
    learn('10.0.10.21', '10.0.10.22', '10.0.10.31');
    expect(neighbours()?.length).toBe(3);
    const rows = () => segment.json(one, 'endpoint list')['endpoints'];
    const rest = { neighbour: 'ok', fdb: 'ok' };
    expect(rows()).toMatchObject([
      { ip: '10.0.10.31', source: 'file', ...rest },
      { ip: '10.0.10.21', source: 'learned', ...rest },
      { ip: '10.0.10.22', source: 'learned', ...rest },
    ]);
    // Another host says that it has the same address: the operator's word is taken, and the other's told of.
    const added = segment.call(one, 'endpoint add', '--ip', '10.0.10.21', '--mac', '02:42:00:00:00:41', ...own);
    expect([added.code, added.stdout]).toEqual([
      1,
      expect.stringContaining('found its address with 02:42:00:00:00:41'),
    ]);
    expect(neighbours()).toContain('10.0.10.21 lladdr 02:42:00:00:00:41');
    segment.must(one, 'endpoint remove', '--ip', '10.0.10.21');
    expect(neighbours()).toContain('10.0.10.21 lladdr 02:42:00:00:00:21');
    learn('10.0.10.22');
    // What cannot be read takes nothing away, and keeps nothing from being made.
    one.host.write('run/endpoints.json', '{"endpoints":[');
    segment.look(one, 'ip neigh del 10.0.10.31 dev vxlan42');
    expect(segment.must(one, 'segment create', '--vni', '42')).toContain('what leads to others is left as it is');
    expect(neighbours()?.length).toBe(3);
    expect(segment.call(one, 'endpoint list').stdout).toContain('what leads to others is left as it is');
    learn('10.0.10.22');
    segment.must(one, 'segment create', '--vni', '42');
    expect(neighbours()?.sort()).toEqual([
      '10.0.10.22 lladdr 02:42:00:00:00:22',
      '10.0.10.31 lladdr 02:42:00:00:00:31',
    ]);
  });
});

test('what was not finished of a link to a namespace is made anew, and one that is whole stays', () => {
  const segment = new SegmentHosts(false);
  const [one] = segment.hosts;
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42');
  const first = segment.addContainer(one, '10.0.10.10');
  const second = segment.addContainer(one, '10.0.10.11');
  const attach = ['--netns', first.netns, '--ip', '10.0.10.10/24', '--locked'];
  const attached = () => {
    const { made, port } = segment.json(one, 'segment attach', ...attach);
    // The first frame that a new link delivers may be lost.
    return [made, pingFrom(first, '10.0.10.11', '-c', '3', '-i', '0.2', '-W', '2').code, port] as const;
  };
  // It was not locked so far.
  const [made, code, port] = attached();
  expect([made, code]).toEqual([true, 0]);
  const ns = basename(first.netns);
  for (const line of [
    `ip -n ${ns} addr flush dev eth0`,
    `ip -n ${ns} link set eth0 down`,
    `bridge fdb del ee:ee:0a:00:0a:0a dev ${port} master`,
    `bridge fdb replace ee:ee:0a:00:0a:0a dev ${port} master dynamic`,
    `ip link set ${port} nomaster`,
    `ip link set ${port} alias ''`,
  ]) {
    one.host.exec('sh', '-ec', line);
    expect([line, ...attached()]).toEqual([line, true, 0, port]);
    expect(attached()).toEqual([false, 0, port]);
  }
  expect(pingFrom(second, '10.0.10.10').code).toBe(0);
  const isMade = (...words: readonly string[]) => segment.json(one, 'segment attach', ...attach, ...words)['made'];
  expect([isMade('--guard'), isMade('--guard'), isMade()]).toEqual([true, false, true]);
  expect(segment.look(one, 'nft list tables')).toBe('');
});
