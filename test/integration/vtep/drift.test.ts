import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { namespaceState } from '../../support/kernel-state.ts';
import { vtepPeers } from '../../support/network.ts';
import { silk } from '../../support/project.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const dev = 'dev silk-vtep';
const numbers = [48, 49, 50] as const;
const macOf = { 48: 'ee:ee:0a:ff:30:00', 49: 'ee:ee:0a:ff:31:00', 50: 'ee:ee:0a:ff:32:00' };
const allRoutes = numbers.map((number) => `missing: route 10.255.${number}.0/24 via 10.255.${number}.0`);
const allNeighbours = numbers.map((number) => `missing: neighbour 10.255.${number}.0 ${macOf[number]}`);
const allFdb = numbers.map((number) => `missing: FDB entry ${macOf[number]} to 192.168.77.${number}`);
const found = (what: string) => `wrong: VTEP silk-vtep (${what})`;

interface Drift {
  readonly name: string;
  /** What happens to the host. */
  readonly acts: readonly string[];
  /** The lines of CHECK's details. */
  readonly told: readonly string[];
  /** Whether containers are cut off altogether, so that STATUS says 51. */
  readonly impaired: boolean;
  /** Whether the device has to be made anew. */
  readonly remade?: boolean;
}

const drifts: readonly Drift[] = [
  {
    name: 'a route was deleted',
    acts: ['ip route del 10.255.48.0/24'],
    told: ['missing: route 10.255.48.0/24 via 10.255.48.0'],
    impaired: false,
  },
  {
    name: 'a route leads elsewhere',
    acts: [`ip route replace 10.255.48.0/24 via 10.255.49.0 ${dev} src 10.255.30.0`],
    told: ['wrong: route 10.255.48.0/24 via 10.255.48.0'],
    impaired: false,
  },
  {
    name: 'a neighbour was deleted',
    acts: [`ip neigh del 10.255.48.0 ${dev}`],
    told: ['missing: neighbour 10.255.48.0 ee:ee:0a:ff:30:00'],
    impaired: false,
  },
  {
    name: 'a neighbour has another MAC',
    acts: [`ip neigh replace 10.255.48.0 lladdr 02:00:00:00:00:07 ${dev} nud permanent`],
    told: ['wrong: neighbour 10.255.48.0 ee:ee:0a:ff:30:00'],
    impaired: false,
  },
  {
    name: 'an FDB entry was deleted',
    acts: [`bridge fdb del ee:ee:0a:ff:30:00 ${dev} dst 192.168.77.48`],
    told: ['missing: FDB entry ee:ee:0a:ff:30:00 to 192.168.77.48'],
    impaired: false,
  },
  {
    name: 'an FDB entry leads elsewhere',
    acts: [`bridge fdb replace ee:ee:0a:ff:30:00 ${dev} dst 192.168.77.99`],
    told: ['wrong: FDB entry ee:ee:0a:ff:30:00 to 192.168.77.48'],
    impaired: false,
  },
  {
    name: 'a peer is there that is none',
    acts: [
      `bridge fdb append ee:ee:0a:ff:63:00 ${dev} dst 192.168.77.99`,
      `ip neigh add 10.255.99.0 lladdr ee:ee:0a:ff:63:00 ${dev} nud permanent`,
      `ip route add 10.255.99.0/24 via 10.255.99.0 ${dev} src 10.255.30.0`,
    ],
    told: [
      'unwanted: route 10.255.99.0/24 via 10.255.99.0',
      'unwanted: neighbour 10.255.99.0 ee:ee:0a:ff:63:00',
      'unwanted: FDB entry ee:ee:0a:ff:63:00 to 192.168.77.99',
    ],
    impaired: false,
  },
  {
    name: 'the address was removed',
    acts: [`ip addr del 10.255.30.0/16 ${dev}`],
    told: ['missing: address 10.255.30.0/16', ...allNeighbours, ...allRoutes],
    impaired: true,
  },
  {
    name: 'another address is there beside it',
    acts: [`ip addr add 10.77.0.1/16 ${dev}`],
    // Both: the right one, as a second of its network, could go with the wrong one, so it is made again.
    told: ['unwanted: address 10.77.0.1/16'],
    impaired: true,
  },
  {
    name: 'the MAC was changed',
    acts: ['ip link set silk-vtep address 02:00:00:00:00:07'],
    told: [found('mac: found 02:00:00:00:00:07, wanted ee:ee:0a:ff:1e:00'), ...allNeighbours],
    impaired: true,
  },
  {
    name: 'the MTU was changed',
    acts: ['ip link set silk-vtep mtu 1200'],
    told: [found('mtu: found 1200, wanted 1450')],
    impaired: true,
  },
  {
    name: "the underlay's MTU was lowered",
    acts: ['ip link set uplink mtu 1400'],
    told: [found('mtu: found 1450, wanted 1350')],
    impaired: true,
  },
  {
    name: 'it is down',
    acts: ['ip link set silk-vtep down'],
    told: [found('up: found down, wanted up'), ...allNeighbours, ...allRoutes],
    impaired: true,
  },
  {
    name: 'it was down and is up again',
    acts: ['ip link set silk-vtep down', 'ip link set silk-vtep up'],
    told: [...allNeighbours, ...allRoutes],
    impaired: false,
  },
  {
    name: 'it learns',
    acts: ['ip link set silk-vtep type vxlan learning'],
    told: [found('learning: found on, wanted off')],
    impaired: true,
  },
  {
    name: 'attributes that ours do not have were given to what leads to a peer',
    acts: [
      'ip route replace 10.255.48.0/24 via 10.255.48.0 src 10.255.30.0 mtu 1200 dev silk-vtep',
      'ip route replace 10.255.49.0/24 via 10.255.49.0 src 10.255.30.0 encap ip id 5 dst 10.9.9.9 dev silk-vtep',
      'ip neigh replace 10.255.48.0 lladdr ee:ee:0a:ff:30:00 nud permanent extern_learn dev silk-vtep',
      'ip neigh replace 10.255.49.0 lladdr ee:ee:0a:ff:31:00 nud permanent router dev silk-vtep',
      // Of an entry that is there the kernel does not let it be said.
      'bridge fdb del ee:ee:0a:ff:30:00 dev silk-vtep',
      'bridge fdb add ee:ee:0a:ff:30:00 dst 192.168.77.48 extern_learn dev silk-vtep',
    ],
    told: [
      'wrong: route 10.255.48.0/24 via 10.255.48.0',
      'wrong: route 10.255.49.0/24 via 10.255.49.0',
      'wrong: neighbour 10.255.48.0 ee:ee:0a:ff:30:00',
      'wrong: neighbour 10.255.49.0 ee:ee:0a:ff:31:00',
      'wrong: FDB entry ee:ee:0a:ff:30:00 to 192.168.77.48',
    ],
    impaired: false,
  },
  {
    name: 'its address is there for a while only',
    acts: ['ip addr change 10.255.30.0/16 valid_lft 300 preferred_lft 200 dev silk-vtep'],
    told: ['wrong: address 10.255.30.0/16'],
    impaired: true,
  },
  {
    name: 'it was deleted',
    acts: ['ip link del silk-vtep'],
    told: [
      'missing: VTEP silk-vtep (found none)',
      'missing: address 10.255.30.0/16',
      ...allFdb,
      ...allNeighbours,
      ...allRoutes,
    ],
    impaired: true,
    remade: true,
  },
];

describe.each(drifts)('silk-vtep: $name', ({ name, acts, told, impaired, remade }) => {
  test('CHECK lists it and changes nothing, STATUS knows how bad it is, ADD repairs it', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    scene.addContainerLink();
    const { state: made, ifindex } = scene;
    for (const act of acts) scene.host.exec(...act.split(' '));

    const drifted = namespaceState(scene.host.netns);
    const checked = scene.call('CHECK');
    expect(checked.error?.code).toBe(107);
    expect(checked.error?.details.split('\n').sort()).toEqual([...told].sort());
    expect(scene.call('STATUS').error?.code).toBe(impaired ? 51 : undefined);
    expect(namespaceState(scene.host.netns)).toBe(drifted);

    scene.succeed('ADD');
    const repaired = name.startsWith("the underlay's MTU") ? withMtu(made, 1350) : made;
    expect(scene.state).toEqual(repaired);
    expect(scene.ifindex === ifindex).toBe(remade !== true);
    scene.succeed('CHECK');
    scene.succeed('STATUS');
  });
});

function withMtu(state: VtepScene['state'], mtu: number): VtepScene['state'] {
  return { ...state, link: state.link.map((line) => line.replace('mtu 1450', `mtu ${mtu}`)) };
}

test('the underlay device is gone and comes back with another index: the next ADD makes the VTEP anew', () => {
  const scene = new VtepScene();
  scene.succeed('ADD');
  const made = scene.state;
  scene.host.exec('ip', 'link', 'del', 'uplink');
  expect(scene.state.link).toEqual([]);
  expect(scene.call('ADD').error?.code).toBe(112);
  scene.host.addUplink();
  scene.succeed('ADD');
  expect(scene.state).toEqual(made);
});

test("another's route to a part of a peer's subnet is told by CHECK and silk peer list, and no other command minds it", () => {
  const scene = new VtepScene();
  scene.succeed('ADD');
  scene.host.exec('ip', 'route', 'add', '10.255.48.0/25', 'dev', 'uplink');
  const drifted = namespaceState(scene.host.netns);
  const told =
    /^route 10\.255\.48\.0\/24 via 10\.255\.48\.0: found another's route to a part of it, 10\.255\.48\.0\/25 by link /m;
  expect(scene.call('CHECK').error).toMatchObject({ code: 107, details: expect.stringMatching(told) });
  expect(scene.call('ADD')).toMatchObject({ code: 0, stderr: expect.stringContaining('10.255.48.0/25') });
  for (const command of ['STATUS', 'GC', 'DEL']) scene.succeed(command);
  scene.host.write('peers.json', JSON.stringify({ peers: vtepPeers }));
  const list = scene.host.run([silk, 'peer', 'list', '--peers-file', `${scene.host.dir}/peers.json`]);
  expect([list.code, list.stdout]).toEqual([1, expect.stringContaining('10.255.48.0/25')]);
  expect(namespaceState(scene.host.netns)).toBe(drifted);
  scene.host.exec('ip', 'route', 'del', '10.255.48.0/25');
  scene.succeed('CHECK');
});
