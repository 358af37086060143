import { describe, expect, test } from '@jest/globals';
import { sumOf } from '../../../src/daemon/round-outcome.ts';
import { SilkError } from '../../../src/errors.ts';
import { reportOf } from '../../../src/overlay/report.ts';

const content = { result: 'content', report: reportOf([], []), error: undefined } as const;
const partial = { result: 'partial', report: reportOf([], [{ what: 'w', reason: 'r' }]), error: undefined } as const;
const error = new SilkError('NOT_READY', 'no namespace');
const failed = { result: 'failed', report: undefined, error } as const;

describe('sumOf()', () => {
  test.each([
    { name: 'nothing', parts: [], sum: { result: 'content', error: undefined } },
    { name: 'one that went well', parts: [content], sum: { result: 'content' } },
    { name: 'one of two in part', parts: [content, partial], sum: { result: 'partial', report: partial.report } },
    { name: 'one of two not at all', parts: [content, failed], sum: { result: 'partial', error: undefined } },
    { name: 'none', parts: [failed, failed], sum: { result: 'failed', error } },
  ])('of $name', ({ parts, sum }) => {
    expect(sumOf(parts)).toMatchObject(sum);
  });
});
