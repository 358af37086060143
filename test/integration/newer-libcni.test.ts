import { unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { succeed } from '../support/attachment.ts';
import { buildLibcniToolsFirst, cnitoolVersion, newerCnitoolVersion } from '../support/cnitool.ts';
import { type Container, disposeHosts, Host } from '../support/host.ts';
import { dig } from '../support/json.ts';
import type { Outcome } from '../support/run.ts';
import { type NetworkCommand, ShippedNetwork } from '../support/shipped-network.ts';
import { vtepState } from '../support/vtep-scene.ts';

jest.setTimeout(30_000);
buildLibcniToolsFirst();
afterEach(disposeHosts);

let host: Host;
let network: ShippedNetwork;
let one: Container;
let two: Container;

beforeEach(() => {
  host = new Host();
  host.addUplink();
  [one, two] = [host.addContainer('one'), host.addContainer('two')];
  const peersFile = host.write('peers.json', '{"peers":[{"subnet":"10.255.48.0/24","underlay":"192.168.77.48"}]}');
  network = new ShippedNetwork(host, '20-silk-vtep.conflist', (text) =>
    text.replace('/etc/silk/peers.json"', `${peersFile}", "runDir": "${host.runDir}"`),
  );
});

/** It has to succeed. Returns its stdout. */
function ok(outcome: Outcome): string {
  succeed({ ...outcome, json: undefined, error: undefined }, `libcni ${newerCnitoolVersion}`);
  return outcome.stdout;
}

function newer(command: NetworkCommand | 'status', { netns }: Container = one): string {
  return ok(network.newerCnitool(command, netns));
}

function held() {
  const { reserved, claims, cached } = network.holdings(one);
  return { reserved, claims: claims.length, cached: cached.length };
}

const nothing = { reserved: [], claims: 0, cached: 0 };

test(`libcni ${newerCnitoolVersion} takes CNI 1.1.0 of the shipped list: STATUS, ADD, CHECK and DEL`, () => {
  newer('status');
  const result: unknown = JSON.parse(newer('add'));
  expect(dig(result, 'cniVersion')).toBe('1.1.0');
  expect(dig(result, 'interfaces', 1)).toMatchObject({ name: 'eth0', sandbox: one.netns, mtu: 1450 });
  host.exec('ping', '-c1', '-W2', '10.255.30.2');
  newer('check');
  newer('status');
  host.exec('ip', 'route', 'del', '10.255.48.0/24');
  expect(network.newerCnitool('check', one.netns).stderr).toContain('missing: route 10.255.48.0/24 via 10.255.48.0');
  host.exec('ip', 'link', 'del', 'silk-vtep');
  expect(network.newerCnitool('status', one.netns)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('silk-vtep'),
  });
  newer('del');
  newer('del');
  expect(held()).toEqual(nothing);
});

test('its GC takes what is not in the list, known to its cache or not, and all of it where the list is nil', () => {
  newer('add', one);
  const [valid = ''] = Object.values(network.owners()).map((owner) => owner.split(' ')[0]);
  const cacheFile = network.cacheFile;
  newer('add', two);
  ok(network.libcniGc(valid));
  expect(held()).toEqual({ reserved: ['10.255.30.2'], claims: 1, cached: 1 });
  newer('check', one);
  host.exec('bridge', 'fdb', 'add', 'ee:ee:0a:ff:31:00', 'dev', 'silk-vtep', 'dst', '192.168.77.49', 'self');
  unlinkSync(cacheFile);
  // As from CRI-O on a host whose pods have all gone.
  ok(network.libcniGc());
  expect(held()).toEqual(nothing);
  expect(vtepState(host).fdb).toEqual(['ee:ee:0a:ff:30:00 dst 192.168.77.48 self permanent']);
});

test("cnitool's own GC, which says nothing of what is valid, removes what is in the cache, and is refused the rest", () => {
  newer('add', one);
  newer('add', two);
  const { stderr } = network.newerCnitool('gc', one.netns);
  expect(stderr).toContain('Cannot run GC: cni.dev/valid-attachments: found none');
  expect(held()).toEqual(nothing);
});

test(`what libcni ${cnitoolVersion} added passes check and del of ${newerCnitoolVersion}; the other way only silk knows`, () => {
  ok(network.cnitool('add', one.netns));
  newer('check');
  newer('del');
  expect(held()).toEqual(nothing);
  newer('add');
  for (const command of ['check', 'del'] as const) {
    const { code, stderr } = network.cnitool(command, one.netns);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('1.1.0') });
  }
  ok(network.silk('check', one.netns));
  ok(network.silk('del', one.netns));
  expect(held()).toEqual(nothing);
});
