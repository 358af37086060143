import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SilkError } from '../../../src/errors.ts';
import { collect, validity } from '../../../src/ipam/collect.ts';
import { list } from '../../../src/ipam/list.ts';
import { release } from '../../../src/ipam/release.ts';
import { withIndex, withIndexUnlessFull } from '../../../src/ipam/session.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, failureOf, filesOf, owner, put, type Scratch, scratch, texts } from './scratch.ts';

/** What each step of reserve() for `victim`, and of release(), leaves on disk when the caller is killed after it. */
const kills: { name: string; leave: (store: Scratch) => void }[] = [
  { name: 'the lock taken', leave: staleLock },
  { name: 'the temporary file made', leave: temporary },
  { name: 'the temporary file half written', leave: (store) => writeFileSync(`${paths.own(store)}/tmp.9.x`, 'vic') },
  {
    name: 'the reservation linked',
    leave: (store) => {
      temporary(store);
      linked(store);
    },
  },
  { name: 'the temporary file removed', leave: linked },
  {
    name: 'the last address truncated',
    leave: (store) => {
      linked(store);
      put(store, 'last_reserved_ip.0', '');
    },
  },
  {
    name: 'the last address written',
    leave: (store) => {
      linked(store);
      put(store, 'last_reserved_ip.0', '10.255.30.4');
    },
  },
  {
    name: 'the index written',
    leave: (store) => {
      linked(store);
      indexed(store);
    },
  },
  {
    name: 'the directory set back',
    leave: (store) => {
      linked(store);
      indexed(store);
      setBack(store, Date.now() - 1000);
    },
  },
  {
    name: 'the stamp renamed',
    leave: (store) => {
      linked(store);
      indexed(store);
      setBack(store, renameStamp(store));
    },
  },
  {
    name: 'release: the reservation removed',
    leave: (store) => {
      ask(store, owner('victim'));
      unlinkSync(`${store.dir}/10.255.30.4`);
    },
  },
  {
    name: 'release: the index truncated',
    leave: (store) => {
      ask(store, owner('victim'));
      unlinkSync(`${store.dir}/10.255.30.4`);
      for (const shard of shards(store)) truncateSync(shard);
    },
  },
  {
    name: 'rebuild: half of the index removed',
    leave: (store) => {
      linked(store);
      for (const shard of shards(store)) rmSync(shard);
    },
  },
];

function staleLock(store: Scratch): void {
  mkdirSync(paths.lock(store));
  const then = new Date(Date.now() - 3000);
  utimesSync(paths.lock(store), then, then);
}

function temporary(store: Scratch): void {
  writeFileSync(`${paths.own(store)}/tmp.9.x`, 'victim\r\neth0');
}

function linked(store: Scratch): void {
  put(store, '10.255.30.4', 'victim\r\neth0');
}

/** The line that reserve() writes, into the file that it writes to: taken from a network where it was not killed. */
function indexed(store: Scratch): void {
  using model = scratch();
  putLast(model);
  ask(model, owner('victim'));
  for (const shard of shards(model)) {
    appendFileSync(`${paths.attachments(store)}/${shard.slice(-2)}`, 'victim:eth0 10.255.30.4\n');
  }
}

function putLast(model: Scratch): void {
  mkdirSync(model.dir, { recursive: true });
  put(model, 'last_reserved_ip.0', '10.255.30.3');
}

function shards(store: Scratch): string[] {
  const names = readdirSync(paths.attachments(store)).filter((name) => !name.startsWith('stamp'));
  return names.map((name) => `${paths.attachments(store)}/${name}`);
}

function renameStamp(store: Scratch): number {
  const [stamp = ''] = readdirSync(paths.attachments(store)).filter((name) => name.startsWith('stamp'));
  const directoryMs = Date.now() - 1000;
  renameSync(`${paths.attachments(store)}/${stamp}`, `${paths.attachments(store)}/stamp.boot-1.${directoryMs}`);
  return directoryMs;
}

function setBack(store: Scratch, ms: number): void {
  utimesSync(store.dir, ms / 1000, ms / 1000);
}

/** Two containers and a victim that was killed; DEL never came. */
function killed(leave: (store: Scratch) => void): Scratch {
  const store = scratch();
  for (const id of ['a', 'b']) ask(store, owner(id));
  leave(store);
  return store;
}

describe('whoever is killed after', () => {
  test.each(kills)('$name: DEL leaves nothing of it, twice', ({ leave }) => {
    using store = killed(leave);
    release(store, owner('victim'));
    expect(release(store, owner('victim'))).toEqual([]);
    expect(list(store).map((one) => one.owner)).toEqual([owner('a'), owner('b')]);
    expect(ask(store, owner('victim'))).toHaveLength(1);
  });

  test.each(kills)('$name: another ADD gets an address of its own', ({ leave }) => {
    using store = killed(leave);
    const before = texts(list(store));
    const [given = ''] = texts(ask(store, owner('next')));
    expect(before).not.toContain(given);
    for (const id of ['a', 'b', 'next']) expect(failureOf(() => ask(store, owner(id))).code).toBe('ALREADY_ATTACHED');
  });

  test.each(kills)('$name: GC leaves what is valid', ({ leave }) => {
    using store = killed(leave);
    collect(store, validity([owner('b')]));
    expect(list(store).map((one) => one.owner)).toEqual([owner('b')]);
    expect(texts(release(store, owner('b')))).toEqual(['10.255.30.3']);
  });
});

test('a change that throws after it has touched the directory leaves the index disbelieved, and right', () => {
  using store = scratch();
  ask(store, owner('a'));
  expect(() =>
    withIndex(store, () => {
      linked(store);
      throw new Error('mine');
    }),
  ).toThrow('mine');
  expect(texts(release(store, owner('victim')))).toEqual(['10.255.30.4']);
});

test('a change that throws before leaves the index believed', () => {
  using store = scratch();
  ask(store, owner('a'));
  const stamp = () => readdirSync(paths.attachments(store)).filter((name) => name.startsWith('stamp'));
  const before = stamp();
  expect(() =>
    withIndex(store, () => {
      throw new Error('mine');
    }),
  ).toThrow('mine');
  expect([stamp(), Math.round(statSync(store.dir).mtimeMs)]).toEqual([before, Number(before[0]?.split('.')[2])]);
});

test('withIndexUnlessFull() does without lock and index on a full disk alone', () => {
  using store = scratch();
  const fail = (name: string) => () => {
    throw new SilkError('IO_FAILURE', name, { cause: Object.assign(new Error(name), { code: name }) });
  };
  expect(withIndexUnlessFull(store, fail('ENOSPC'), () => 'without')).toBe('without');
  expect(withIndexUnlessFull(store, fail('EDQUOT'), () => 'without')).toBe('without');
  expect(failureOf(() => withIndexUnlessFull(store, fail('EROFS'), () => 'without')).message).toBe('EROFS');
});

test('a copied directory is not believed by the stamp that came with it', () => {
  using store = scratch();
  ask(store, owner('a'));
  using copy = scratch();
  cpSync(store.dir, copy.dir, { recursive: true });
  put(copy, '10.255.30.9', 'b\r\neth0');
  expect(texts(release(copy, owner('b')))).toEqual(['10.255.30.9']);
  expect(Object.keys(filesOf(copy))).toContain('10.255.30.2');
});
