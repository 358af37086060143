import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const program = `
  const { log } = await import(${JSON.stringify(join(__dirname, '../../src/log.ts'))});
  log('debug', 'd');
  log('info', 'i', { n: 1 });
  log('warn', 'w "quoted"\\nline', { list: ['a'], none: undefined });
  log('error', 'e');
`;

function run(level: string | undefined) {
  const env = { ...process.env, SILK_LOG_LEVEL: level };
  const { stderr, stdout, status } = spawnSync(process.execPath, ['-e', program], { env, encoding: 'utf8' });
  return {
    status,
    stdout,
    lines: stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

test('log() writes one JSON line on stderr, none on stdout; below "warn" nothing unless asked for', () => {
  expect(run(undefined)).toEqual({
    status: 0,
    stdout: '',
    lines: [
      { level: 'warn', msg: 'w "quoted"\nline', list: ['a'] },
      { level: 'error', msg: 'e' },
    ],
  });
});

test.each([
  { level: 'debug', count: 4 },
  { level: 'info', count: 3 },
  { level: 'error', count: 1 },
  { level: 'nonsense', count: 2 },
])('SILK_LOG_LEVEL=$level lets $count of 4 lines through', ({ level, count }) => {
  expect(run(level).lines).toHaveLength(count);
});

test('log() does not fail when stderr is closed', () => {
  const closed = spawnSync('sh', ['-c', '"$0" -e "$1" 2>&-', process.execPath, program]);
  expect(closed.status).toBe(0);
});
