import { Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { withCapabilities } from '../runtime/capabilities.ts';
import { addNetwork } from '../runtime/chain.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { negotiateVersion } from '../runtime/negotiate.ts';
import { attachmentCommand, attachmentOf, collectPort, collectText, runtimeOf } from './options.ts';
import { summarise } from './summary.ts';

/** `silk cni add`. */
export function addCommand(context: CliContext) {
  return attachmentCommand('add')
    .description('Give a network namespace its interface: run ADD of every plugin of the network, in order.')
    .addOption(
      new Option('--ip <address>', 'ask for an address (capability ips); may be repeated').argParser(collectText),
    )
    .addOption(
      new Option(
        '--port <host:container>',
        'lead a port of the host to one of the container (capability portMappings), with /udp or /sctp if not TCP; may be repeated',
      ).argParser(collectPort),
    )
    .addHelpText(
      'after',
      `
With --json the CNI result is printed as the last plugin gave it.
What --ip and --port ask for is refused where no plugin of the network declares the capability.

Examples:
  silk cni add blue a                                  namespace /run/netns/a, interface eth0
  silk cni add blue /proc/4711/ns/net --ifname eth1    the namespace of a process
  silk cni add blue a --args IP=10.255.30.7            ask for an address
  silk cni add blue a --port 8080:80 --port 53:53/udp  ask for ports of the host
  silk cni add blue a --capability-args '{"bandwidth":{"ingressRate":8000000,"ingressBurst":8000000}}'`,
    )
    .action((name, netns, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const network = loadNetwork(options.confDir, name);
        const wish = { ips: options.ip, portMappings: options.port };
        const attachment = withCapabilities(attachmentOf(netns, options), network, wish);
        const version = negotiateVersion(runtime, network);
        const { json, result, steps } = addNetwork({ runtime, network, version }, attachment);
        return { json, lines: (paint) => summarise({ network, version, attachment, result, steps }, paint) };
      });
    });
}
