import { afterEach, expect, test } from '@jest/globals';
import { ProblemLog } from '../../../src/daemon/problem-log.ts';
import { type LogFields, logThrough } from '../../../src/log.ts';

afterEach(() => logThrough(() => undefined));

test('a problem is logged when it begins, becomes another, and ends, and not in between', () => {
  const lines: LogFields[] = [];
  logThrough((level, _msg, fields) => void lines.push({ level, ...fields }));
  const log = new ProblemLog();
  const tell = (...reasons: string[]) =>
    log.tell(reasons.map((reason, i) => ({ what: `record ${i}`, reason, sinceMs: 0 })));
  tell();
  tell('refused');
  tell('refused');
  tell('denied', 'bad');
  tell('denied');
  tell();
  tell();
  expect(lines).toEqual([
    { level: 'warn', what: 'record 0', reason: 'refused' },
    { level: 'warn', what: 'record 0', reason: 'denied' },
    { level: 'warn', what: 'record 1', reason: 'bad' },
    { level: 'info', what: 'record 1' },
    { level: 'info', what: 'record 0' },
  ]);
});
