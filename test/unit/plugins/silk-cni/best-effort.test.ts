import { expect, test } from '@jest/globals';
import { BestEffort } from '../../../../plugins/silk-cni/best-effort.ts';
import { SilkError } from '../../../../src/errors.ts';

const fail = (message: string) => () => {
  throw new SilkError('IO_FAILURE', message);
};

test('try() gives the value, or undefined after a failure, and goes on', () => {
  const effort = new BestEffort('DEL');
  expect(effort.try(() => 7)).toBe(7);
  expect(effort.try(fail('a'))).toBeUndefined();
  expect(effort.try(() => 8)).toBe(8);
});

test('finish() throws nothing when nothing failed, and the failure itself when it is the only one', () => {
  const effort = new BestEffort('DEL');
  effort.finish();
  effort.try(fail('the only one'));
  expect(() => effort.finish()).toThrow(expect.objectContaining({ code: 'IO_FAILURE', message: 'the only one' }));
});

test('finish() lists every failure, to be tried again', () => {
  const effort = new BestEffort('DEL of eth0');
  effort.try(fail('first'));
  effort.try(fail('second'));
  expect(() => effort.finish()).toThrow(
    expect.objectContaining({
      code: 'TRY_LATER',
      message: 'Cannot finish DEL of eth0: first (and 1 more)',
      details: 'first\nsecond',
    }),
  );
});
