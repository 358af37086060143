import { expect, test } from '@jest/globals';
import { describeProblems } from '../../../src/daemon/status.ts';

test('describeProblems() says once what the routed network and the segments both have found', () => {
  const neighbour = { what: 'neighbour 10.244.0.1', reason: 'found no session, wanted an established one' };
  const segment = { what: 'segment br0', reason: 'found no session, wanted an established one' };
  const other = { ...neighbour, reason: 'found one that has not sent all of its routes yet' };
  const found = [neighbour, segment, neighbour, other].map((problem) => ({ ...problem, sinceMs: 0 }));
  const since = '1970-01-01T00:00:00.000Z';
  expect(describeProblems(found)).toEqual([neighbour, segment, other].map((problem) => ({ ...problem, since })));
});
