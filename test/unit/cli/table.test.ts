import { expect, test } from '@jest/globals';
import { mayColour, paintFor } from '../../../src/cli/paint.ts';
import { formatMs, formatTable } from '../../../src/cli/table.ts';

test('formatTable() aligns columns, and ends no line with a space', () => {
  expect(formatTable([['a', 'bb', ''], ['aaa', 'b', 'c'], ['a']])).toEqual(['  a    bb', '  aaa  b   c', '  a']);
});

test.each([
  { ms: 4.24, text: '4.2 ms' },
  { ms: 123.4, text: '123 ms' },
])('formatMs() has $ms as $text', ({ ms, text }) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  { name: 'a terminal', terminal: true, env: {}, colour: true },
  { name: 'no terminal', terminal: false, env: {}, colour: false },
  { name: 'NO_COLOR', terminal: true, env: { NO_COLOR: '1' }, colour: false },
  { name: 'an empty NO_COLOR', terminal: true, env: { NO_COLOR: '' }, colour: true },
  { name: 'a dumb terminal', terminal: true, env: { TERM: 'dumb' }, colour: false },
])('mayColour() with $name: $colour', ({ terminal, env, colour }) => {
  expect(mayColour(terminal, env)).toBe(colour);
});

test('paintFor() colours only where it may', () => {
  expect(paintFor({ colour: true }).bad('x')).toBe('\u001b[31mx\u001b[0m');
  expect(paintFor({ colour: false }).bad('x')).toBe('x');
});
