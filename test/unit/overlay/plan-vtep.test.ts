import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import type { VxlanLink, VxlanParameters } from '../../../src/linux/rtnetlink/link-vxlan.ts';
import { type FoundVtep, planVtep } from '../../../src/overlay/plan-vtep.ts';
import { describeStep, type Step } from '../../../src/overlay/step.ts';
import { underlay, vtep, vtepIndex } from '../../support/overlay-walk-samples.ts';

interface Difference {
  readonly link?: Partial<VxlanLink>;
  readonly vxlan?: Partial<VxlanParameters>;
  /** `LOCAL/LENGTH`. */
  readonly addresses?: readonly string[];
}

/** The VTEP as it should be, but for the difference. */
function found({ link = {}, vxlan = {}, addresses = ['10.255.32.0/16'] }: Difference): FoundVtep {
  const { name, mac, mtuBytes, vni, port, gbp } = vtep;
  const parameters: VxlanParameters = {
    vni,
    port,
    gbp,
    learning: false,
    local: underlay.ip,
    underlayIndex: underlay.index,
    external: false,
    gpe: false,
    others: [],
    ...vxlan,
  };
  const basic = { index: vtepIndex, name, kind: 'vxlan', mac, mtuBytes, up: true } as VxlanLink;
  return {
    link: { ...basic, ...link, vxlan: parameters },
    addresses: addresses.map((text) => {
      const [local = '', length = ''] = text.split('/');
      const ip = parseIp(local, 'address');
      return { linkIndex: vtepIndex, local: ip, prefix: { ip, length: Number(length) }, scope: 0 };
    }),
  };
}

function show(step: Step): string {
  const property = step.object === 'vtep' && step.action === 'change' ? ` ${step.property}` : '';
  return `${step.action}${property} ${describeStep(step)}`;
}

const address = 'address 10.255.32.0/16';

test('a VTEP that is as it should be needs nothing', () => {
  expect(planVtep(vtep, found({}))).toEqual([]);
});

test('a VTEP that is not there is made, with its address', () => {
  expect(planVtep(vtep, undefined).map(show)).toEqual(['make VTEP silk-vtep (found none)', `make ${address}`]);
});

describe('what the kernel changes in place is changed:', () => {
  const cases: readonly { name: string; difference: Difference; wanted: string }[] = [
    {
      name: 'local',
      difference: { vxlan: { local: parseIp('10.244.0.9', 'ip') } },
      wanted: 'change local VTEP silk-vtep (local: found 10.244.0.9, wanted 10.244.0.145)',
    },
    {
      name: 'no local',
      difference: { vxlan: { local: undefined } },
      wanted: 'change local VTEP silk-vtep (local: found none, wanted 10.244.0.145)',
    },
    {
      name: 'underlay',
      difference: { vxlan: { underlayIndex: 9 } },
      wanted: 'change underlay VTEP silk-vtep (underlay: found link 9, wanted eth0)',
    },
    {
      name: 'no underlay',
      difference: { vxlan: { underlayIndex: undefined } },
      wanted: 'change underlay VTEP silk-vtep (underlay: found none, wanted eth0)',
    },
    {
      name: 'learning',
      difference: { vxlan: { learning: true } },
      wanted: 'change learning VTEP silk-vtep (learning: found on, wanted off)',
    },
    {
      name: 'MAC',
      difference: { link: { mac: parseMac('02:00:00:00:00:01', 'mac') } },
      wanted: 'change mac VTEP silk-vtep (mac: found 02:00:00:00:00:01, wanted ee:ee:0a:ff:20:00)',
    },
    {
      name: 'MTU',
      difference: { link: { mtuBytes: 1400 } },
      wanted: 'change mtu VTEP silk-vtep (mtu: found 1400, wanted 1450)',
    },
    {
      name: 'port of a bridge',
      difference: { link: { masterIndex: 12 } },
      wanted: 'change master VTEP silk-vtep (master: found link 12, wanted none)',
    },
    {
      name: 'down',
      difference: { link: { up: false } },
      wanted: 'change up VTEP silk-vtep (up: found down, wanted up)',
    },
  ];
  test.each(cases)('$name', ({ difference, wanted }) => {
    expect(planVtep(vtep, found(difference)).map(show)).toEqual([wanted]);
  });
});

describe('for what the kernel does not change the VTEP is made anew, and says why:', () => {
  const cases: readonly { name: string; vxlan: Partial<VxlanParameters>; why: string }[] = [
    { name: 'VNI', vxlan: { vni: 42 }, why: 'vni: found 42, wanted 1' },
    { name: 'port', vxlan: { port: 8472 }, why: 'port: found 8472, wanted 4789' },
    { name: 'gbp', vxlan: { gbp: false }, why: 'gbp: found off, wanted on' },
    { name: 'external', vxlan: { external: true }, why: 'mode: found external, wanted a VNI of its own' },
    { name: 'gpe', vxlan: { gpe: true }, why: 'gpe: found on, wanted off' },
    {
      name: 'remote',
      vxlan: { remote: parseIp('239.1.1.1', 'ip') },
      why: 'remote: found 239.1.1.1, wanted none',
    },
    {
      name: 'over IPv6',
      vxlan: { local: parseIp('fd00::1', 'ip') },
      why: 'local: found fd00::1, wanted an IPv4 address',
    },
    {
      name: 'others',
      vxlan: { others: ['ttl', 'proxy'] },
      why: 'ttl: found set, wanted not set; proxy: found set, wanted not set',
    },
    { name: 'two of them', vxlan: { vni: 42, gbp: false }, why: 'vni: found 42, wanted 1; gbp: found off, wanted on' },
  ];
  test.each(cases)('$name', ({ vxlan, why }) => {
    expect(planVtep(vtep, found({ vxlan, link: { mtuBytes: 1200 } })).map(show)).toEqual([
      `remove VTEP silk-vtep (${why})`,
      `make VTEP silk-vtep (${why})`,
      `make ${address}`,
    ]);
  });
});

describe('one address and no other:', () => {
  test.each([
    { name: 'none', addresses: [], wanted: [`make ${address}`] },
    {
      name: 'another as well goes',
      addresses: ['10.255.32.0/16', '10.66.0.1/24'],
      wanted: ['remove address 10.66.0.1/24'],
    },
    {
      name: 'another of its network, which is the first and takes it along',
      addresses: ['10.255.32.9/16', '10.255.32.0/16'],
      wanted: ['remove address 10.255.32.9/16', `make ${address}`],
    },
    {
      name: 'another of its network, which is the second',
      addresses: ['10.255.32.0/16', '10.255.32.9/16'],
      wanted: ['remove address 10.255.32.9/16'],
    },
    {
      name: 'the same with another length',
      addresses: ['10.255.32.0/20'],
      wanted: ['remove address 10.255.32.0/20', `make ${address}`],
    },
    {
      name: 'two wrong ones',
      addresses: ['10.66.0.1/24', '10.67.0.1/24'],
      wanted: ['remove address 10.66.0.1/24', 'remove address 10.67.0.1/24', `make ${address}`],
    },
  ])('$name', ({ addresses, wanted }) => {
    expect(planVtep(vtep, found({ addresses })).map(show)).toEqual(wanted);
  });

  test('that of a point to point link is another', () => {
    const { link, addresses } = found({});
    const pointToPoint = addresses.map((one) => ({ ...one, prefix: parsePrefix('10.255.0.0/16', 'peer') }));
    const steps = planVtep(vtep, { link, addresses: pointToPoint });
    expect(steps.map(show)).toEqual([`remove ${address}`, `make ${address}`]);
    // The kernel finds it by both of its ends.
    expect(steps[0]).toMatchObject({ peer: parseIp('10.255.0.0', 'peer') });
  });
});
