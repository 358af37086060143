import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import {
  connectedRoute,
  expectedAddress,
  expectedDevice,
  expectedEntries,
} from '../../support/overlay-walk-expected.ts';
import { type PeerText, plainWish, type WishText } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';
import { type Injection, injecting } from '../../support/strace.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

const underlay = { address: '192.168.77.2', mtu: 1500 };

function peersFrom(first: number, count: number): PeerText[] {
  return Array.from({ length: count }, (_, i) => ({
    subnet: `10.255.${first + i}.0/24`,
    underlay: `10.244.0.${first + i}`,
  }));
}

const three: WishText = { ...plainWish, peers: peersFrom(48, 3) };
/** Another VNI, and so another device; one peer stays, two go, one comes. */
const remade: WishText = { ...plainWish, vni: 2, peers: peersFrom(50, 2) };
/** The same device with other properties; one peer stays. */
const changed: WishText = { ...plainWish, mtuBytes: 1300, peers: peersFrom(50, 3) };

interface Accident {
  readonly name: string;
  /** What is there before; absent: nothing. */
  readonly from?: WishText;
  readonly to: WishText;
  /** Command lines before each run. */
  readonly drift?: readonly string[];
}

const accidents: readonly Accident[] = [
  { name: 'from nothing', to: three },
  { name: 'to another device', from: three, to: remade },
  {
    name: 'to another MTU and other peers',
    from: three,
    to: changed,
    drift: ['ip link set dev silk-vtep address 02:00:00:00:00:01', 'ip addr add 10.66.0.1/24 dev silk-vtep'],
  },
  { name: 'to no peers', from: three, to: plainWish },
];

interface Call {
  readonly name: string;
  readonly ordinal: number;
}

/** Of the calls that change something, or wait for an answer, those that a converge makes once its program has been loaded. */
async function callsOf({ to, ...rest }: Accident, names: readonly string[]): Promise<Call[]> {
  const world = await worldBefore({ to, ...rest });
  const trace = join(world.host.dir, 'trace');
  const outcome = world.convergeApart(to, ['/usr/bin/strace', '-f', '-o', trace, '-e', `trace=${names.join(',')}`]);
  expect(outcome).toMatchObject({ code: 0 });
  const calls = ownCalls(readFileSync(trace, 'utf8'));
  world.host.dispose();
  return calls;
}

/** The main thread's, each with its ordinal among all threads' of the name: what an injection counts by is the thread. */
function ownCalls(trace: string): Call[] {
  const lines = trace.split('\n').filter((line) => !/<\.\.\. \w+ resumed>/.test(line));
  const mainPid = lines[0]?.split(' ')[0];
  const counts = new Map<string, number>();
  return lines.flatMap((line) => {
    const [, pid, name = '', text = ''] = /^(\d+)\s+(\w+)\((.*)$/.exec(line) ?? [];
    if (pid !== mainPid || name === '') return [];
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    return isOfConverge(name, text) ? [{ name, ordinal }] : [];
  });
}

/** What Bun does to load and to end is not ours. */
function isOfConverge(name: string, text: string): boolean {
  if (name === 'openat') return text.includes('silk-vtep.lock');
  if (name === 'mkdir') return text.includes('/run"');
  return true;
}

const changes = ['openat', 'mkdir', 'flock', 'sendto'];

async function worldBefore({ from, drift = [] }: Accident): Promise<OverlayWorld> {
  const world = new OverlayWorld();
  if (from !== undefined) await world.converge(from);
  for (const line of drift) world.exec(line);
  return world;
}

function expectEqual(world: OverlayWorld, wish: WishText): void {
  const entries = expectedEntries(wish, wish.peers ?? []);
  const state = world.state();
  expect(state.device).toEqual(expectedDevice(wish, underlay));
  expect(state.addresses).toEqual([expectedAddress(wish)]);
  expect(state.routes).toEqual([connectedRoute(wish), ...entries.routes].sort());
  expect(state.neighbours).toEqual(entries.neighbours);
  expect(state.fdb).toEqual(entries.fdb);
}

/** Has an accident happen at each call, and after each one another converge, in a program of its own now and then. */
async function atEach(accident: Accident, calls: readonly Call[], injection: Injection): Promise<string[]> {
  const outputs: string[] = [];
  for (const call of calls) {
    const world = await worldBefore(accident);
    const outcome = world.convergeApart(accident.to, injecting(call, injection));
    outputs.push(outcome.signal ?? `${outcome.code} ${outcome.stdout}${outcome.stderr}`);
    await world.converge(accident.to);
    expectEqual(world, accident.to);
    world.host.dispose();
  }
  return outputs;
}

describe.each(accidents)('a converge $name', (accident) => {
  test('that is killed at any change is finished by another', async () => {
    const calls = await callsOf(accident, changes);
    expect(calls.length).toBeGreaterThan(5);
    const outputs = await atEach(accident, calls, 'signal=SIGKILL');
    const killed = outputs.filter((output) => output === 'SIGKILL' || output.startsWith('137 '));
    expect(killed).toHaveLength(calls.length);
  });
});

test.each([
  { name: 'sendto', errno: 'ENOBUFS' },
  { name: 'sendto', errno: 'EPERM' },
  { name: 'recvfrom', errno: 'ENOBUFS' },
] as const)(
  '$errno from any $name is an error that says so, and is put right by another converge',
  async ({ name, errno }) => {
    const accident: Accident = { name: 'from others', from: three, to: changed };
    const calls = await callsOf(accident, [name]);
    expect(calls.length).toBeGreaterThan(5);
    const outputs = await atEach(accident, calls, `error=${errno}`);
    for (const output of outputs) {
      expect(output).toContain(errno);
      expect(output).toContain('Cannot');
    }
  },
);
