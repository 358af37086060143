import { inParallel } from '../support/pool.ts';
import { Attachment } from './attachment.ts';
import { type Contender, ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { ms, times } from './table.ts';
import { timeRunAsync } from './timing.ts';

const adds = 200;
const callers = 8;

/** One side's 200 attachments, and what was measured of them. */
interface Side {
  readonly contender: Contender;
  readonly attachments: readonly Attachment[];
  readonly perSecond: number[];
  /** Of each ADD. */
  readonly latencyMs: number[];
}

/** 200 ADDs by 8 callers at once. */
export async function throughputScenario(lab: Lab, rounds: number): Promise<Section> {
  const matches = rounds < 100 ? 2 : 6;
  const containers = Array.from({ length: adds }, () => lab.addContainer());
  const sides = [ours(lab), theirs(lab)].map((contender, i) => prepare(lab, { contender, containers, place: i }));
  for (let match = 0; match < matches; match++) {
    for (const side of turned(sides, match)) await play(side);
  }
  return report(sides, matches);
}

function prepare(
  lab: Lab,
  { contender, containers, place }: { contender: Contender; containers: readonly string[]; place: number },
): Side {
  const network = contender.network(lab.addDirectory(`throughput-${place}`), `10.${place + 1}.0.0/16`);
  const attachments = containers.map((netns) => new Attachment(lab, { contender, netns, network }));
  return { contender, attachments, perSecond: [], latencyMs: [] };
}

async function play(side: Side): Promise<void> {
  const began = Bun.nanoseconds();
  const latencies = await inParallel(side.attachments, callers, (one) => timeRunAsync(one.addRun()));
  side.perSecond.push(adds / ((Bun.nanoseconds() - began) / 1e9));
  side.latencyMs.push(...latencies);
  await inParallel(side.attachments, callers, (one) => timeRunAsync(one.delRun()));
}

function report(sides: readonly Side[], matches: number): Section {
  const rows = sides.map(({ contender, perSecond, latencyMs }) =>
    toRow(contender, summarise(perSecond), summarise(latencyMs)),
  );
  const [a = 0, b = 0] = sides.map(({ perSecond }) => summarise(perSecond).median);
  return {
    title: `Throughput: ${adds} ADDs by ${callers} callers`,
    text: `${matches} rounds each, the two sides taking turns at going first. ADDs per second is a round's ${adds} by the time until the last has ended.`,
    tables: [{ head: ['', 'ADDs/s, median', 'least', 'most', 'one ADD, median', 'p95'], rows }],
    verdicts: [{ what: 'Throughput to theirs', wanted: 'at least 1.00', found: times(a / b), met: a >= b }],
  };
}

function toRow({ name }: Contender, perSecond: Sample, latency: Sample): string[] {
  const speeds = [perSecond.median, perSecond.least, perSecond.most].map((value) => value.toFixed(0));
  return [name, ...speeds, ms(latency.median), ms(latency.p95)];
}
