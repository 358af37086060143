import type { Plot } from './plot.ts';
import type { Verdict } from './report.ts';
import { summarise } from './sample.ts';
import type { Converged, ScaleHost } from './scale-host.ts';
import { megabytes, ms, type Table, times } from './table.ts';

/** How many remote hosts, and how often they are made in the two ways. */
interface Size {
  readonly count: number;
  readonly rounds: number;
  /** No more than this takes seconds: it is quadratic. */
  readonly plainRounds: number;
}

const sizes: readonly Size[] = [
  { count: 1000, rounds: 5, plainRounds: 5 },
  { count: 2000, rounds: 5, plainRounds: 5 },
  { count: 5000, rounds: 5, plainRounds: 5 },
  { count: 10_000, rounds: 5, plainRounds: 5 },
  { count: 20_000, rounds: 3, plainRounds: 3 },
  { count: 50_000, rounds: 2, plainRounds: 0 },
  { count: 100_000, rounds: 2, plainRounds: 0 },
];

/** The most that a cold converge of so many may take, in times of the plain way. */
const limits: ReadonlyMap<number, number> = new Map([
  [10_000, 0.4],
  [20_000, 0.2],
]);

/** What was found at one size. */
export interface SizeFound {
  readonly count: number;
  /** Nothing was there before. Twice in each round. */
  readonly cold: Converged[];
  /** All was there before. */
  readonly again: Converged[];
  /** From all to none. */
  readonly clear: Converged[];
  readonly plainMs: number[];
  /** `ip link del` with all there. */
  readonly linkDelMs: number[];
}

/** Measures every size; `quick` means each once. */
export function measureSizes(host: ScaleHost, quick: boolean): SizeFound[] {
  return sizes.map(({ count, rounds, plainRounds }) => {
    const found: SizeFound = { count, cold: [], again: [], clear: [], plainMs: [], linkDelMs: [] };
    const most = quick ? 1 : rounds;
    for (let round = 0; round < most; round++) {
      const isPlain = round < plainRounds;
      if (isPlain && round % 2 === 1) playPlain(host, found);
      playOurs(host, found);
      if (isPlain && round % 2 === 0) playPlain(host, found);
    }
    return found;
  });
}

function playOurs(host: ScaleHost, { count, ...found }: SizeFound): void {
  found.cold.push(host.converge(count));
  found.again.push(host.converge(count));
  found.linkDelMs.push(host.removeVtepMs());
  found.cold.push(host.converge(count));
  found.clear.push(host.converge(0));
  host.removeVtepMs();
}

function playPlain(host: ScaleHost, { count, plainMs }: SizeFound): void {
  plainMs.push(host.plainMs(count));
  host.removeVtepMs();
}

/** Cold converges beside the plain way, then what they need, then removals. */
export function sizeTables(found: readonly SizeFound[]): Table[] {
  return [
    {
      head: ['cold converge', 'n', 'ours', 'p95', 'plain, n', 'plain', 'p95', 'ratio'],
      rows: found.map(coldRow),
    },
    {
      head: ['what a cold one is made of', 'process', 'converge() alone', 'in the kernel', 'peak memory'],
      rows: found.map(partsRow),
    },
    {
      head: ['after that', 'n', 'nothing to do', 'p95', 'to cold', 'removing all', 'p95', '`ip link del`', 'p95'],
      rows: found.map(afterRow),
    },
  ];
}

function coldRow({ count, cold, plainMs }: SizeFound): string[] {
  const ours = wallOf(cold);
  const first = [hosts(count), `${ours.n}`, ms(ours.median), ms(ours.p95)];
  if (plainMs.length === 0) return [...first, '', '', '', ''];
  const plain = summarise(plainMs);
  return [...first, `${plain.n}`, ms(plain.median), ms(plain.p95), times(ours.median / plain.median)];
}

function partsRow({ count, cold }: SizeFound): string[] {
  const median = (of: (one: Converged) => number) => summarise(cold.map(of)).median;
  return [
    hosts(count),
    ms(median(({ wallMs }) => wallMs)),
    ms(median(({ convergeMs }) => convergeMs)),
    ms(median(({ systemMs }) => systemMs)),
    megabytes(median(({ peakBytes }) => peakBytes)),
  ];
}

function afterRow({ count, cold, again, clear, linkDelMs }: SizeFound): string[] {
  const [settled, cleared, removed] = [wallOf(again), wallOf(clear), summarise(linkDelMs)];
  const ratio = times(settled.median / wallOf(cold).median);
  const settledCells = [`${settled.n}`, ms(settled.median), ms(settled.p95), ratio];
  return [
    hosts(count),
    ...settledCells,
    ...[cleared.median, cleared.p95, removed.median, removed.p95].map((value) => ms(value)),
  ];
}

/** Cold converges to the plain way, where there is an aim. */
export function sizeVerdicts(found: readonly SizeFound[]): Verdict[] {
  return found.flatMap(({ count, cold, plainMs }) => {
    const limit = limits.get(count);
    if (limit === undefined) return [];
    const ratio = wallOf(cold).median / summarise(plainMs).median;
    const what = `Cold converge of ${hosts(count)} to the plain way`;
    return [{ what, wanted: `at most ${times(limit)}`, found: times(ratio), met: ratio <= limit }];
  });
}

/** Seconds against remote hosts, medians. */
export function sizePlot(found: readonly SizeFound[]): Plot {
  const points = (of: (size: SizeFound) => number[]) =>
    found.flatMap((size) => {
      const values = of(size);
      return values.length === 0 ? [] : [{ x: size.count, y: summarise(values).median / 1000 }];
    });
  const walls = (all: readonly Converged[]) => all.map(({ wallMs }) => wallMs);
  return {
    title: 'Making the entries of remote hosts',
    description:
      'Time against the number of remote hosts, both from zero: what is quadratic bends upwards, what is in proportion is straight.',
    xLabel: 'remote hosts',
    yLabel: 'seconds',
    series: [
      { name: 'ip -batch, bridge -batch', colours: ['#b35900', '#f0883e'], points: points(({ plainMs }) => plainMs) },
      { name: 'silk, cold', colours: ['#0969da', '#58a6ff'], points: points(({ cold }) => walls(cold)) },
      { name: 'silk, nothing to do', colours: ['#1a7f37', '#3fb950'], points: points(({ again }) => walls(again)) },
    ],
  };
}

function wallOf(all: readonly Converged[]) {
  return summarise(all.map(({ wallMs }) => wallMs));
}

function hosts(count: number): string {
  return `${count.toLocaleString('en')} remote hosts`;
}
