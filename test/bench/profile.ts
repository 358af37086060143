import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attachment } from './attachment.ts';
import { compile } from './compile.ts';
import { ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { summarise, turned } from './sample.ts';
import { ms } from './table.ts';
import { type MemoryUse, type Run, type Timing, timeRun, watchMemory } from './timing.ts';

/** What a call is made of can be told by calls that do less of it. */
interface Step {
  readonly name: string;
  readonly time: () => Timing;
  /** Run again, watched. */
  readonly watch: () => MemoryUse;
  readonly found: Timing[];
}

const watched = 5;

/** Where the time of an ADD goes: its start-up, in layers, and what it does. */
export async function profileScenario(lab: Lab, rounds: number): Promise<Section> {
  const steps = [
    plain('start of an empty Bun program', { argv: [await compileEmpty(lab)], env: {}, stdin: '' }),
    ...attachmentSteps(lab, 0),
    plain('host-local VERSION', { argv: [lab.program('host-local')], env: { CNI_COMMAND: 'VERSION' }, stdin: '{}' }),
    ...attachmentSteps(lab, 1),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const step of turned(steps, round)) step.found.push(step.time());
  }
  return {
    title: "Where an ADD's time goes",
    text: 'The first three are ours, each doing all that the one before it does, and more: Bun itself, then our modules and the protocol, then the work. Of theirs, ADD starts both programs. CPU is user and system time of the process and its children, faults are page faults without disk; medians.',
    tables: [{ head: ['', 'time', 'CPU', 'faults'], rows: steps.map(toRow) }],
    verdicts: [],
  };
}

function plain(name: string, run: Run): Step {
  return { name, time: () => timeRun(run), watch: () => watchMemory(run), found: [] };
}

function attachmentSteps(lab: Lab, place: 0 | 1): Step[] {
  const contender = place === 0 ? ours(lab) : theirs(lab);
  const network = contender.network(lab.addDirectory(`profile-${place}`), `10.${place + 1}.0.0/16`);
  const attachment = new Attachment(lab, { contender, netns: lab.addContainer(), network });
  return [plain(`${contender.name} VERSION`, attachment.versionRun()), addStep(`${contender.name} ADD`, attachment)];
}

function addStep(name: string, attachment: Attachment): Step {
  const thenDel = <T>(found: T): T => {
    attachment.del();
    return found;
  };
  return {
    name,
    time: () => thenDel(attachment.add()),
    watch: () => thenDel(watchMemory(attachment.addRun())),
    found: [],
  };
}

/** An executable made as ours is, of an empty file. */
function compileEmpty(lab: Lab): Promise<string> {
  const entry = join(lab.dir, 'empty.ts');
  writeFileSync(entry, '');
  return compile(lab, 'empty', entry);
}

function toRow({ name, found, watch }: Step): string[] {
  const { median: wallMs } = summarise(found.map((timing) => timing.wallMs));
  const { median: cpuMs } = summarise(found.map((timing) => timing.cpuMs));
  const { median: faults } = summarise(Array.from({ length: watched }, () => watch().faults));
  return [name, ms(wallMs), ms(cpuMs), faults.toFixed(0)];
}
