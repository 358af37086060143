import { Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { type Report, report } from '../report.ts';
import { type CollectOutcome, type CollectPlan, collectNetwork, planCollect } from '../runtime/collect.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { collectKept, networkCommand, runtimeOf } from './options.ts';
import { outcomeReport, withLines } from './outcome.ts';
import { section } from './summary.ts';

/** `silk cni gc`. */
export function gcCommand(context: CliContext) {
  return networkCommand('gc')
    .description('Release what a network still holds for attachments that are gone.')
    .addOption(
      new Option(
        '--keep <id/ifname>',
        'an attachment that stays; may be repeated (default: those of the cache whose namespace still exists)',
      ).argParser(collectKept),
    )
    .option('--dry-run', 'only show what would stay and what would be removed')
    .addHelpText(
      'after',
      `
Attachments of the cache that do not stay get a DEL; then every plugin that knows CNI 1.1.0 gets a GC with the list of
those that stay. What an older plugin has made for an attachment that is not in the cache goes by "silk cni del". One that
is neither in the cache nor named with --keep does not stay: where another runtime uses this network with a cache of its
own, give its directory as --cache-dir.

Examples:
  silk cni gc blue --dry-run
  silk cni gc blue
  silk cni gc blue --keep web-1/eth0 --keep web-2/eth0`,
    )
    .action((name, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const network = loadNetwork(options.confDir, name);
        const version = negotiateVersion(runtime, network);
        const call = { runtime, network, version };
        const plan = planCollect(call, options.keep);
        const headline = `network ${name} (CNI ${version})`;
        if (options.dryRun) return collectReport(headline, dryRun(plan), { dryRun: true });
        return collectReport(headline, collectNetwork(call, plan), { network: name, version });
      });
    });
}

function dryRun(plan: CollectPlan): CollectOutcome {
  return { ...plan, steps: [], skipped: 'this is a dry run' };
}

function collectReport(headline: string, outcome: CollectOutcome, facts: Readonly<Record<string, unknown>>): Report {
  const rows = [
    ...outcome.keep.map(({ containerId, ifname }) => ['stays', containerId, ifname]),
    ...outcome.stale.map(({ containerId, ifname, netns }) => ['goes', containerId, ifname, netns]),
  ];
  const stale = outcome.stale.map(({ containerId, ifname, netns }) => ({ containerId, ifname, netns }));
  const base = outcomeReport(headline, outcome, { ...facts, kept: outcome.keep, removed: stale });
  return withLines(base, (paint) => section('attachments', rows, paint));
}
