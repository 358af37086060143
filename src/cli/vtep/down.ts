import { Command } from '@commander-js/extra-typings';
import { SilkError } from '../../errors.ts';
import { shellLine } from '../../overlay/step-command.ts';
import { vtepLockPath } from '../../overlay/vtep-lock.ts';
import { jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { formatCounts, type HeldCounts, heldCounts } from '../overlay/held-counts.ts';
import { dryRunOption, nameOption, runDirOption } from '../overlay/options.ts';
import type { RemovedVtep, VtepSight } from '../overlay/overlay-host.ts';
import { type Report, reportLater } from '../report.ts';

/** `silk vtep down`. */
export function downCommand(context: CliContext) {
  return new Command('down')
    .description('Remove the VTEP, and with it the routes, neighbours and FDB entries that are on it.')
    .addOption(nameOption())
    .addOption(runDirOption())
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Removes a VXLAN device only; of a name that something else has it says what that is, and leaves it alone. Afterwards it looks
whether the kernel still holds anything of the device. The peers file stays. Safe to repeat: exits with 0 when there is no
VTEP.

Examples:
  silk vtep down
  silk vtep down --dry-run | sh -e`,
    )
    .action((options) =>
      reportLater(context, options, async () => {
        const { overlay } = context.host;
        const { name } = options;
        if (options.dryRun) return dryRunReport(name, overlay.lookAtVtep(name));
        return downReport(name, await overlay.removeVtep(name, vtepLockPath(options.runDir, options.name)));
      }),
    );
}

function dryRunReport(name: string, sight: VtepSight | undefined): Report {
  const commands = sight === undefined ? [] : [shellLine(['ip', 'link', 'del', 'dev', name])];
  return {
    json: { ok: true, dryRun: true, ...emptyReport, removed: removedJson(name, sight), commands },
    lines: () => commands,
    asides: () => (sight === undefined ? [`There is no VTEP ${name}.`] : []),
  };
}

/** @throws SilkError KERNEL_REFUSED when the kernel still holds something of the device. */
function downReport(name: string, removed: RemovedVtep | undefined): Report {
  if (removed === undefined) {
    return { json: { ok: true, ...emptyReport, removed: [] }, lines: () => [`There is no VTEP ${name}.`] };
  }
  const { sight } = removed;
  const left = heldCounts(removed.left, sight.link.index);
  if (!isNone(left)) {
    throw new SilkError('KERNEL_REFUSED', `Cannot remove all of ${name}: found ${formatCounts(left)}, wanted none`);
  }
  return {
    json: { ok: true, ...emptyReport, removed: removedJson(name, sight) },
    lines: (paint) => [
      `${paint.good('Removed')} VTEP ${name} with ${formatCounts(heldCounts(sight.held, sight.link.index))}; nothing is left of it`,
    ],
  };
}

const emptyReport = { made: [], changed: [], failed: [] };

function removedJson(name: string, sight: VtepSight | undefined) {
  return sight === undefined ? [] : [{ object: 'vtep', name, ...heldCounts(sight.held, sight.link.index) }];
}

function isNone({ routes, neighbours, fdbEntries }: HeldCounts): boolean {
  return routes + neighbours + fdbEntries === 0;
}
