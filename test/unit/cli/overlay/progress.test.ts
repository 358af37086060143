import { expect, test } from '@jest/globals';
import { showProgress } from '../../../../src/cli/overlay/progress.ts';

/** What is written for reports that come 400 ms apart. */
function written(terminal: boolean, reports: readonly number[]): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const progress = showProgress({ write: (text) => void texts.push(text), colour: false, terminal }, () => nowMs);
  for (const done of reports) {
    nowMs += 400;
    progress(done, 6000);
  }
  return texts;
}

test('showProgress() writes one line over on a terminal, and takes it away in the end', () => {
  expect(written(true, [2048, 4096, 6000])).toEqual([
    '\r2048 of 6000 steps\u001b[K',
    '\r4096 of 6000 steps\u001b[K',
    '\r\u001b[K',
  ]);
});

test('showProgress() writes at most a line a second elsewhere', () => {
  expect(written(false, [1000, 2000, 3000, 4000, 5000, 6000])).toEqual(['3000 of 6000 steps\n']);
});

test.each([{ terminal: true }, { terminal: false }])(
  'showProgress() says nothing of what is done at once (terminal: $terminal)',
  ({ terminal }) => {
    expect(written(terminal, [6000])).toEqual([]);
  },
);
