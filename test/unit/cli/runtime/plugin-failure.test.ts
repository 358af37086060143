import { expect, test } from '@jest/globals';
import { PluginFailure } from '../../../../src/cli/runtime/plugin-failure.ts';
import { DelegateError } from '../../../../src/cni/error.ts';
import { SilkError } from '../../../../src/errors.ts';

const place = { command: 'ADD', position: 1, count: 1 } as const;

test.each([
  { name: "the specification's numbers for any plugin", plugin: 'ptp', cause: 11, code: 'TRY_LATER' },
  { name: 'our numbers for our plugins', plugin: 'silk-cni', cause: 100, code: 'EXHAUSTED' },
  { name: "another's numbers from 100 for none of ours", plugin: 'ptp', cause: 100, code: 'DELEGATE_FAILED' },
])('PluginFailure knows $name', ({ plugin, cause, code }) => {
  const failure = new PluginFailure({ ...place, plugin }, new DelegateError(cause, 'no'));
  expect([failure.code, failure.cniCode]).toEqual([code, cause]);
});

test('PluginFailure keeps the code of a fault that is not from the plugin', () => {
  const failure = new PluginFailure(
    { ...place, plugin: 'a' },
    new SilkError('BAD_ENVIRONMENT', 'Cannot find plugin a'),
  );
  expect(failure).toMatchObject({
    code: 'BAD_ENVIRONMENT',
    cniCode: 4,
    message: 'Cannot finish ADD: a: Cannot find plugin a',
  });
});
