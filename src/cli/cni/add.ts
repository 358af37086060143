import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { addNetwork } from '../runtime/chain.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { attachmentCommand, attachmentOf, runtimeOf } from './options.ts';
import { summarise } from './summary.ts';

/** `silk cni add`. */
export function addCommand(context: CliContext) {
  return attachmentCommand('add')
    .description('Give a network namespace its interface: run ADD of every plugin of the network, in order.')
    .addHelpText(
      'after',
      `
With --json the CNI result is printed as the last plugin gave it.

Examples:
  silk cni add blue a                                  namespace /run/netns/a, interface eth0
  silk cni add blue /proc/4711/ns/net --ifname eth1    the namespace of a process
  silk cni add blue a --args IP=10.255.30.7            ask for an address
  silk cni add blue a --capability-args '{"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}]}'`,
    )
    .action((name, netns, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const attachment = attachmentOf(netns, options);
        const network = loadNetwork(options.confDir, name);
        const version = negotiateVersion(runtime, network);
        const { json, result, steps } = addNetwork({ runtime, network, version }, attachment);
        return { json, lines: (paint) => summarise({ network, version, attachment, result, steps }, paint) };
      });
    });
}
