import { expect, test } from '@jest/globals';
import { SharedAnswers } from '../../../src/daemon/shared-answers.ts';

/** What is found is what there is when it is looked for. */
function scene() {
  const answers = new SharedAnswers<number>();
  const state = { looks: 0, now: 0 };
  const look = () => {
    state.looks += 1;
    return state.now;
  };
  return { answers, state, look };
}

test('who asks before it is looked for gets what is so after that; who asks later has it looked for again', async () => {
  const { answers, state, look } = scene();
  const first = answers.ask('a', look);
  state.now = 1;
  const second = answers.ask('a', look);
  state.now = 2;
  expect([await first, await second, state.looks]).toEqual([2, 2, 1]);
  state.now = 3;
  expect([await answers.ask('a', look), state.looks]).toEqual([3, 2]);
});

test('who asks while it is being found out does not get what was so before, nor what was asked of something else', async () => {
  const { answers, state, look } = scene();
  let during: Promise<number> | undefined;
  const first = answers.ask('a', async () => {
    const found = look();
    during = answers.ask('a', look);
    state.now = 1;
    return await Promise.resolve(found);
  });
  const other = answers.ask('b', () => 7);
  expect([await first, await during, await other]).toEqual([0, 1, 7]);
});

test('a failure is that of those who asked for it, and of nobody later', async () => {
  const { answers, look } = scene();
  const fail = () => {
    throw new Error('odd');
  };
  const both = [answers.ask('a', fail), answers.ask('a', look)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await answers.ask('a', look)).toBe(0);
});
