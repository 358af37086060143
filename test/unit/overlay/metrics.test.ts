import { expect, test } from '@jest/globals';
import { Metrics } from '../../../src/overlay/metrics.ts';
import { hold, route } from '../../support/overlay-walk-samples.ts';

function routes(count: number, metric?: number, first = 0) {
  return Array.from({ length: count }, (_, i) => {
    const destination = `10.255.${(first + i) >> 2}.${((first + i) & 3) << 6}`;
    return route(`${destination}/26`, destination, metric === undefined ? {} : { metric });
  });
}

function take(metrics: Metrics, count: number): number[] {
  return Array.from({ length: count }, () => metrics.take());
}

test('the first 256 routes have metric 0, the next 256 have 1', () => {
  const taken = take(new Metrics(hold({})), 600);
  expect(taken.filter((metric) => metric === 0)).toHaveLength(256);
  expect(taken.filter((metric) => metric === 1)).toHaveLength(256);
  expect(taken.filter((metric) => metric === 2)).toHaveLength(88);
  expect(taken).toEqual([...taken].sort((a, b) => a - b));
});

test('routes that are there count, those without a metric as 0', () => {
  expect(take(new Metrics(hold({ routes: routes(255) })), 3)).toEqual([0, 1, 1]);
  expect(take(new Metrics(hold({ routes: routes(254, 0) })), 3)).toEqual([0, 0, 1]);
});

test('the lowest metric that has room is taken', () => {
  const held = hold({ routes: [...routes(256, 0), ...routes(255, 1, 256), ...routes(100, 5, 600)] });
  expect(take(new Metrics(held), 3)).toEqual([1, 2, 2]);
});
