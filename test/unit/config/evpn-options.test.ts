import { describe, expect, test } from '@jest/globals';
import { evpnDefaults, findEvpnFaults, readEvpnOptions } from '../../../src/config/evpn-options.ts';
import { details, refusal } from './refusal.ts';

describe('readEvpnOptions()', () => {
  test('fills in the defaults', () => {
    expect(readEvpnOptions({ asn: 64512 })).toEqual({ ...evpnDefaults, asn: 64512 });
  });

  test('reads what is given', () => {
    const given = { asn: 4_200_000_000, address: '127.0.0.1:50051', requestTimeoutMs: 700, pollIntervalSeconds: 9 };
    const numbers = { routeTarget: '64512:1', routeDistinguisher: '10.244.0.32:1' };
    expect(readEvpnOptions({ ...given, ...numbers, withdrawGuard: { atLeast: 9 } })).toEqual({
      ...given,
      routeTarget: { kind: 0, administrator: 64512, assigned: 1 },
      routeDistinguisher: { kind: 1, administrator: 0x0af40020, assigned: 1 },
      withdrawGuard: { ...evpnDefaults.withdrawGuard, atLeast: 9 },
    });
  });

  test.each([
    { name: 'no AS', keys: { asn: undefined }, fault: 'asn: found nothing, wanted an integer' },
    { name: 'the AS 0', keys: { asn: 0 }, fault: 'asn: found 0, wanted an integer' },
    { name: 'a path alone', keys: { address: '/run/x' }, fault: 'address: found "/run/x", wanted unix:///PATH' },
    { name: 'a long path', keys: { address: `unix:///${'x'.repeat(107)}` }, fault: 'address: found' },
    { name: 'a host alone', keys: { address: 'localhost' }, fault: 'address: found "localhost"' },
    {
      name: 'a half route target',
      keys: { routeTarget: '64512' },
      fault: 'routeTarget: found "64512", wanted AS:NUMBER',
    },
    { name: 'too high a number', keys: { routeDistinguisher: '10.0.0.1:65536' }, fault: 'routeDistinguisher: found' },
    { name: 'another key', keys: { rt: 1 }, fault: 'rt: found 1, which is not a key of evpn' },
  ])('refuses $name', ({ keys, fault }) => {
    expect(refusal(() => readEvpnOptions({ asn: 64512, ...keys }))).toContain(`options of EVPN: ${fault}`);
  });

  test('lists every fault', () => {
    expect(details(() => readEvpnOptions({ asn: 1, routeTarget: 'x', routeDistinguisher: 'y' }))).toHaveLength(2);
  });
});

test('findEvpnFaults() names keys where they are', () => {
  expect(findEvpnFaults({ asn: 1, routeTarget: 'x' }, 'evpn.')[0]?.text).toMatch(/^evpn\.routeTarget: /);
});
