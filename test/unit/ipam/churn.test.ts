import { spawn } from 'node:child_process';
import { existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SilkError } from '../../../src/errors.ts';
import { collect, validity } from '../../../src/ipam/collect.ts';
import { hasFree } from '../../../src/ipam/free.ts';
import { list } from '../../../src/ipam/list.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { release } from '../../../src/ipam/release.ts';
import { reservedBy } from '../../../src/ipam/reserved-by.ts';
import { ask, owner, put, type Scratch, scratch, texts } from './scratch.ts';

/** A number from 0 up to `below`, the same row for the same seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const subnet = '10.0.0.0/27';
const size = 29;
const addresses = Array.from({ length: size }, (_, n) => `10.0.0.${n + 2}`);

/** The state as it should be: attachment to address. */
type Model = Map<string, string>;

const moves: ((store: Scratch, model: Model, key: string) => void)[] = [
  add,
  add,
  add,
  remove,
  remove,
  gc,
  foreignAdd,
  foreignRemove,
  litter,
];

function add(store: Scratch, model: Model, key: string): void {
  const outcome = attempt(() => texts(ask(store, owner(key), { subnets: [subnet] }))[0] ?? '');
  if (model.has(key)) expect(outcome).toBe('ALREADY_ATTACHED');
  else if (model.size === size) expect(outcome).toBe('EXHAUSTED');
  else {
    expect([...model.values()]).not.toContain(outcome);
    expect(outcome).toMatch(/^10\.0\.0\./);
    model.set(key, outcome);
  }
}

function attempt(fn: () => string): string {
  try {
    return fn();
  } catch (error) {
    if (error instanceof SilkError) return error.code;
    throw error;
  }
}

function remove(store: Scratch, model: Model, key: string): void {
  expect(texts(release(store, owner(key)))).toEqual([model.get(key)].filter((one) => one !== undefined));
  model.delete(key);
}

function gc(store: Scratch, model: Model, key: string): void {
  if (Number(key.slice(1)) % 4 !== 0) return;
  const valid = [...model.keys()].filter((other) => other !== key);
  const gone = model.get(key);
  expect(texts(collect(store, validity(valid.map((other) => owner(other)))).released)).toEqual(
    gone === undefined ? [] : [gone],
  );
  model.delete(key);
}

/** host-local gives the container an address that has no file, not even a damaged one: it creates with O_EXCL. */
function foreignAdd(store: Scratch, model: Model, key: string): void {
  const free = addresses.find((one) => !existsSync(`${store.dir}/${one}`));
  if (model.has(key) || free === undefined) return;
  put(store, free, `${key}\r\neth0`);
  model.set(key, free);
}

function foreignRemove(store: Scratch, model: Model, key: string): void {
  const held = model.get(key);
  if (held !== undefined) unlinkSync(`${store.dir}/${held}`);
  model.delete(key);
}

/** A crash leaves an empty file where an address was free. */
function litter(store: Scratch, model: Model): void {
  const free = addresses.find((one) => ![...model.values()].includes(one));
  if (free !== undefined) put(store, free, '');
}

test('a random walk agrees with a model in memory', () => {
  const seed = Number(process.env['SILK_TEST_SEED'] ?? Date.now() % 1_000_000);
  const roll = dice(seed);
  using store = scratch();
  const model: Model = new Map();
  ask(store, owner('c0'), { subnets: [subnet] });
  model.set('c0', '10.0.0.2');
  try {
    for (let step = 0; step < 400; step++) {
      const key = `c${roll(40)}`;
      moves[roll(moves.length)]?.(store, model, key);
      expect(texts(reservedBy(store, owner(key)))).toEqual([model.get(key)].filter((one) => one !== undefined));
      expect(hasFree(store, [[makeRange({ subnet }, 'r')]], [])).toBe(model.size < size);
      if (step % 50 === 0) expect(found(store)).toEqual(new Map([...model].sort()));
    }
  } catch (error) {
    throw new Error(`with SILK_TEST_SEED=${seed}`, { cause: error });
  }
});

function found(store: Scratch): Model {
  const owned = list(store).filter((one) => one.owner !== undefined);
  return new Map(owned.map((one): [string, string] => [one.owner?.containerId ?? '', texts([one])[0] ?? '']).sort());
}

test('several processes at once never hold one address twice, a kill among them', async () => {
  using store = scratch();
  const journal = `${store.dir}.journal`;
  writeFileSync(journal, '');
  const names = ['victim', 'a', 'b', 'c', 'd', 'e'];
  const outcomes = await Promise.all(names.map((name) => hammer([store.dir, journal, name, '60'])));
  expect(outcomes).toEqual(['SIGKILL', '0', '0', '0', '0', '0']);
  const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(5 * 120);
  expect(heldTwice(lines)).toEqual([]);
  const owned = list(store).filter((one) => one.owner !== undefined);
  for (const one of owned) if (one.owner !== undefined) expect(texts(release(store, one.owner))).toEqual(texts([one]));
  expect(list(store)).toEqual([]);
}, 60_000);

/** Resolves with the exit code or the signal. */
function hammer(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(__dirname, 'hammer.ts'), ...args], { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? String(code)));
  });
}

/** The lines in which somebody got an address that another had got before and not given back. */
function heldTwice(lines: readonly string[]): string[] {
  const held = new Set<string>();
  return lines.filter((line) => {
    const [event, address = ''] = line.split(' ');
    const isTwice = event === 'got' && held.has(address);
    if (event === 'got') held.add(address);
    else held.delete(address);
    return isTwice;
  });
}
