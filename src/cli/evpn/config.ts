import { Command, Option } from '@commander-js/extra-typings';
import { formatIp, type Ip } from '../../addr/ip.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import { jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { integerFrom, parseHostIp, parseNetwork } from '../overlay/values.ts';
import { type Report, report } from '../report.ts';
import { formatHostConfig, formatReflectorConfig } from './gobgpd-config.ts';

/** `silk evpn config`. */
export function configCommand(context: CliContext) {
  return new Command('config')
    .description('Print the configuration of gobgpd, for a host or for the route reflector.')
    .addOption(
      new Option('--rr <ip>', "the route reflector's address; once for each that there is")
        .argParser((text: string, before: readonly Ip[] | undefined) => [...(before ?? []), parseHostIp(text)])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--asn <number>', 'the autonomous system of all hosts')
        .argParser(integerFrom(1, 0xffff_fffe))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--role <role>', 'for whom it is').choices(['host', 'reflector'] as const).default('host' as const),
    )
    .addOption(
      new Option(
        '--listen <prefix>',
        'where the hosts are: all of them, and nobody else, may talk to the reflector',
      ).argParser(parseNetwork),
    )
    .addOption(
      new Option('--router-id <ip>', "the host's own address (default: the one by which it reaches others)").argParser(
        parseHostIp,
      ),
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action((options) => report(context, options, () => configReport(context, options)));
}

const help = `
The text is TOML, for \`gobgpd -t toml -f FILE\`; its first lines say how to start it. The role reflector needs --listen, and has
one --rr, which is its own address. Both sides keep the routes of a neighbour that was lost for two minutes.

Examples:
  silk evpn config --rr 10.244.0.1 --asn 64512 > /etc/gobgpd.conf
  silk evpn config --rr 10.244.0.1 --asn 64512 --role reflector --listen 10.244.0.0/16 > /etc/gobgpd.conf`;

interface ConfigOptions {
  readonly rr: readonly Ip[];
  readonly asn: number;
  readonly role: 'host' | 'reflector';
  readonly listen?: Prefix | undefined;
  readonly routerId?: Ip | undefined;
}

function configReport({ host }: CliContext, options: ConfigOptions): Report {
  const { asn, role, rr, routerId } = options;
  const toml =
    role === 'reflector'
      ? reflectorConfig(options)
      : formatHostConfig({ asn, routerId: routerId ?? host.underlayIp() }, rr);
  return { json: { ok: true, role, config: toml }, lines: () => [toml.trimEnd()] };
}

function reflectorConfig({ asn, rr: [own, ...more], listen, routerId }: ConfigOptions): string {
  const [another] = more;
  if (own === undefined || another !== undefined) {
    throw wrong('--rr', another === undefined ? 'none' : `${formatIp(another)} as well`, 'one, the own address');
  }
  if (listen === undefined) throw wrong('--listen', 'nothing', 'the prefix that the addresses of all hosts are in');
  return formatReflectorConfig({ asn, routerId: routerId ?? own }, listen);
}

function wrong(option: string, found: string, wanted: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot configure a reflector: ${option}: found ${found}, wanted ${wanted}`);
}
