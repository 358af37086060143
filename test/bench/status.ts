import { ours } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { summarise } from './sample.ts';
import { ms } from './table.ts';
import { type Run, timeRun } from './timing.ts';

const limitMs = 10;

/** STATUS, which the reference plugins of this age do not have, above the least that a CNI call of theirs takes. */
export function statusScenario(lab: Lab, rounds: number): Section {
  const contender = ours(lab);
  const network = { ...contender.network(lab.addDirectory('status'), '10.1.0.0/16'), cniVersion: '1.1.0' };
  const status: Run = { argv: [contender.program], env: env(lab, 'STATUS'), stdin: JSON.stringify(network) };
  const floor: Run = { argv: [lab.program('host-local')], env: env(lab, 'VERSION'), stdin: '{"cniVersion":"1.0.0"}' };
  const found = { status: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    found.status.push(timeRun(status).wallMs);
    found.floor.push(timeRun(floor).wallMs);
  }
  const [ourStatus, theirFloor] = [summarise(found.status), summarise(found.floor)];
  return {
    title: 'STATUS',
    text: 'Theirs came with CNI 1.1.0, after this version; the start of host-local that only answers VERSION is there as a measure.',
    tables: [
      {
        head: ['', 'median', 'p95'],
        rows: [
          ['silk-cni STATUS', ms(ourStatus.median), ms(ourStatus.p95)],
          ['host-local VERSION', ms(theirFloor.median), ms(theirFloor.p95)],
        ],
      },
    ],
    verdicts: [
      {
        what: 'STATUS, median',
        wanted: `under ${limitMs} ms`,
        found: ms(ourStatus.median),
        met: ourStatus.median < limitMs,
      },
    ],
  };
}

function env(lab: Lab, command: string): Record<string, string> {
  return { CNI_COMMAND: command, CNI_PATH: lab.programs };
}
