import { expect, test } from '@jest/globals';
import { ToldRoutes } from '../../../../src/peers/evpn/told-routes.ts';

function route(key: number, value: number) {
  return { nlri: Uint8Array.of(key), attributes: [Uint8Array.of(value)] };
}

test('ToldRoutes sifts out what gobgpd was told a short while ago and has changed since', () => {
  const told = new ToldRoutes(1000);
  told.add(route(1, 7), 0);
  const useful = (key: number, value: number, isOther: boolean, nowMs: number) => {
    const sifted = told.sift([[{ path: route(key, value), isOther }]], nowMs);
    expect(sifted.vain).toHaveLength(sifted.useful.flat().length === 0 ? 1 : 0);
    return sifted.useful.flat().length > 0;
  };
  expect(useful(1, 7, true, 999)).toBe(false);
  expect(useful(1, 7, false, 999)).toBe(true); // gobgpd has lost it
  expect(useful(1, 8, true, 999)).toBe(true); // it is to be another now
  expect(useful(2, 7, true, 999)).toBe(true); // it was never told
  expect(useful(1, 7, true, 1000)).toBe(true);
});
