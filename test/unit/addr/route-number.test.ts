import { describe, expect, test } from '@jest/globals';
import { formatRouteNumber, ofAs, tryParseRouteNumber } from '../../../src/addr/route-number.ts';

describe('tryParseRouteNumber()', () => {
  test.each([
    { text: '64512:1', wanted: { kind: 0, administrator: 64512, assigned: 1 } },
    { text: '65535:4294967295', wanted: { kind: 0, administrator: 65535, assigned: 4294967295 } },
    { text: '65536:65535', wanted: { kind: 2, administrator: 65536, assigned: 65535 } },
    { text: '64512L:1', wanted: { kind: 2, administrator: 64512, assigned: 1 } },
    { text: '10.244.0.32:1', wanted: { kind: 1, administrator: 0x0af40020, assigned: 1 } },
    { text: '255.255.255.255:65535', wanted: { kind: 1, administrator: 0xffff_ffff, assigned: 65535 } },
  ])('reads $text, and it is written so', ({ text, wanted }) => {
    const number = tryParseRouteNumber(text);
    expect(number).toEqual(wanted);
    expect(number && formatRouteNumber(number)).toBe(text);
  });

  test.each([
    ['65535:4294967296'],
    ['65536:65536'],
    ['4294967296:1'],
    ['10.244.0.256:1'],
    ['10.244.0.32:65536'],
    ['10.244.0:1'],
    ['64512'],
    ['64512:'],
    [':1'],
    ['64512:-1'],
    ['64512:1:1'],
    [''],
  ])('does not take %j', (text) => {
    expect(tryParseRouteNumber(text)).toBeUndefined();
  });
});

test('ofAs() takes two bytes for the AS where they will do', () => {
  expect([ofAs(65535, 1).kind, ofAs(65536, 1).kind, ofAs(64512, 1, true).kind]).toEqual([0, 2, 2]);
});
