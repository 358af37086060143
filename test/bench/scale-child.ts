import { readFileSync } from 'node:fs';
import type { Peer } from '../../src/addr/peer.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { converge, planConverge } from '../../src/overlay/converge.ts';
import { convergeRemoteHosts } from '../../src/overlay/converge-remote-hosts.ts';
import { describeRemoteHosts } from '../../src/overlay/desired.ts';
import { readHeld } from '../../src/overlay/held.ts';
import type { ConvergeReport } from '../../src/overlay/report.ts';
import { peersOf, wishOf } from './scale-network.ts';

/*
 * What scale-host.ts compiles and runs, in the network namespace that is measured:
 * `PROGRAM converge|change LOCK PEERS ROUNDS`. Prints a ChildReport as JSON.
 */

/** What one process did, and what it took. */
export interface ChildReport {
  /** Entries and devices made, changed or removed. */
  readonly steps: number;
  /** Of converge() alone: what the process took beside it is its start and the list of peers. */
  readonly convergeMs: number;
  /** The time that the kernel worked for the whole process. */
  readonly systemMs: number;
  /** The largest resident set. */
  readonly peakBytes: number;
  /** Of one peer less, and of one peer more, each among all the others. */
  readonly removeOneMs: readonly number[];
  readonly addOneMs: readonly number[];
}

const [mode = '', lockPath = '', count = '', rounds = ''] = process.argv.slice(2);
using socket = NetlinkSocket.open();
const peers = peersOf(Number(count));
const began = Bun.nanoseconds();
const outcome = checked(await converge(socket, async () => wishOf(peers), { lockPath }));
const convergeMs = sinceMs(began);
const changes = mode === 'change' ? changeOneByOne(Number(rounds)) : { removeOneMs: [], addOneMs: [] };
const report: ChildReport = {
  steps: stepsOf(outcome),
  convergeMs,
  systemMs: process.cpuUsage().system / 1000,
  peakBytes: peakBytes(),
  ...changes,
};
console.log(JSON.stringify(report));

/** As a process that goes on: the kernel is read once, and each list of peers that comes is described as a whole. */
function changeOneByOne(times: number): Pick<ChildReport, 'removeOneMs' | 'addOneMs'> {
  const { vtep, found } = planConverge(socket, wishOf(peers));
  const linkIndex = found?.link.index ?? 0;
  const held = readHeld(socket, linkIndex);
  const take = (list: readonly Peer[], wanted: number): number => {
    const start = Bun.nanoseconds();
    const target = { vtep, linkIndex, desired: describeRemoteHosts(list, vtep) };
    const done = checked(convergeRemoteHosts(socket, target, { held }));
    const tookMs = sinceMs(start);
    if (stepsOf(done) !== wanted) throw new Error(`one peer: found ${stepsOf(done)} steps, wanted ${wanted}`);
    return tookMs;
  };
  const removeOneMs: number[] = [];
  const addOneMs: number[] = [];
  for (let round = 0; round < times; round++) {
    const others = peers.toSpliced((round * 7919) % peers.length, 1);
    removeOneMs.push(take(others, 3));
    addOneMs.push(take(peers, 3));
  }
  return { removeOneMs, addOneMs };
}

function checked(found: ConvergeReport): ConvergeReport {
  const failure = found.failed[0];
  if (failure !== undefined) throw new Error(`${found.failed.length} failed: ${failure.what}: ${failure.reason}`);
  return found;
}

function stepsOf({ made, changed, removed }: ConvergeReport): number {
  return made.length + changed.length + removed.length;
}

function sinceMs(start: number): number {
  return (Bun.nanoseconds() - start) / 1e6;
}

/** Of this program alone: what getrusage(2) tells begins with the size of the process that started it. */
function peakBytes(): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kib) * 1024;
}
