import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandsScenario } from './commands.ts';
import { etcdAtOnceScenario } from './etcd-at-once.ts';
import { etcdScaleScenario } from './etcd-scale.ts';
import { evpnScenario } from './evpn.ts';
import { evpnSegmentScenario } from './evpn-segment.ts';
import { Lab } from './lab.ts';
import { formatMoment } from './machine.ts';
import { masqueradeScenario } from './masquerade.ts';
import { memoryScenario } from './memory.ts';
import { mergeReports } from './merge.ts';
import { overlayThroughputScenario } from './overlay-throughput.ts';
import { podsScenario } from './pods.ts';
import { profileScenario } from './profile.ts';
import { formatReport, type Section } from './report.ts';
import { reservationsScenario } from './reservations.ts';
import { scaleScenario } from './scale.ts';
import { statusScenario } from './status.ts';
import { throughputScenario } from './throughput.ts';
import { vtepPluginScenario } from './vtep-plugin.ts';

/** What the document's numbers rest on; a quicker look is printed and not kept. */
const documentRounds = 100;

/** Set in the second run of this file, which is in a network namespace of its own. */
const insideVariable = 'SILK_BENCH_INSIDE';

type Scenario = (lab: Lab, rounds: number) => Section | Promise<Section>;

/** By the names that BENCH_ONLY takes. */
const scenarios: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ['commands', commandsScenario],
  ['status', statusScenario],
  ['throughput', throughputScenario],
  ['reservations', reservationsScenario],
  ['memory', memoryScenario],
  ['profile', profileScenario],
  ['vtep', vtepPluginScenario],
  ['masquerade', masqueradeScenario],
  ['pods', podsScenario],
  ['converge', scaleScenario],
  ['etcd', etcdScaleScenario],
  ['at-once', etcdAtOnceScenario],
  ['overlay', overlayThroughputScenario],
  ['evpn', evpnScenario],
  ['segment', evpnSegmentScenario],
]);

/**
 * `make bench`: measures ours beside what others would do, prints the report, and writes it where the first argument says.
 * With BENCH_ONLY=converge,status only those scenarios are measured, and the rest of the document stays.
 */
async function main(): Promise<number> {
  if (process.env[insideVariable] === undefined) return rerunInside();
  const rounds = readRounds();
  const only = readOnly();
  const { report, sections } = await measure(rounds, only);
  console.log(report);
  const path = process.argv[2];
  if (path === undefined) return 0;
  if (rounds < documentRounds) console.error(`BENCH_N=${rounds} is below ${documentRounds}: ${path} is left as it is`);
  else writeDocument(path, only === undefined ? report : mergeReports(readFileSync(path, 'utf8'), report), sections);
  return 0;
}

/** The measured programs make links and routes: those of a fresh network namespace, not the machine's. */
function rerunInside(): number {
  const argv = ['unshare', '--net', '--', process.execPath, ...process.argv.slice(1)];
  const env = { ...process.env, [insideVariable]: '1' };
  return Bun.spawnSync(argv, { env, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' }).exitCode;
}

function readRounds(): number {
  const text = process.env['BENCH_N'] ?? `${documentRounds}`;
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 5) return rounds;
  throw new Error(`Cannot measure: BENCH_N: found ${text}, wanted a number of 5 or more`);
}

function readOnly(): string[] | undefined {
  const names = process.env['BENCH_ONLY']?.split(',');
  const unknown = names?.find((name) => !scenarios.has(name));
  if (unknown === undefined) return names;
  const known = [...scenarios.keys()].join(', ');
  throw new Error(`Cannot measure: BENCH_ONLY: found ${unknown}, wanted some of ${known}`);
}

async function measure(rounds: number, only: readonly string[] | undefined) {
  using lab = new Lab();
  const sections: Section[] = [];
  for (const [name, scenario] of scenarios) {
    if (only?.includes(name) === false) continue;
    console.error(`${new Date().toISOString()} ${name}`);
    const section = await scenario(lab, rounds);
    // Beside sections of another day it says of itself what the head says of all.
    const when = only === undefined ? '' : `\n\nMeasured by itself: ${formatMoment()}.`;
    sections.push({ ...section, text: `${section.text}${when}` });
  }
  return { report: formatReport(lab, rounds, sections), sections };
}

function writeDocument(path: string, text: string, sections: readonly Section[]): void {
  writeFileSync(path, text);
  for (const { plot } of sections) if (plot !== undefined) writeFileSync(join(dirname(path), plot.file), plot.svg);
}

process.exit(await main());
