import { Option } from '@commander-js/extra-typings';
import type { SegmentEntry } from '../../addr/endpoint.ts';
import { formatIp, type Ip } from '../../addr/ip.ts';
import { SilkError } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { parseHostIp } from '../overlay/values.ts';
import { reportLater } from '../report.ts';
import { type Edit, editEndpoints, isOf } from './edit.ts';
import { changingEndpointCommand } from './options.ts';

/** `silk endpoint remove`. */
export function removeCommand(context: CliContext) {
  return changingEndpointCommand('remove')
    .description('Remove an endpoint of a segment from the endpoints file, and no longer lead to it.')
    .addOption(new Option('--ip <ip>', 'its address').argParser(parseHostIp).makeOptionMandatory())
    .addHelpText(
      'after',
      `
Exits with 1 when the file does not have it.

Examples:
  silk endpoint remove br0 --ip 10.0.10.11
  silk endpoint remove br0 --ip 10.0.10.11 --dry-run`,
    )
    .action((segment, options) =>
      reportLater(context, options, () =>
        editEndpoints(context, segment, { ...options, edit: removal(options.ip, options.endpointsFile) }),
      ),
    );
}

function removal(ip: Ip, path: string): Edit {
  const text = formatIp(ip);
  return {
    facts: { endpoint: { ip: text } },
    change: (list, vni) => removeEndpoint(list, { ip, vni, path }),
    describe: () => `removed ${text}`,
  };
}

/** @throws SilkError BAD_CONFIG when it is not there. */
function removeEndpoint(
  list: readonly SegmentEntry[],
  { ip, vni, path }: { readonly ip: Ip; readonly vni: number; readonly path: string },
): readonly SegmentEntry[] {
  const isIt = isOf(ip, vni);
  if (list.some(isIt)) return list.filter((endpoint) => !isIt(endpoint));
  const found = `no such endpoint of VNI ${vni}`;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot remove endpoint ${formatIp(ip)} from ${path}: found ${found}, wanted it there`,
  );
}
