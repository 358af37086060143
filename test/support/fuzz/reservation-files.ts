/*
 * bun test/support/fuzz/reservation-files.ts SEED COUNT DIRECTORY
 * COUNT times: damages one file of a network's state, then reserves, asks, releases or collects. Ends with 1 when an
 * operation fails with anything but an error of the catalogue, or when two owners hold one address.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIp } from '../../../src/addr/ip.ts';
import { SilkError } from '../../../src/errors.ts';
import { collect, validity } from '../../../src/ipam/collect.ts';
import { hasFree } from '../../../src/ipam/free.ts';
import { list } from '../../../src/ipam/list.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { release } from '../../../src/ipam/release.ts';
import { reserve } from '../../../src/ipam/reserve.ts';
import { reservedBy } from '../../../src/ipam/reserved-by.ts';
import type { NetworkStore } from '../../../src/ipam/store.ts';
import { seededRandom } from '../random.ts';
import { mutateBytes, pick, type Random } from './mutate.ts';

const [seed = '1', count = '1000', directory = ''] = process.argv.slice(2);

// Stands for the host: no link is ever there, and no host-local works beside us.
const store: NetworkStore = {
  dir: join(directory, 'blue'),
  lockTimeoutMs: 1000,
  host: { linkExists: () => false, withFlock: (_, fn) => fn(), bootId: () => 'boot-1', bootTimeMs: () => 0 },
};
const rangeSets = [[makeRange({ subnet: '10.255.30.0/27' }, 'x')]];

function main(): void {
  const random = seededRandom(Number(seed));
  mkdirSync(store.dir, { recursive: true });
  const codes = new Map<string, number>();
  for (let i = 0; i < Number(count); i++) {
    if (random() < 0.5) damage(random);
    const outcome = operate(random, i);
    codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
  }
  console.log(JSON.stringify(Object.fromEntries(codes)));
}

/** Cuts, changes, empties or removes one file, or adds one that nobody made. */
function damage(random: Random): void {
  const files = filesBelow(store.dir);
  const path =
    files.length > 0 && random() < 0.9
      ? pick(random, files)
      : join(store.dir, `10.255.30.${Math.floor(random() * 32)}`);
  const exists = files.includes(path);
  if (exists && random() < 0.1) unlinkSync(path);
  else writeFileSync(path, mutateBytes(random, exists ? readFileSync(path) : Buffer.from('garbage')));
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function operate(random: Random, i: number): string {
  const owner = { containerId: `c${Math.floor(random() * 40)}`, ifname: 'eth0' };
  try {
    const action = random();
    if (action < 0.5) reserveOnce(owner);
    else if (action < 0.8) release(store, owner);
    else if (action < 0.85) collect(store, validity([owner]));
    else if (action < 0.95) reservedBy(store, owner);
    else {
      hasFree(store, rangeSets, []);
      list(store);
    }
    return 'ok';
  } catch (error) {
    if (error instanceof SilkError && error.code !== 'UNEXPECTED') return error.code;
    console.error(`seed ${seed}, step ${i}`);
    throw error;
  }
}

/** What is reserved now must be held by its owner alone, by what is on disk. */
function reserveOnce(owner: { containerId: string; ifname: string }): void {
  const [made] = reserve(store, { owner, rangeSets, excluded: [], requested: [] });
  if (made === undefined) throw new Error('nothing was reserved');
  const text = readFileSync(join(store.dir, formatIp(made.ip)), 'utf8');
  if (text !== `${owner.containerId}\r\n${owner.ifname}`) throw new Error(`${formatIp(made.ip)} is held by ${text}`);
}

main();
