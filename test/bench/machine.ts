import { cpus, loadavg, release, totalmem } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { must, run } from '../support/run.ts';
import type { Lab } from './lab.ts';
import { summarise } from './sample.ts';
import { megabytes, ms } from './table.ts';
import { timeRun } from './timing.ts';

/** What the machine had to do at the start, before anything was measured. */
const loadAtStart = loadavg()[0] ?? 0;

/** When, and how busy the machine was. */
export function formatMoment(): string {
  return `${new Date().toISOString().slice(0, 10)}, load at the start ${loadAtStart.toFixed(2)}${loadRemark(cpus().length)}`;
}

/** Where, when and with what it was measured. */
export function formatMachine(lab: Lab, rounds: number): string {
  const processors = cpus();
  const harness = summarise(Array.from({ length: rounds }, startTrue));
  const lines = [
    `- Date: ${new Date().toISOString().slice(0, 10)}; command: \`make bench\`, n = ${rounds} where no other number is given`,
    `- Machine: Linux ${release()}, ${processors.length} cores of ${processors[0]?.model ?? 'unknown model'}, ${megabytes(totalmem())} of memory; load at the start ${loadAtStart.toFixed(2)}${loadRemark(processors.length)}`,
    `- Ours: silk ${packageJson.version}, compiled by Bun ${Bun.version}. Theirs: ptp and host-local, containernetworking-plugins ${referenceVersion()}`,
    `- Each call is a process of its own with nothing in its environment but the CNI variables, timed from before its start to after its end, the calls of both sides in one run and in an order that changes each round. The harness's own part is in every number: starting \`/bin/true\` takes ${ms(harness.median)} (p95 ${ms(harness.p95)}) in the same way.`,
    `- The host is a fresh network namespace, the containers are further ones, all programs are fresh copies, and all state is in one temporary directory (${fileSystemOf(lab.dir)}).`,
  ];
  return lines.join('\n');
}

function startTrue(): number {
  return timeRun({ argv: ['/bin/true'], env: {}, stdin: '' }).wallMs;
}

/** More than the build that came just before can have left behind. */
function loadRemark(cores: number): string {
  return loadAtStart > cores / 2 ? ': **the machine was not idle, do not trust these numbers**' : '';
}

/** The plugins themselves do not know their version. */
function referenceVersion(): string {
  const { stdout } = run(['dpkg-query', '--status', 'containernetworking-plugins']);
  return /^Version: (.*)$/m.exec(stdout)?.[1] ?? 'of unknown version';
}

function fileSystemOf(path: string): string {
  return must(['stat', '--file-system', '--format', '%T', path]).trim();
}
