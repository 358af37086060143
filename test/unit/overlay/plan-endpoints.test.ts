import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { macKey, parseMac } from '../../../src/addr/mac.ts';
import type { FdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import { describeEndpoint, describeEndpoints } from '../../../src/overlay/endpoints.ts';
import { type HeldSegment, holdNothingInSegment } from '../../../src/overlay/held-segment.ts';
import { planEndpoints } from '../../../src/overlay/plan-endpoints.ts';
import { describeStep } from '../../../src/overlay/step.ts';
import { shellLine, stepCommands } from '../../../src/overlay/step-command.ts';
import { endpointOf, sampleSegment } from '../../support/segment-samples.ts';

const endpoint = endpointOf('10.0.10.11 02:42:00:00:00:0b 10.244.0.48');
const { mac } = endpoint;
const linkIndex = 5;
const permanent = 0xc0;

/** What a random walk does not come by, as it takes another hand than iproute2's or a rare order of things. */
describe('planEndpoints()', () => {
  function plan(held: Partial<HeldSegment>, replicate = false) {
    const segment = sampleSegment({ replicate });
    const { steps, failed } = planEndpoints(
      describeEndpoints([endpoint], segment),
      { ...holdNothingInSegment(), ...held },
      segment,
    );
    return { steps: steps.map((step) => `${step.action} ${describeStep(step)}`), failed };
  }

  test('does not lead elsewhere what is attached to this host', () => {
    const local = new Map([[macKey(mac), { linkIndex: 9, mac, state: 0x40 }]]);
    expect(plan({ local })).toEqual({
      steps: [],
      failed: [
        { what: describeEndpoint(endpoint), reason: 'found its MAC attached to this host, wanted it on the other' },
      ],
    });
  });

  test("leaves another's entry to a group of next hops, and says so", () => {
    const { steps, failed } = plan({ self: new Map([[macKey(mac), { linkIndex, mac, state: permanent }]]) });
    expect(steps).toEqual([]);
    expect(failed[0]?.reason).toContain('a group of next hops');
  });

  test("puts one that does not age in the place of another's that does, by removing that first", () => {
    const destination = endpoint.underlay;
    const { steps } = plan({ self: new Map([[macKey(mac), { linkIndex, mac, destination, state: 0x02 }]]) });
    expect(steps.slice(0, 2)).toEqual([
      'remove FDB entry 02:42:00:00:00:0b to 10.244.0.48',
      'change FDB entry 02:42:00:00:00:0b to 10.244.0.48',
    ]);
  });

  test.each([
    { name: 'a port', own: { port: 4790 } },
    { name: 'a VNI', own: { vni: 7 } },
    { name: 'a device', own: { viaIndex: 3 } },
  ])('removes our own stale entry that has been given $name, and removes it whole', ({ own }) => {
    const stale = parseMac('02:42:00:00:00:77', 'MAC');
    const entry = { linkIndex, mac: stale, destination: endpoint.underlay, state: permanent, external: true, ...own };
    const segment = sampleSegment({});
    const held = { ...holdNothingInSegment(), self: new Map([[macKey(stale), entry]]) };
    const { steps } = planEndpoints({ endpoints: [], hosts: [], refused: [] }, held, segment);
    expect(steps.map((step) => stepCommands(step, { device: 'vxlan42' }).map(shellLine))).toEqual([
      ['bridge fdb del 02:42:00:00:00:77 dev vxlan42 self'],
    ]);
  });

  const anyMac = parseMac('00:00:00:00:00:00', 'MAC');
  const flood: FdbEntry = { linkIndex, mac: anyMac, destination: parseIp('10.244.0.99', 'ip'), state: permanent };
  const make = 'make FDB entry 00:00:00:00:00:00 to 10.244.0.48';
  const remove = 'remove FDB entry 00:00:00:00:00:00 to 10.244.0.99';

  test.each([
    { name: "lets be another's", replicate: false, flood, wanted: [] },
    { name: 'removes our own', replicate: false, flood: { ...flood, external: true }, wanted: [remove] },
    {
      name: 'makes them the hosts of endpoints where broadcasts are replicated',
      replicate: true,
      flood,
      wanted: [make, remove],
    },
  ])('of the destinations of broadcasts it $name', ({ replicate, flood: found, wanted }) => {
    const { steps } = plan({ floods: [found] }, replicate);
    expect(steps.filter((step) => step.includes('00:00:00:00:00:00'))).toEqual(wanted);
  });

  test('makes what is wanted, and removes nothing, where there are others that are not known', () => {
    const stale = parseMac('02:42:00:00:00:77', 'MAC');
    const state = { state: permanent, external: true };
    const held = {
      ...holdNothingInSegment(),
      self: new Map([[macKey(stale), { linkIndex, mac: stale, destination: endpoint.underlay, ...state }]]),
      floods: [{ ...flood, external: true }],
    };
    const segment = sampleSegment({ replicate: true });
    const desired = describeEndpoints([endpoint], segment);
    const actions = (isPartial: boolean) => [
      ...new Set(planEndpoints({ ...desired, isPartial }, held, segment).steps.map(({ action }) => action)),
    ];
    expect([actions(true), actions(false)]).toEqual([['make'], ['make', 'remove']]);
  });
});
