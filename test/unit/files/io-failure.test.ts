import { expect, test } from '@jest/globals';
import { ioFailure } from '../../../src/files/io-failure.ts';

test('ioFailure() names action, path and cause', () => {
  const cause = new Error('ENOSPC: no space left on device');
  expect(ioFailure('write', '/a/b', cause)).toMatchObject({
    code: 'IO_FAILURE',
    message: 'Cannot write /a/b: ENOSPC: no space left on device',
    cause,
  });
});
