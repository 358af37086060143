import { readFileSync } from 'node:fs';
import { Command, Option } from '@commander-js/extra-typings';
import { formatPrefix } from '../addr/prefix.ts';
import { silkdDefaults } from '../config/silkd.ts';
import { gatewayIn, parseSubnetFile } from '../config/subnet-file.ts';
import { errorText, SilkError } from '../errors.ts';
import { jsonOption } from './cni/options.ts';
import type { CliContext } from './context.ts';
import { parsePath } from './overlay/values.ts';
import { type Report, report } from './report.ts';

/** `silk docker-options`. */
export function dockerOptionsCommand(context: CliContext) {
  const { subnetFile } = silkdDefaults;
  return new Command('docker-options')
    .description("Print the options by which dockerd gives its containers addresses of this host's subnet.")
    .addOption(
      new Option('--subnet-file <file>', 'what silkd, or flannel, has written')
        .default(subnetFile, subnetFile)
        .argParser(parsePath),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Fails (105) while there is no subnet file: then no container is to be added.

Examples:
  silk docker-options
  dockerd $(silk docker-options)`,
    )
    .action((options) => report(context, options, () => describe(options.subnetFile)));
}

function describe(path: string): Report {
  const { subnet, mtuBytes } = parseSubnetFile(readText(path), path);
  const bip = formatPrefix(gatewayIn(subnet));
  const options = [`--bip=${bip}`, ...(mtuBytes === undefined ? [] : [`--mtu=${mtuBytes}`])];
  return { json: { ok: true, bip, mtu: mtuBytes ?? null, options }, lines: () => [options.join(' ')] };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SilkError('SUBNET_UNKNOWN', `Cannot use the subnet file ${path}: ${errorText(cause)}`, { cause });
  }
}
