import { describe, expect, test } from '@jest/globals';
import { describeFailure, formatFailure } from '../../../src/cli/failure.ts';
import { nextStep } from '../../../src/cli/next-step.ts';
import { PluginFailure } from '../../../src/cli/runtime/plugin-failure.ts';
import { DelegateError } from '../../../src/cni/error.ts';
import { SilkError } from '../../../src/errors.ts';

describe('describeFailure()', () => {
  test('gives code, name, text, details, plugin and what to do', () => {
    const place = { command: 'ADD', plugin: 'silk-cni', position: 1, count: 1 } as const;
    expect(describeFailure(new PluginFailure(place, new DelegateError(100, 'all taken', 'of 10.0.0.0/24')))).toEqual({
      ok: false,
      code: 100,
      name: 'EXHAUSTED',
      msg: 'Cannot finish ADD: silk-cni: all taken',
      details: 'of 10.0.0.0/24',
      plugin: 'silk-cni',
      next: nextStep('EXHAUSTED'),
    });
  });

  test("gives the plugin's own number where the catalogue has none for it", () => {
    const place = { command: 'ADD', plugin: 'ptp', position: 1, count: 1 } as const;
    const report = describeFailure(new PluginFailure(place, new DelegateError(999, 'no')));
    expect(report).toMatchObject({ code: 999, name: 'DELEGATE_FAILED' });
  });

  test('takes anything else for a fault of the program', () => {
    expect(describeFailure(new RangeError('oh'))).toMatchObject({
      code: 199,
      name: 'UNEXPECTED',
      msg: expect.stringContaining('oh'),
    });
  });
});

test('formatFailure() puts details below the one line', () => {
  const report = describeFailure(new SilkError('TRY_LATER', 'Cannot wait', { details: 'a\nb' }));
  expect(formatFailure(report, { colour: false })).toBe(
    'silk: Cannot wait (11 TRY_LATER). Wait a moment and repeat the command.\n  a\n  b\n',
  );
});

test.each([
  { position: 1, advised: false },
  { position: 2, advised: true },
])('nextStep() advises a DEL after an ADD that plugin $position ended: $advised', ({ position, advised }) => {
  const place = { command: 'ADD', plugin: 'a', position, count: 2 } as const;
  expect(nextStep('IO_FAILURE', place).includes('silk cni del')).toBe(advised);
});
