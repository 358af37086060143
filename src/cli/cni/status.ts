import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { statusNetwork } from '../runtime/chain.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { networkCommand, runtimeOf } from './options.ts';
import { outcomeReport } from './outcome.ts';

/** `silk cni status`. */
export function statusCommand(context: CliContext) {
  return networkCommand('status')
    .description('Ask every plugin of a network whether it can serve an ADD now.')
    .addHelpText(
      'after',
      `
Exits with 1 when one cannot. Plugins that do not know CNI version 1.1.0 are not asked, and named; none is in an older network.

Examples:
  silk cni status blue
  silk cni status blue --json`,
    )
    .action((name, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const network = loadNetwork(options.confDir, name);
        const version = negotiateVersion(runtime, network);
        const outcome = statusNetwork({ runtime, network, version });
        return outcomeReport(
          `network ${name} (CNI ${version})${outcome.skipped === undefined ? ': ready' : ''}`,
          outcome,
          { network: name, version },
        );
      });
    });
}
