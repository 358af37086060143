import { expect, test } from '@jest/globals';
import { UndoList } from '../../src/undo.ts';

test('rollBack() runs the steps from last to first, once', () => {
  const ran: string[] = [];
  const undo = new UndoList();
  for (const name of ['a', 'b', 'c']) undo.push(name, () => ran.push(name));
  expect(undo.rollBack()).toEqual([]);
  expect(undo.rollBack()).toEqual([]);
  expect(ran).toEqual(['c', 'b', 'a']);
});

test('rollBack() goes on after a failure and tells it', () => {
  const ran: string[] = [];
  const undo = new UndoList();
  undo.push('the address', () => ran.push('address'));
  undo.push('the link', () => {
    throw new Error('EBUSY');
  });
  expect(undo.rollBack()).toEqual(['cannot undo the link: EBUSY']);
  expect(ran).toEqual(['address']);
});

test('commit() forgets the steps', () => {
  const undo = new UndoList();
  undo.push('a', () => {
    throw new Error('must not run');
  });
  undo.commit();
  expect(undo.rollBack()).toEqual([]);
});
