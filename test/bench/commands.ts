import { Attachment } from './attachment.ts';
import { ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section, Verdict } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { ms, times } from './table.ts';
import type { Timing } from './timing.ts';

/** In the order of a container's life. */
const commands = ['ADD', 'CHECK', 'DEL', 'VERSION'] as const;
type Command = (typeof commands)[number];

/** Both sides of one command, in ms. */
interface Pair {
  readonly command: Command;
  readonly ours: Sample;
  readonly theirs: Sample;
}

/** "Well below theirs by p95", as a number. */
const wellBelow = 0.9;

/** The commands that both sides have, each beside its counterpart. */
export function commandsScenario(lab: Lab, rounds: number): Section {
  const sides = [ours(lab), theirs(lab)].map((contender, i) => {
    const dir = lab.addDirectory(`commands-${i}`);
    const network = contender.network(dir, `10.${i + 1}.0.0/16`);
    return new Attachment(lab, { contender, netns: lab.addContainer(), network });
  });
  runRound(sides); // The first call makes directories.
  const pairs = toPairs(Array.from({ length: rounds }, (_, round) => runRound(sides, round)));
  return {
    title: 'Commands',
    text: 'A round is ADD, CHECK, DEL and VERSION, each by both sides before the next. Ratios are ours to theirs.',
    tables: [{ head: ['', 'ours', 'p95', 'theirs', 'p95', 'ratio', 'of p95'], rows: pairs.map(toRow) }],
    verdicts: verdicts(pairs),
  };
}

/** ms of each command, of each side in the order of `sides`. */
type Round = Readonly<Record<Command, readonly number[]>>;

function runRound(sides: readonly Attachment[], round = 0): Round {
  const order = turned(sides, round);
  const timed = (call: (side: Attachment) => Timing): number[] => {
    const found = new Map(order.map((side) => [side, call(side).wallMs]));
    return sides.map((side) => found.get(side) ?? 0);
  };
  return {
    ADD: timed((side) => side.add()),
    CHECK: timed((side) => side.check()),
    DEL: timed((side) => side.del()),
    VERSION: timed((side) => side.version()),
  };
}

function toPairs(rounds: readonly Round[]): Pair[] {
  const side = (command: Command, place: number) => summarise(rounds.map((round) => round[command][place] ?? 0));
  return commands.map((command) => ({ command, ours: side(command, 0), theirs: side(command, 1) }));
}

function toRow(pair: Pair): string[] {
  const { command, ours: a, theirs: b } = pair;
  const ratios = [times(a.median / b.median), times(a.p95 / b.p95)];
  return [command, ms(a.median), ms(a.p95), ms(b.median), ms(b.p95), ...ratios];
}

function verdicts(pairs: readonly Pair[]): Verdict[] {
  return pairs.flatMap(({ command, ours: a, theirs: b }) => {
    const median = (limit: number) => atMost(`${command}, median to theirs`, a.median / b.median, limit);
    if (command === 'ADD') return [median(1), atMost('ADD, p95 well below theirs', a.p95 / b.p95, wellBelow)];
    return command === 'DEL' ? [median(1.05)] : [];
  });
}

function atMost(what: string, ratio: number, limit: number): Verdict {
  return { what, wanted: `at most ${times(limit)}`, found: times(ratio), met: ratio <= limit };
}
