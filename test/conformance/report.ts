// Runs the conformance tests and writes their report: bun test/conformance/report.ts docs/conformance.md
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bun, projectRoot } from '../support/project.ts';
import { type Promised, promises } from './promises.ts';

interface TestResult {
  readonly title: string;
  readonly status: string;
}

/** What the tests of one promise say together. */
interface Finding {
  readonly promised: Promised;
  readonly programs: readonly string[];
  readonly versions: readonly string[];
  readonly failed: readonly string[];
  readonly count: number;
}

function main(): void {
  const output = process.argv[2] ?? 'docs/conformance.md';
  const findings = summarise(runTests());
  const path = join(projectRoot, output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, formatReport(findings));
  const faults = findings.flatMap(faultsOf);
  for (const fault of faults) console.error(fault);
  console.log(`${output}: ${findings.length} promises, ${faults.length} of them broken or untested`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** Runs jest and reads its JSON. @throws where jest did not come so far as to write any */
function runTests(): TestResult[] {
  const dir = mkdtempSync(join(tmpdir(), 'silk-conformance-'));
  const output = join(dir, 'results.json');
  const jest = join(projectRoot, 'node_modules/.bin/jest');
  const words = ['--bun', jest, 'test/conformance', '--runInBand', '--json', `--outputFile=${output}`];
  spawnSync(bun, words, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  const report: { testResults: { assertionResults: TestResult[] }[] } = JSON.parse(readFileSync(output, 'utf8'));
  rmSync(dir, { recursive: true });
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}

function summarise(results: readonly TestResult[]): Finding[] {
  return promises.map((promised) => {
    const tests = results.filter(({ title }) => title.startsWith(`${promised.number} `));
    const subjects = tests.map(({ title }) => /\((\S+), (\S+)\)$/.exec(title));
    return {
      promised,
      programs: distinct(subjects.map((match) => match?.[1])),
      versions: distinct(subjects.map((match) => match?.[2])),
      failed: tests.filter(({ status }) => status !== 'passed').map(({ title }) => title),
      count: tests.length,
    };
  });
}

function faultsOf({ promised, failed, count }: Finding): string[] {
  if (failed.length > 0) return [...failed.map((title) => `broken: ${title}`)];
  return count === 0 && promised.notTested === undefined ? [`untested: ${promised.number} ${promised.text}`] : [];
}

function formatReport(findings: readonly Finding[]): string {
  const tested = findings.filter(({ promised }) => promised.notTested === undefined);
  const others = findings.filter(({ promised }) => promised.notTested !== undefined);
  const held = tested.filter(({ failed, count }) => failed.length === 0 && count > 0);
  return [
    '# CNI conformance',
    '',
    'Written by `make conformance`. The numbers are those of `test/conformance/promises.ts`: what a plugin owes by CNI',
    'specification 1.1.0, and by what libcni and the runtimes rely on. Each is tried on the compiled programs, called as a',
    'runtime calls them, in fresh network namespaces.',
    '',
    `**${held.length} of ${tested.length} promises hold**, in ${sum(tested.map(({ count }) => count))} tests.`,
    '',
    '| number | promise | programs | versions | result |',
    '|---|---|---|---|---|',
    ...tested.map(formatRow),
    '',
    '## Not tested',
    '',
    '| number | promise | why |',
    '|---|---|---|',
    ...others.map(({ promised }) => `| ${promised.number} | ${promised.text} | ${promised.notTested} |`),
    '',
  ].join('\n');
}

function formatRow({ promised, programs, versions, failed, count }: Finding): string {
  const result =
    count === 0 ? 'not tested' : failed.length === 0 ? 'held' : `**broken** (${failed.length} of ${count})`;
  const spoken = versions.length === 7 ? 'all seven' : versions.join(', ');
  return `| ${promised.number} | ${promised.text} | ${programs.join(', ')} | ${spoken} | ${result} |`;
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

main();
