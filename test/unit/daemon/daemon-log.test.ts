import { afterEach, expect, test } from '@jest/globals';
import { openDaemonLog } from '../../../src/daemon/daemon-log.ts';
import { type LogFields, log, logThrough } from '../../../src/log.ts';

afterEach(() => logThrough(() => undefined));

function open(level: 'debug' | 'info' = 'info') {
  const lines: LogFields[] = [];
  const clock = { dayMs: Date.UTC(2026, 0, 2), passedMs: 0 };
  const daemonLog = openDaemonLog(level, {
    nowMs: () => clock.dayMs,
    passedMs: () => clock.passedMs,
    write: (line) => void lines.push(line),
  });
  return { daemonLog, lines, clock };
}

test('a line has its time; what is below the level is kept, but for debug, and not written', () => {
  const { daemonLog, lines } = open();
  log('debug', 'd');
  log('info', 'i', { n: 1 });
  expect(lines).toEqual([{ time: '2026-01-02T00:00:00.000Z', level: 'info', msg: 'i', n: 1 }]);
  daemonLog.level = 'error';
  log('warn', 'w');
  daemonLog.level = 'debug';
  log('debug', 'd');
  expect(lines.map(({ msg }) => msg)).toEqual(['i', 'd']);
  expect(daemonLog.events.map(({ msg }) => msg)).toEqual(['i', 'w']);
});

test('five lines of a message a minute; the next one says how many were left out, whatever the clock of the day does', () => {
  const { daemonLog, lines, clock } = open();
  for (let i = 0; i < 8; i++) log('warn', 'again', { i });
  log('warn', 'other');
  expect(lines.map(({ msg }) => msg)).toEqual([...Array(5).fill('again'), 'other']);
  clock.dayMs -= 86_400_000;
  clock.passedMs += 60_000;
  log('warn', 'again', { i: 8 });
  expect(lines.at(-1)).toMatchObject({ msg: 'again', i: 8, suppressed: 3 });
  log('warn', 'again', { i: 9 });
  expect(lines.at(-1)).not.toHaveProperty('suppressed');
  expect(daemonLog.events).toHaveLength(11);
  for (let i = 0; i < 100; i++) log('info', `message ${i}`);
  expect(daemonLog.events).toHaveLength(50);
});
