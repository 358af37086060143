import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attachment } from './attachment.ts';
import { ours } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section, Verdict } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { ms, times } from './table.ts';

const counts = [0, 1000, 60_000] as const;
const commands = ['ADD', 'CHECK', 'DEL'] as const;
type Command = (typeof commands)[number];

/** The most that 60,000 reservations may cost, in times of none. */
const limit = 1.3;

/** A network with so many reservations of other containers. */
interface Store {
  readonly count: number;
  readonly attachment: Attachment;
  /** ADD on a directory that nobody of ours has seen: it reads all reservations once and leaves an index. */
  readonly firstAddMs: number;
  readonly foundMs: Readonly<Record<Command, number[]>>;
}

/** Whether the cost grows with the number of reservations. */
export function reservationsScenario(lab: Lab, rounds: number): Section {
  const stores = counts.map((count) => prepare(lab, count));
  for (let round = 0; round < rounds; round++) {
    for (const { attachment, foundMs } of turned(stores, round)) {
      foundMs.ADD.push(attachment.add().wallMs);
      foundMs.CHECK.push(attachment.check().wallMs);
      foundMs.DEL.push(attachment.del().wallMs);
    }
  }
  return report(stores);
}

function prepare(lab: Lab, count: number): Store {
  const contender = ours(lab);
  const dir = lab.addDirectory(`reservations-${count}`);
  const plan = { contender, netns: lab.addContainer(), network: contender.network(dir, '10.1.0.0/16') };
  writeReservations(contender.reservations(dir), count);
  const attachment = new Attachment(lab, plan);
  const firstAddMs = attachment.add().wallMs;
  attachment.del();
  return { count, attachment, firstAddMs, foundMs: { ADD: [], CHECK: [], DEL: [] } };
}

/** As host-local writes them, from 10.1.0.2 on, with the last one noted as such. */
function writeReservations(dir: string, count: number): void {
  mkdirSync(dir, { recursive: true });
  for (let i = 0; i < count; i++) writeFileSync(join(dir, addressOf(i)), `other-${i}\r\neth0`);
  if (count > 0) writeFileSync(join(dir, 'last_reserved_ip.0'), addressOf(count - 1));
}

function addressOf(place: number): string {
  return `10.1.${(place + 2) >> 8}.${(place + 2) & 255}`;
}

function report(stores: readonly Store[]): Section {
  const samples = stores.map((store) => ({ store, of: (command: Command) => summarise(store.foundMs[command]) }));
  const base = (command: Command): Sample => summarise(stores[0]?.foundMs[command] ?? []);
  return {
    title: 'Reservations in the network',
    text: 'silk-cni in a /16 with reservations of other containers, round robin going on after the last of them. The ratio is to no reservations. The first ADD finds files that another program wrote and builds its index; it happens once, and again when another program has written there.',
    tables: commands.map((command) => ({
      head: [command, 'median', 'p95', 'ratio', ...(command === 'ADD' ? ['the first'] : [])],
      rows: samples.map(({ store, of }) => [
        `${store.count.toLocaleString('en')} reservations`,
        ms(of(command).median),
        ms(of(command).p95),
        times(of(command).median / base(command).median),
        ...(command === 'ADD' ? [ms(store.firstAddMs)] : []),
      ]),
    })),
    verdicts: commands.map((command) =>
      verdict(command, summarise(stores.at(-1)?.foundMs[command] ?? []), base(command)),
    ),
  };
}

function verdict(command: Command, full: Sample, empty: Sample): Verdict {
  const ratio = full.median / empty.median;
  const most = counts[counts.length - 1]?.toLocaleString('en');
  return {
    what: `${command} at ${most} reservations to none`,
    wanted: `at most ${times(limit)}`,
    found: times(ratio),
    met: ratio <= limit,
  };
}
