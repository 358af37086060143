import { describe, expect, test } from '@jest/globals';
import { listRangeSets } from '../../../src/config/range-sets.ts';

const a = { subnet: '10.1.0.0/24' };
const b = { subnet: '10.2.0.0/24' };
const c = { subnet: '10.3.0.0/24', rangeStart: '10.3.0.9' };

describe('listRangeSets()', () => {
  test("gives the runtime's, the older form, then ipam.ranges, each with its place", () => {
    const network = {
      name: 'blue',
      runtimeConfig: { ipRanges: [[a]] },
      ipam: { type: 'silk-ipam', ranges: [[b, a], [b]], ...c, dataDir: '/x' },
    };
    expect(listRangeSets(network)).toEqual([
      [{ field: 'runtimeConfig.ipRanges[0][0]', spec: a }],
      [{ field: 'ipam', spec: c }],
      [
        { field: 'ipam.ranges[0][0]', spec: b },
        { field: 'ipam.ranges[0][1]', spec: a },
      ],
      [{ field: 'ipam.ranges[1][0]', spec: b }],
    ]);
  });

  test('gives nothing where there is nothing', () => {
    expect(listRangeSets({ name: 'blue', ipam: { type: 'silk-ipam' } })).toEqual([]);
  });
});
