import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planRemoteHosts } from '../../../src/overlay/plan.ts';
import { remember } from '../../../src/overlay/remember.ts';
import { desire, fdbEntry, hold, neighbour, route, vtep, vtepIndex } from '../../support/overlay-walk-samples.ts';

const octet = fc.integer({ min: 48, max: 53 });
const otherHost = fc.integer({ min: 1, max: 4 }).map((i) => `10.244.0.${i}`);
const anyMac = octet.map((i) => `ee:ee:0a:ff:${i.toString(16)}:00`);

const anyPeers = fc.uniqueArray(fc.record({ octet, underlay: otherHost }), { selector: (peer) => peer.octet });

const anyRoute = fc
  .record({ octet, gateway: octet, metric: fc.constantFrom(undefined, 0, 1, 300), hasSource: fc.boolean() })
  .map(({ octet: i, gateway, metric, hasSource }) =>
    route(`10.255.${i}.0/24`, `10.255.${gateway}.0`, { metric, ...(hasSource ? {} : { source: undefined }) }),
  );

const anyNeighbour = fc
  .record({ octet, mac: anyMac, state: fc.constantFrom(0x80, 0x02, 0x04) })
  .map(({ octet: i, mac, state }) => neighbour(`10.255.${i}.0`, mac, state));

const anyFdbEntry = fc
  .record({
    mac: anyMac,
    destination: otherHost,
    state: fc.constantFrom(0x80, 0xc0, 0x02),
    vni: fc.constantFrom(undefined, 9),
  })
  .map(({ mac, destination, ...more }) => fdbEntry(mac, destination, more));

const anyHeld = fc.record({
  routes: fc.array(anyRoute, { maxLength: 12 }),
  neighbours: fc.array(anyNeighbour, { maxLength: 8 }),
  // The kernel gives a host's MAC one destination: it appends to those of groups alone.
  fdb: fc.uniqueArray(anyFdbEntry, { maxLength: 12, selector: ({ mac }) => mac.bytes.join() }),
});

test('after every step of a plan has been taken and remembered, nothing is left to plan', () => {
  fc.assert(
    fc.property(anyPeers, anyHeld, (peers, objects) => {
      const held = hold(objects);
      const desired = desire(...peers.map(({ octet: i, underlay }) => ({ subnet: `10.255.${i}.0/24`, underlay })));
      remember(held, planRemoteHosts(desired, held, vtep.ip).steps, vtepIndex);
      expect(planRemoteHosts(desired, held, vtep.ip)).toEqual({ steps: [], failed: [] });
    }),
    { numRuns: 500 },
  );
});

test('nothing of a host that is not wanted is remembered', () => {
  const held = hold({});
  const desired = desire({ subnet: '10.255.48.0/24', underlay: '10.244.0.48' });
  remember(held, planRemoteHosts(desired, held, vtep.ip).steps, vtepIndex);
  expect([held.routes.size, held.neighbours.size, held.fdb.size]).toEqual([1, 1, 1]);
  remember(held, planRemoteHosts(desire(), held, vtep.ip).steps, vtepIndex);
  expect([held.routes.size, held.neighbours.size, held.fdb.size]).toEqual([0, 0, 0]);
});

test('steps of the VTEP itself are none of what is held', () => {
  const held = hold({});
  remember(held, [{ action: 'make', object: 'vtep', vtep, why: 'found none' }], vtepIndex);
  expect([held.routes.size, held.neighbours.size, held.fdb.size]).toEqual([0, 0, 0]);
});
