import { Option } from '@commander-js/extra-typings';
import type { SegmentEntry } from '../../addr/endpoint.ts';
import { SilkError } from '../../errors.ts';
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
    .addOption(new Option('--ip <ip>', 'its address (default: not known)').argParser(parseHostIp))
    .addOption(
      new Option('--mac <mac>', 'its MAC (default: none; the host has a part of the segment)').argParser(
        parseUnicastMac,
      ),
    )
    .addOption(
      new Option('--underlay <ip>', 'the address of its host on the underlay')
        .argParser(parseHostIp)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
The segment has to be there: its VNI is what the file knows it by. The whole file is checked before it is replaced. All hosts may
share one file: endpoints of this host itself are passed over. Safe to repeat. Of a MAC whose address
is not known frames are led to it, and nobody answers ARP for it. Without a MAC too the host gets broadcasts, where they are replicated.

Examples:
  silk endpoint add br0 --ip 10.0.10.11 --mac ee:ee:0a:00:0a:0b --underlay 10.1.0.2
  silk endpoint add br0 --mac 52:54:00:c0:b8:9d --underlay 10.1.0.2
  silk endpoint add br0 --ip 10.0.10.11 --mac ee:ee:0a:00:0a:0b --underlay 10.1.0.2 --dry-run`,
    )
    .action((segment, options) =>
      reportLater(context, options, () => {
        const edit = addition(entryOf(options, segment));
        return editEndpoints(context, segment, { ...options, edit });
      }),
    );
}

type Addition = Omit<SegmentEntry, 'vni'>;

/** @throws SilkError BAD_CONFIG for an address without a MAC. */
function entryOf({ ip, mac, underlay }: Addition, segment: string): Addition {
  if (ip === undefined || mac !== undefined) return { ip, mac, underlay };
  throw new SilkError('BAD_CONFIG', `Cannot add to ${segment}: found --ip without --mac, wanted both`);
}

function addition(added: Addition): Edit {
  return {
    facts: { endpoint: formatEntryKeys(added) },
    change: (list, vni) => addEntry(list, withVni(added, vni)),
    describe: (before, vni) => describeAddition(before.find(isOf(added, vni)), added),
  };
}

function withVni({ ip, mac, underlay }: Addition, vni: number): SegmentEntry {
  return mac === undefined ? { vni, underlay } : { vni, ip, mac, underlay };
}

/** In its place where it is there, else at the end; the same list where it is there as it is. */
function addEntry(list: readonly SegmentEntry[], added: SegmentEntry): readonly SegmentEntry[] {
  const at = list.findIndex(isOf(added, added.vni));
  const found = list[at];
  if (found === undefined) return [...list, added];
  return isSameEntry(found, added) ? list : list.with(at, added);
}

function describeAddition(found: SegmentEntry | undefined, added: Addition): string {
  const text = formatEntryText(added);
  if (found === undefined) return `added ${text}`;
  if (isSameEntry(found, added)) return `${text} was there already`;
  return `changed ${formatEntryText(found)} to ${text}`;
}
