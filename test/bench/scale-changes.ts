import type { Verdict } from './report.ts';
import { type Sample, summarise } from './sample.ts';
import type { ScaleHost } from './scale-host.ts';
import { ms, type Table, times } from './table.ts';

const count = 10_000;
const pairs = 15;
const changes = 50;

/** The most that a converge with nothing to do may take, in times of its own cold run. */
const settledLimit = 0.3;
const oneLimitMs = 10;

/** Little or nothing to do among 10,000 remote hosts. */
export interface ChangesFound {
  readonly cold: Sample;
  readonly settled: Sample;
  readonly requests: { readonly sent: number; readonly changing: number };
  readonly removeOne: Sample;
  readonly addOne: Sample;
}

/** `quick` means fewer rounds. */
export function measureChanges(host: ScaleHost, quick: boolean): ChangesFound {
  const coldMs: number[] = [];
  const settledMs: number[] = [];
  for (let round = 0; round < (quick ? 3 : pairs); round++) {
    if (round > 0) host.removeVtepMs();
    coldMs.push(host.converge(count).wallMs);
    const { wallMs, steps } = host.converge(count);
    if (steps !== 0) throw new Error(`nothing to do: found ${steps} steps, wanted 0`);
    settledMs.push(wallMs);
  }
  const requests = host.countRequests(count);
  const { removeOneMs, addOneMs } = host.changeOneByOne(count, changes);
  host.removeVtepMs();
  return {
    cold: summarise(coldMs),
    settled: summarise(settledMs),
    requests,
    removeOne: summarise(removeOneMs),
    addOne: summarise(addOneMs),
  };
}

/** One row each. */
export function changesTable({ cold, settled, removeOne, addOne }: ChangesFound): Table {
  const row = (what: string, sample: Sample, ratio = '') => [
    what,
    `${sample.n}`,
    ms(sample.median),
    ms(sample.p95),
    ratio,
  ];
  return {
    head: [`${count.toLocaleString('en')} remote hosts`, 'n', 'median', 'p95', 'ratio'],
    rows: [
      row('cold, process', cold),
      row('nothing to do, process', settled, times(settled.median / cold.median)),
      row('one peer removed, in a process that goes on', removeOne),
      row('one peer added, in a process that goes on', addOne),
    ],
  };
}

/** The aims for them. */
export function changesVerdicts({ cold, settled, requests, removeOne, addOne }: ChangesFound): Verdict[] {
  const ratio = settled.median / cold.median;
  const among = `among ${count.toLocaleString('en')}`;
  const one = (what: string, { median }: Sample) => ({
    what: `${what} ${among}, median`,
    wanted: `under ${oneLimitMs} ms`,
    found: ms(median),
    met: median < oneLimitMs,
  });
  return [
    {
      what: `Nothing to do ${among}, to its own cold run`,
      wanted: `under ${times(settledLimit)}`,
      found: times(ratio),
      met: ratio < settledLimit,
    },
    {
      what: `Nothing to do ${among}: netlink writes (of ${requests.sent} messages sent)`,
      wanted: '0',
      found: `${requests.changing}`,
      met: requests.changing === 0,
    },
    one('One peer removed', removeOne),
    one('One peer added', addOne),
  ];
}
