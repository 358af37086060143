import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LineOutlet } from '../../../src/daemon/line-outlet.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A pipe with room for so many bytes. */
function pipe(room: number) {
  const state = { room, text: '' };
  const outlet = new LineOutlet((bytes) => {
    if (state.room === 0) throw new Error('EAGAIN');
    const sent = bytes.subarray(0, state.room);
    state.room -= sent.length;
    state.text += new TextDecoder().decode(sent);
    return sent.length;
  });
  const lines = () =>
    state.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { state, outlet, lines };
}

test('what does not fit is dropped, and how many lines that were is told before the next one that fits', () => {
  const { state, outlet, lines } = pipe(1000);
  outlet.write({ msg: 'first' });
  state.room = 0;
  for (let i = 0; i < 3; i++) outlet.write({ msg: 'lost' });
  state.room = 1000;
  outlet.write({ msg: 'last' });
  expect(lines()).toEqual([
    { msg: 'first' },
    { time: expect.any(String), level: 'warn', msg: expect.stringContaining('dropped'), dropped: 3 },
    { msg: 'last' },
  ]);
});

test('a line that fits in part is ended before another begins, however little room there is each time', () => {
  const { state, outlet, lines } = pipe(4);
  outlet.write({ msg: 'first' });
  for (const room of [0, 1, 5]) {
    state.room = room;
    outlet.write({ msg: 'lost' });
  }
  state.room = 1000;
  outlet.write({ msg: 'last' });
  expect(lines().map(({ msg, dropped }) => dropped ?? msg)).toEqual(['first', 3, 'last']);
});

test('the number is told without another line, a second after there is room', () => {
  const { state, outlet, lines } = pipe(0);
  outlet.write({ msg: 'lost' });
  jest.advanceTimersByTime(5000);
  expect(state.text).toBe('');
  state.room = 1000;
  jest.advanceTimersByTime(1000);
  expect(lines()).toMatchObject([{ dropped: 1 }]);
  jest.advanceTimersByTime(5000);
  expect(lines()).toHaveLength(1);
  expect(jest.getTimerCount()).toBe(0);
});
