import { openSync, writeSync } from 'node:fs';
import { formatIp } from '../../../src/addr/ip.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { release } from '../../../src/ipam/release.ts';
import { reserve } from '../../../src/ipam/reserve.ts';
import { fakeHost } from './scratch.ts';

/**
 * A program: `hammer.ts DIRECTORY JOURNAL NAME ROUNDS`. Adds a line to the journal after each address that it got, and before
 * each that it gives back, so that the journal has the order in which things happened. The one that is named `victim` kills
 * itself in its 20th round, while it holds the lock.
 */
const [dir = '', path = '', name = '', rounds = '0'] = process.argv.slice(2);
const journal = openSync(path, 'a');
const host = fakeHost();
const store = { dir, lockTimeoutMs: 30_000, host };
const rangeSets = [[makeRange({ subnet: '10.0.0.0/27' }, 'range')]];
const held: { containerId: string; address: string }[] = [];

for (let round = 0; round < Number(rounds); round++) {
  const containerId = `${name}-${round}`;
  if (name === 'victim' && round === 20) host.linkExists = () => process.kill(process.pid, 'SIGKILL');
  const [made] = reserve(store, { owner: { containerId, ifname: 'eth0' }, rangeSets, excluded: [], requested: [] });
  if (made === undefined) throw new Error('reserve() gave nothing');
  held.push({ containerId, address: formatIp(made.ip) });
  tell('got', containerId, formatIp(made.ip));
  if (held.length > 3) giveOne();
}
while (held.length > 0) giveOne();

function giveOne(): void {
  const one = held.shift();
  if (one === undefined) return;
  tell('gave', one.containerId, one.address);
  release(store, { containerId: one.containerId, ifname: 'eth0' });
}

function tell(event: string, container: string, address: string): void {
  writeSync(journal, `${event} ${address} ${container}\n`);
}
