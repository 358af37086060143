import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { checkNetwork } from '../runtime/chain.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { attachmentCommand, attachmentOf, formatTarget, runtimeOf } from './options.ts';
import { outcomeReport } from './outcome.ts';

/** `silk cni check`. */
export function checkCommand(context: CliContext) {
  return attachmentCommand('check')
    .description('Verify an attachment: run CHECK of every plugin with the cached result of its ADD.')
    .addHelpText(
      'after',
      `
Exits with 1 and lists every difference when the attachment is not as ADD made it. Nothing is repaired.
Needs CNI version 0.4.0 or newer. CNI_ARGS and capability arguments of the ADD are taken from the cache.

Examples:
  silk cni check blue a
  silk cni check blue a --json`,
    )
    .action((name, netns, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const attachment = attachmentOf(netns, options);
        const network = loadNetwork(options.confDir, name);
        const version = negotiateVersion(runtime, network);
        const outcome = checkNetwork({ runtime, network, version }, attachment);
        const headline = `${formatTarget(network, version, attachment)}${outcome.skipped === undefined ? ': as it was made' : ''}`;
        return outcomeReport(headline, outcome, { network: name, containerId: attachment.containerId, version });
      });
    });
}
