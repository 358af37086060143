import { SilkError } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import type { RuntimeAttachment } from '../runtime/attachment.ts';
import { readCache } from '../runtime/cache.ts';
import { delNetwork } from '../runtime/chain.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { type Network, parseNetwork } from '../runtime/conflist.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { attachmentCommand, attachmentOf, formatTarget, runtimeOf } from './options.ts';
import { outcomeReport } from './outcome.ts';

/** `silk cni del`. */
export function delCommand(context: CliContext) {
  return attachmentCommand('del')
    .description('Take the interface away again: run DEL of every plugin of the network, in reverse order.')
    .addHelpText(
      'after',
      `
May be repeated, and works when the namespace is gone. CNI_ARGS and capability arguments of the ADD are taken from
the cache, and so is the configuration when the directory does not have the network any more.

Examples:
  silk cni del blue a
  silk cni del blue /run/netns/gone --container-id web-1 --ifname eth1`,
    )
    .action((name, netns, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const attachment = attachmentOf(netns, options);
        const network = findNetwork(name, options, attachment);
        const version = negotiateVersion(runtime, network);
        const outcome = delNetwork({ runtime, network, version }, attachment);
        const headline = `${formatTarget(network, version, attachment)}: removed`;
        return outcomeReport(headline, outcome, { network: name, containerId: attachment.containerId, version });
      });
    });
}

/** The configured network, or else the one that the ADD was made with. */
function findNetwork(
  name: string,
  dirs: { readonly confDir: string; readonly cacheDir: string },
  { containerId, ifname }: RuntimeAttachment,
): Network {
  try {
    return loadNetwork(dirs.confDir, name);
  } catch (error) {
    if (!(error instanceof SilkError) || error.code !== 'BAD_CONFIG') throw error;
    const config = readCache(dirs.cacheDir, { network: name, containerId, ifname })?.config;
    if (!config) throw error;
    return parseNetwork(config, 'the cached configuration', () => []);
  }
}
