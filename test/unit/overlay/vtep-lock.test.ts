import { expect, test } from '@jest/globals';
import { vtepLockPath } from '../../../src/overlay/vtep-lock.ts';

test('vtepLockPath() is below the directory, one for each VTEP', () => {
  expect(vtepLockPath('/run/x/', 'vx0')).toBe('/run/x/vx0.lock');
});
