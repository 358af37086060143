import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { silkNetwork, vtepNetwork } from '../../support/network.ts';
import { callPlugin } from '../../support/plugin-call.ts';
import { silkCni, silkVtep } from '../../support/project.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }];
const container = 'ip link add s-010255032009 type veth peer name box';
const noVtep = 'ip link del silk-vtep';

const roundsMetric = 'silkd_converge_duration_seconds_count';

/** What befalls a host whose silkd does not look until it is asked to. */
const states: readonly { name: string; changes: readonly string[]; undo?: readonly string[]; ready: boolean }[] = [
  { name: 'nothing', changes: [], ready: true },
  { name: 'what leads to a peer is gone', changes: ['ip route del 10.255.48.0/24'], ready: true },
  { name: 'the VTEP is down', changes: ['ip link set silk-vtep down'], ready: false },
  { name: 'the VTEP has another MTU', changes: ['ip link set silk-vtep mtu 1300'], ready: false },
  { name: 'the VTEP has no address', changes: ['ip addr del 10.255.32.0/16 dev silk-vtep'], ready: false },
  {
    name: 'the VTEP is a port of a bridge',
    changes: ['ip link add br0 type bridge', 'ip link set silk-vtep master br0'],
    undo: ['ip link del br0'],
    ready: false,
  },
  { name: 'the VTEP is gone, and nobody uses it', changes: [noVtep], ready: true },
  {
    name: 'the VTEP is gone from under a container',
    changes: [container, noVtep],
    undo: ['ip link del box'],
    ready: false,
  },
  {
    name: "the VTEP is gone, and a peer's subnet is routed elsewhere",
    changes: [noVtep, 'ip route add 10.255.48.0/24 dev uplink'],
    undo: ['ip route del 10.255.48.0/24 dev uplink'],
    ready: true,
  },
  {
    name: 'the VTEP is gone, and the network is routed elsewhere',
    changes: [noVtep, 'ip route add 10.255.0.0/17 dev uplink'],
    undo: ['ip route del 10.255.0.0/17 dev uplink'],
    ready: false,
  },
  {
    name: 'another device has the name of the VTEP',
    changes: [noVtep, 'ip link add silk-vtep type bridge'],
    undo: [noVtep],
    ready: false,
  },
  {
    name: 'another device has its VNI',
    changes: [noVtep, 'ip link add other type vxlan id 1 dstport 4789 local 192.168.77.2 gbp'],
    undo: ['ip link del other'],
    ready: false,
  },
  {
    name: 'there is no underlay',
    changes: ['ip route del default'],
    undo: ['ip route add default via 192.168.77.1 dev uplink'],
    ready: false,
  },
  { name: 'the subnet file is gone', changes: ['rm SUBNET_FILE'], ready: false },
];

test('/readyz says what STATUS of silk-cni and silk-vtep say, whatever befalls the host', async () => {
  const host = new Host();
  host.addUplink();
  const silkd = new Silkd(host, { peers, peersFile: undefined, watchKernel: false, intervalSeconds: 3600 });
  await silkd.start();
  const own = { subnet: undefined, subnetFile: host.subnetFile };
  const isStatusGood = () =>
    [
      callPlugin(host, silkCni, { command: 'STATUS', config: silkNetwork(host, own) }),
      callPlugin(host, silkVtep, { command: 'STATUS', config: vtepNetwork(host, { ...own, peers }) }),
    ].every(({ code }) => code === 0);
  const isReady = () => silkd.get('/readyz').status === 200;
  const carryOut = (commands: readonly string[] = []) => {
    for (const command of commands) host.exec(...command.replace('SUBNET_FILE', host.subnetFile).split(' '));
  };
  for (const { name, changes, undo, ready } of states) {
    carryOut(changes);
    expect({ name, readyz: isReady(), status: isStatusGood() }).toEqual({ name, readyz: ready, status: ready });
    carryOut(undo);
    const rounds = silkd.metric(roundsMetric) ?? 0;
    silkd.signal('HUP');
    await silkd.until(`a round after: ${name}`, () => (silkd.metric(roundsMetric) ?? 0) > rounds && isReady());
  }
});
