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

/** Whether it is worth to be told at that time; it is told then. */
function tell(told: ToldRoutes, value: number, nowMs: number): boolean {
  const path = route(1, value);
  const { useful, vain } = told.sift([[{ path, isOther: false }]], nowMs);
  const isUseful = useful.flat().length === 1;
  expect(vain).toHaveLength(isUseful ? 0 : 1);
  if (isUseful) told.add(path, nowMs);
  return isUseful;
}

test('ToldRoutes tells a route that others take back ten times, and then when the time has passed', () => {
  const told = new ToldRoutes(60_000);
  const times = Array.from({ length: 20 }, (_, i) => tell(told, 7, i * 100)).filter((isTold) => isTold);
  expect(times).toHaveLength(10);
  expect(tell(told, 8, 3000)).toBe(true);
  expect(tell(told, 8, 64_000)).toBe(true);
});

test('ToldRoutes tells a route that is taken back here as often as it comes', () => {
  const told = new ToldRoutes(60_000);
  for (let i = 0; i < 30; i++) {
    expect(tell(told, 7, i * 100)).toBe(true);
    told.remove(route(1, 7));
  }
});
