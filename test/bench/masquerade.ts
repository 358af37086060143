import type { JsonObject } from '../support/json.ts';
import { must } from '../support/run.ts';
import { Attachment, type AttachmentPlan } from './attachment.ts';
import { ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { ms, type Table, times } from './table.ts';

/** Where ptp finds iptables; silk-cni starts no program. */
const path = '/usr/sbin:/usr/bin:/sbin:/bin';

/** One container that comes and goes on a host where another one of its network stays. */
interface Side {
  readonly name: string;
  readonly comes: Attachment;
  readonly stays: Attachment;
  readonly addMs: number[];
  readonly delMs: number[];
}

/** What `ipMasq` adds to an ADD and to a DEL. */
export function masqueradeScenario(lab: Lab, rounds: number): Section {
  const sides = [ours(lab), theirs(lab)].flatMap((contender, i) =>
    [false, true].map((ipMasq, j) => {
      const network = { ...contender.network(lab.addDirectory(`masquerade-${i}${j}`), `10.${40 + 2 * i + j}.0.0/16`) };
      return prepare(lab, ipMasq ? `${contender.name}, ipMasq` : contender.name, { contender, network, ipMasq });
    }),
  );
  for (const { stays } of sides) stays.add();
  for (let round = 0; round < Math.ceil(rounds / 2); round++) for (const side of turned(sides, round)) measure(side);
  for (const { stays } of sides) stays.del();
  return report(sides);
}

function prepare(
  lab: Lab,
  name: string,
  { contender, network, ipMasq }: Pick<AttachmentPlan, 'contender'> & { network: JsonObject; ipMasq: boolean },
): Side {
  const attach = () =>
    new Attachment(lab, { contender, netns: lab.addContainer(), network: { ...network, ipMasq }, path });
  return { name, comes: attach(), stays: attach(), addMs: [], delMs: [] };
}

function measure({ comes, addMs, delMs }: Side): void {
  addMs.push(comes.add().wallMs);
  delMs.push(comes.del().wallMs);
}

function report(sides: readonly Side[]): Section {
  return {
    title: 'What ipMasq adds to an ADD',
    text: `${sides[0]?.addMs.length} ADDs and DELs each, in an order that changes each round, while another container of the same network stays, so that what is made once for the host is there. silk-cni adds an element to an nftables set, by netlink; ptp makes a chain and two or three rules of iptables, by starting ${iptablesVersion()} for each. "Added" is the median of what a call took longer than the one without, in the same round, and the ratio the median of their ratios.`,
    tables: [toTable('ADD', sides, ({ addMs }) => addMs), toTable('DEL', sides, ({ delMs }) => delMs)],
    verdicts: [],
  };
}

function iptablesVersion(): string {
  return must(['iptables', '--version']).trim();
}

/** @param sides one without and one with, in turn */
function toTable(command: string, sides: readonly Side[], found: (side: Side) => readonly number[]): Table {
  const rows = sides.map((side, i): string[] => {
    const values = found(side);
    const without = i % 2 === 0 ? undefined : sides[i - 1];
    return [side.name, ...cells(summarise(values)), ...(without === undefined ? [] : paired(values, found(without)))];
  });
  return { head: [command, 'median', 'p95', 'added', 'ratio'], rows };
}

function cells({ median, p95 }: Sample): string[] {
  return [ms(median), ms(p95)];
}

/** The medians of the differences and of the ratios of what was measured in the same round. */
function paired(values: readonly number[], others: readonly number[]): string[] {
  const pairs = values.map((value, i) => [value, others[i] ?? Number.NaN] as const);
  return [
    ms(summarise(pairs.map(([value, other]) => value - other)).median),
    times(summarise(pairs.map(([value, other]) => value / other)).median),
  ];
}
