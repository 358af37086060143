import { writeFileSync } from 'node:fs';
import { commandsScenario } from './commands.ts';
import { Lab } from './lab.ts';
import { memoryScenario } from './memory.ts';
import { profileScenario } from './profile.ts';
import { formatReport, type Section } from './report.ts';
import { reservationsScenario } from './reservations.ts';
import { statusScenario } from './status.ts';
import { throughputScenario } from './throughput.ts';

/** What the document's numbers rest on; a quicker look is printed and not kept. */
const documentRounds = 100;

/** Set in the second run of this file, which is in a network namespace of its own. */
const insideVariable = 'SILK_BENCH_INSIDE';

type Scenario = (lab: Lab, rounds: number) => Section | Promise<Section>;

const scenarios: readonly Scenario[] = [
  commandsScenario,
  statusScenario,
  throughputScenario,
  reservationsScenario,
  memoryScenario,
  profileScenario,
];

/** `make bench`: measures ours beside the reference plugins, prints the report, and writes it where the first argument says. */
async function main(): Promise<number> {
  if (process.env[insideVariable] === undefined) return rerunInside();
  const rounds = readRounds();
  const report = await measure(rounds);
  console.log(report);
  const path = process.argv[2];
  if (path === undefined) return 0;
  if (rounds < documentRounds) console.error(`BENCH_N=${rounds} is below ${documentRounds}: ${path} is left as it is`);
  else writeFileSync(path, report);
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

async function measure(rounds: number): Promise<string> {
  using lab = new Lab();
  const sections: Section[] = [];
  for (const scenario of scenarios) {
    console.error(`${new Date().toISOString()} ${scenario.name}`);
    sections.push(await scenario(lab, rounds));
  }
  return formatReport(lab, rounds, sections);
}

process.exit(await main());
