import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { isCurrent, look, type Sight, writeStamp } from '../../../src/ipam/stamp.ts';
import { paths } from '../../../src/ipam/store.ts';
import { put, type Scratch, scratch } from './scratch.ts';

/** A network with an index that is believed. */
function stamped(): Scratch {
  const store = scratch();
  mkdirSync(paths.attachments(store), { recursive: true });
  writeStamp(store, undefined, () => true);
  return store;
}

function seen(store: Scratch): Sight {
  const sight = look(store);
  if (sight === undefined) throw new Error(`${store.dir} is missing`);
  return sight;
}

const current = (store: Scratch): boolean => isCurrent(store, seen(store));

test('the index is believed after a stamp, and after a renewed one', () => {
  using store = stamped();
  expect(current(store)).toBe(true);
  const before = seen(store);
  put(store, '10.0.0.2', 'abc\r\neth0');
  writeStamp(store, before, () => true);
  expect(current(store)).toBe(true);
  expect(readdirSync(paths.attachments(store)).filter((name) => name.startsWith('stamp'))).toHaveLength(1);
});

test('look() sees no directory where there is none', () => {
  using store = scratch();
  expect(look(store)).toBeUndefined();
});

test.each([
  { name: 'a file that appears', change: (store: Scratch) => put(store, 'new', '') },
  { name: 'a file that goes', change: (store: Scratch) => unlinkSync(`${store.dir}/old`) },
  {
    name: 'a reboot',
    change: (store: Scratch) => {
      store.host.boot = 'boot-2';
    },
  },
  {
    name: 'a lost index',
    change: (store: Scratch) => {
      for (const name of readdirSync(paths.attachments(store))) unlinkSync(`${paths.attachments(store)}/${name}`);
    },
  },
])('the index is not believed after $name, in the very moment of the stamp', ({ change }) => {
  // The clock of a file system ticks every few ms: many tries, so that some fall into the tick of the stamp.
  for (let i = 0; i < 50; i++) {
    using store = stamped();
    const before = seen(store);
    put(store, 'old', '');
    writeStamp(store, before, () => true);
    change(store);
    expect(current(store)).toBe(false);
  }
});

test('no stamp is left when somebody else was at work', () => {
  using store = stamped();
  for (const before of [seen(store), undefined]) {
    put(store, '10.0.0.2', '');
    writeStamp(store, before, () => false);
    expect(current(store)).toBe(false);
  }
});

test('whoever is asked last is asked after the time is set, so that no change falls between', () => {
  using store = stamped();
  writeStamp(store, seen(store), () => {
    put(store, '10.0.0.2', '');
    return true;
  });
  expect(current(store)).toBe(false);
});

test('writeStamp() makes no stamp where another caller has replaced the one it saw, in the same millisecond even', () => {
  using store = stamped();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
  try {
    const before = seen(store);
    put(store, '10.0.0.2', '');
    writeStamp(store, before, () => true);
    put(store, '10.0.0.3', '');
    writeStamp(store, { ...before, directoryMs: 1 }, () => true);
    expect(current(store)).toBe(false);
  } finally {
    clock.mockRestore();
  }
});

test('a stamp that cannot be written is no failure', () => {
  using store = scratch();
  writeStamp(store, { bootId: 'b', directoryMs: 1 }, () => true);
});
