import type { ConvergePlan } from '../../overlay/converge.ts';
import type { Plan } from '../../overlay/plan.ts';
import type { Failure } from '../../overlay/remote-host.ts';
import type { ConvergeReport } from '../../overlay/report.ts';
import type { Step } from '../../overlay/step.ts';
import { type StepNames, shellLine, stepCommands } from '../../overlay/step-command.ts';
import type { Paint } from '../paint.ts';
import type { Report } from '../report.ts';
import { countSteps, stepJson, stepLine } from './step-report.ts';

/** More of a kind than this are counted and not listed: `--json` lists all. */
const mostListed = 30;

/** What a command says beside what was done to the kernel. */
export interface Saying {
  /** What it was about: `VTEP silk-vtep`. */
  readonly headline: string;
  /** Said after it where nothing was to be done. */
  readonly settled?: string;
  /** Further lines. */
  readonly notes: readonly string[];
  /** Further keys for `--json`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What a converge did. Bad when it could not do all. */
export function convergeReport(report: ConvergeReport, { headline, settled, notes, facts }: Saying): Report {
  const isBad = report.failed.length > 0;
  return {
    json: { ok: !isBad, ...facts, ...reportJson(report) },
    isBad,
    lines: (paint) => [
      `${isBad ? paint.bad('Not all done') : paint.good('OK')} ${headline}${isNothing(report) && settled ? `: ${settled}` : ''}`,
      ...notes,
      ...stepLines('made', report.made, paint),
      ...stepLines('changed', report.changed, paint),
      ...stepLines('removed', report.removed, paint),
      ...failureLines(report.failed, paint),
    ],
  };
}

function isNothing({ made, changed, removed, failed }: ConvergeReport): boolean {
  return [made, changed, removed, failed].every((list) => list.length === 0);
}

function reportJson({ made, changed, removed, failed }: ConvergeReport) {
  return { made: made.map(stepJson), changed: changed.map(stepJson), removed: removed.map(stepJson), failed };
}

function stepLines(title: string, steps: readonly Step[], paint: Paint): string[] {
  if (steps.length === 0) return [];
  if (steps.length > mostListed) return [`${paint.heading(title)}  ${countSteps(steps)} (--json lists them)`];
  return [paint.heading(title), ...steps.map((step) => `  ${stepLine(step)}`)];
}

function failureLines(failed: readonly Failure[], paint: Paint): string[] {
  if (failed.length === 0) return [];
  const shown = failed.slice(0, mostListed).map(({ what, reason }) => `  ${what}: ${reason}`);
  const rest = failed.length > mostListed ? [`  and ${failed.length - mostListed} more (--json lists them)`] : [];
  return [paint.bad('failed'), ...shown, ...rest];
}

/** All the steps of a plan, and what the links that they are about are called. */
export interface NamedPlan extends Plan {
  readonly names: StepNames;
}

/** The plan of a VTEP. */
export function vtepPlan({ vtep, vtepSteps, steps, failed }: ConvergePlan): NamedPlan {
  return { names: { device: vtep.name }, steps: [...vtepSteps, ...steps], failed };
}

/**
 * A plan as the commands that would carry it out, and nothing else on stdout: `... --dry-run | sh -e`.
 * Bad when there is something that could not be done.
 */
export function planReport(plan: NamedPlan, { notes, facts }: Omit<Saying, 'headline'>): Report {
  const { steps } = plan;
  const commands = steps.flatMap((step) => stepCommands(step, plan.names).map(shellLine));
  const which = (action: Step['action']) => steps.filter((step) => step.action === action);
  const wouldBe = { made: which('make'), changed: which('change'), removed: which('remove'), failed: plan.failed };
  return {
    json: { ok: plan.failed.length === 0, dryRun: true, ...facts, ...reportJson(wouldBe), commands },
    isBad: plan.failed.length > 0,
    lines: () => commands,
    asides: (paint) => [...notes, ...failureLines(plan.failed, paint)],
  };
}
