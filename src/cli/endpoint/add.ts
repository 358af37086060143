import { Option } from '@commander-js/extra-typings';
import type { Endpoint, SegmentEntry } from '../../addr/endpoint.ts';
import type { Ip } from '../../addr/ip.ts';
import { formatEntryKeys } from '../../peers/endpoints-file.ts';
import type { CliContext } from '../context.ts';
import { parseHostIp, parseUnicastMac } from '../overlay/values.ts';
import { reportLater } from '../report.ts';
import { type Edit, editEndpoints, formatEntryText, isOf, isSameEntry } from './edit.ts';
import { changingEndpointCommand } from './options.ts';

/** `silk endpoint add`. */
export function addCommand(context: CliContext) {
  return changingEndpointCommand('add')
    .description('Add an endpoint of a segment to the endpoints file, or change it there, and lead to it.')
    .addOption(new Option('--ip <ip>', 'its address').argParser(parseHostIp).makeOptionMandatory())
    .addOption(new Option('--mac <mac>', 'its MAC').argParser(parseUnicastMac).makeOptionMandatory())
    .addOption(
      new Option('--underlay <ip>', 'the address of its host on the underlay')
        .argParser(parseHostIp)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
The segment has to be there: its VNI is what the file knows it by. The whole file is checked before it is replaced. All hosts may
share one file: endpoints of this host itself are passed over. Safe to repeat.

Examples:
  silk endpoint add br0 --ip 10.0.10.11 --mac ee:ee:0a:00:0a:0b --underlay 10.1.0.2
  silk endpoint add br0 --ip 10.0.10.11 --mac ee:ee:0a:00:0a:0b --underlay 10.1.0.2 --dry-run`,
    )
    .action((segment, options) =>
      reportLater(context, options, () => {
        const { ip, mac, underlay } = options;
        return editEndpoints(context, segment, { ...options, edit: addition({ ip, mac, underlay }) });
      }),
    );
}

type Addition = Omit<Endpoint, 'vni'> & { readonly ip: Ip };

function addition(endpoint: Addition): Edit {
  return {
    facts: { endpoint: formatEntryKeys(endpoint) },
    change: (list, vni) => addEndpoint(list, { ...endpoint, vni }),
    describe: (before, vni) => describeAddition(before.find(isOf(endpoint.ip, vni)), endpoint),
  };
}

/** In its place where it is there, else at the end; the same list where it is there as it is. */
function addEndpoint(list: readonly SegmentEntry[], endpoint: Addition & Endpoint): readonly SegmentEntry[] {
  const at = list.findIndex(isOf(endpoint.ip, endpoint.vni));
  const found = list[at];
  if (found === undefined) return [...list, endpoint];
  return isSameEntry(found, endpoint) ? list : list.with(at, endpoint);
}

function describeAddition(found: SegmentEntry | undefined, endpoint: Addition): string {
  const text = formatEntryText(endpoint);
  if (found === undefined) return `added ${text}`;
  if (isSameEntry(found, endpoint)) return `${text} was there already`;
  return `changed ${formatEntryText(found)} to ${text}`;
}
