import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, type Host } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { namespaceState } from '../../support/kernel-state.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function addVxlan(host: Host, name: string, ...words: readonly string[]): void {
  host.exec('ip', 'link', 'add', name, 'type', 'vxlan', 'dev', 'uplink', ...words);
  host.exec('ip', 'link', 'set', name, 'up');
}

interface Refusal {
  readonly name: string;
  /** What is on the host before. */
  readonly before: (host: Host) => void;
  readonly over?: JsonObject;
  readonly code: number;
  /** Texts of the message. */
  readonly says: readonly string[];
}

const refusals: readonly Refusal[] = [
  {
    name: 'a device of another kind has the name',
    before: (host) => void host.exec('ip', 'link', 'add', 'silk-vtep', 'type', 'bridge'),
    code: 113,
    says: ['silk-vtep', 'found a link of kind bridge, wanted a VXLAN device or none'],
  },
  {
    name: 'another VXLAN device has the port with other gbp (the kernel would say EADDRINUSE)',
    before: (host) => addVxlan(host, 'flannel.1', 'id', '9', 'dstport', '4789'),
    code: 113,
    says: ['port 4789', 'flannel.1', 'VNI 9', 'without gbp'],
  },
  {
    name: 'another VXLAN device has the port and the VNI (the kernel would say EEXIST)',
    before: (host) => addVxlan(host, 'flannel.1', 'id', '1', 'dstport', '4789', 'gbp'),
    code: 113,
    says: ['VNI 1', 'port 4789', 'flannel.1'],
  },
  {
    name: 'a network that no host can be in',
    before: () => undefined,
    over: { overlayNetwork: '224.0.0.0/16', subnet: '224.0.1.0/24' },
    code: 7,
    says: ['overlay network: found 224.0.0.0/16'],
  },
  {
    name: 'another route has a part of the overlay network',
    before: (host) => void host.exec('ip', 'route', 'add', '10.255.7.0/24', 'via', '192.168.77.1'),
    code: 113,
    says: ['10.255.0.0/16', 'overlapping the route 10.255.7.0/24 via 192.168.77.1 dev uplink'],
  },
  {
    name: 'another route holds the overlay network',
    before: (host) => void host.exec('ip', 'route', 'add', '10.0.0.0/8', 'via', '192.168.77.1'),
    code: 113,
    says: ['overlapping the route 10.0.0.0/8 via 192.168.77.1 dev uplink'],
  },
  {
    name: 'the overlay network holds the underlay',
    before: () => undefined,
    over: { overlayNetwork: '192.168.0.0/16', subnet: '192.168.30.0/24', peers: [] },
    code: 7,
    says: ['192.168.0.0/16', '192.168.77.2', 'uplink'],
  },
  {
    name: 'there is no default route and no word of the underlay',
    before: (host) => void host.exec('ip', 'route', 'del', 'default'),
    code: 112,
    says: ['found no default route', 'underlayInterface', 'underlayAddress'],
  },
  {
    name: 'the underlay device is not there',
    before: () => undefined,
    over: { underlayInterface: 'nosuch0' },
    code: 112,
    says: ['underlayInterface: found no link nosuch0'],
  },
  {
    name: 'the underlay address is on no device',
    before: () => undefined,
    over: { underlayAddress: '192.168.77.99' },
    code: 112,
    says: ['underlayAddress: found 192.168.77.99 on no link'],
  },
  {
    name: 'the MTU does not fit the underlay',
    before: () => undefined,
    over: { mtu: 1451 },
    code: 7,
    says: ['mtu: found 1451, wanted at most 1450', 'uplink'],
  },
];

describe('ADD of silk-vtep is refused, the culprit named and nothing made, where', () => {
  test.each(refusals)('$name', ({ before, over, code, says }) => {
    const scene = new VtepScene();
    before(scene.host);
    const state = namespaceState(scene.host.netns);
    for (const command of ['ADD', 'CHECK', 'STATUS']) {
      const { error } = scene.call(command, over);
      expect({ command, code: error?.code }).toEqual({ command, code: command === 'STATUS' ? 50 : code });
      for (const text of says) expect(error?.msg).toContain(text);
    }
    expect(namespaceState(scene.host.netns)).toBe(state);
  });
});

const badKeys: readonly { name: string; over: JsonObject; says: string }[] = [
  { name: 'overlayNetwork', over: { overlayNetwork: '10.255.0.0' }, says: 'found "10.255.0.0", wanted' },
  { name: 'subnet', over: { subnet: '10.66.0.0/24' }, says: 'found "10.66.0.0/24", wanted' },
  { name: 'subnetFile', over: { subnetFile: 'subnet.env' }, says: 'found "subnet.env", wanted an absolute path' },
  { name: 'daemonPort', over: { daemonPort: 0 }, says: 'found 0, wanted an integer from 1 to 65535' },
  { name: 'vni', over: { vni: 16777216 }, says: 'found 16777216, wanted an integer from 1 to 16777215' },
  { name: 'port', over: { port: '4789' }, says: 'found "4789", wanted an integer from 1 to 65535' },
  { name: 'gbp', over: { gbp: 'yes' }, says: 'found "yes", wanted true or false' },
  { name: 'vtepName', over: { vtepName: 'silk/vtep' }, says: 'found "silk/vtep", wanted' },
  { name: 'underlayInterface', over: { underlayInterface: '' }, says: 'found "", wanted' },
  { name: 'underlayAddress', over: { underlayAddress: '127.0.0.1' }, says: 'found "127.0.0.1", wanted' },
  { name: 'peers', over: { peers: {} }, says: 'found {}, wanted' },
  {
    name: 'peers[0].subnet',
    over: { peers: [{ subnet: '10.255.48.1/24', underlay: '192.168.77.48' }] },
    says: 'found "10.255.48.1/24", wanted',
  },
  {
    name: 'peers[0].underlay',
    over: { peers: [{ subnet: '10.255.48.0/24', underlay: '::1' }] },
    says: 'found "::1", wanted',
  },
  { name: 'peersFile', over: { peersFile: '/etc/silk/peers.json' }, says: 'beside peers' },
  { name: 'mtu', over: { mtu: 67 }, says: 'found 67, wanted' },
  { name: 'runDir', over: { runDir: 'run' }, says: 'found "run", wanted an absolute path' },
  { name: 'vnis', over: { vnis: 1 }, says: 'vnis' },
];

describe('a bad value is told with its field, what was found and what is wanted, and changes nothing:', () => {
  test.each(badKeys)('$name', ({ name, over, says }) => {
    const scene = new VtepScene();
    const state = namespaceState(scene.host.netns);
    for (const command of ['ADD', 'CHECK', 'GC', 'STATUS']) {
      const { error } = scene.call(command, over);
      expect({ command, code: error?.code }).toEqual({ command, code: name === 'vnis' ? 2 : 7 });
      expect(error?.msg).toContain(name);
      expect(error?.msg).toContain(says);
    }
    expect(scene.call('DEL', over)).toMatchObject({ code: 0, stdout: '' });
    expect(namespaceState(scene.host.netns)).toBe(state);
  });

  test('no prevResult', () => {
    const scene = new VtepScene();
    const state = namespaceState(scene.host.netns);
    const { error } = scene.call('ADD', { prevResult: null });
    expect(error).toMatchObject({
      code: 7,
      msg: 'Cannot run ADD: prevResult: found none, wanted silk-vtep after a plugin that makes an interface',
    });
    expect(namespaceState(scene.host.netns)).toBe(state);
  });
});

test("an address of the overlay network that is not in this host's subnet is refused, and nothing is made", () => {
  const scene = new VtepScene();
  const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.255.30.2/32' }, { address: '10.255.31.2/32' }] };
  const { code, json } = scene.call('ADD', { prevResult });
  expect([code, json?.['code']]).toEqual([1, 7]);
  expect(String(json?.['msg'])).toContain('prevResult.ips[1].address: found 10.255.31.2/32');
  expect(scene.state.link).toEqual([]);
});
