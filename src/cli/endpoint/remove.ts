import { Option } from '@commander-js/extra-typings';
import type { SegmentEntry } from '../../addr/endpoint.ts';
import { formatIp } from '../../addr/ip.ts';
import { formatMac } from '../../addr/mac.ts';
import { SilkError } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { parseHostIp, parseUnicastMac } from '../overlay/values.ts';
import { reportLater } from '../report.ts';
import { type Edit, type EntryKey, editEndpoints, formatEntryKey, isOf } from './edit.ts';
import { changingEndpointCommand } from './options.ts';

/** `silk endpoint remove`. */
export function removeCommand(context: CliContext) {
  return changingEndpointCommand('remove')
    .description('Remove an endpoint of a segment from the endpoints file, and no longer lead to it.')
    .addOption(new Option('--ip <ip>', 'its address').argParser(parseHostIp))
    .addOption(new Option('--mac <mac>', 'the MAC of one without an address').argParser(parseUnicastMac))
    .addOption(new Option('--underlay <ip>', 'the host of an entry without a MAC').argParser(parseHostIp))
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
        editEndpoints(context, segment, { ...options, edit: removal(keyOf(options, segment), options.endpointsFile) }),
      ),
    );
}

/** @throws SilkError BAD_CONFIG when it is not one thing. */
function keyOf({ ip, mac, underlay }: EntryKey, segment: string): EntryKey {
  const key = { ip, mac, underlay };
  if (Object.values(key).filter(Boolean).length === 1) return key;
  const found = 'found several of --ip, --mac and --underlay, or none, wanted exactly one of them';
  throw new SilkError('BAD_CONFIG', `Cannot remove from ${segment}: ${found}`);
}

function removal(key: EntryKey, path: string): Edit {
  const { ip, mac, underlay } = key;
  return {
    facts: {
      endpoint: { ip: ip && formatIp(ip), mac: mac && formatMac(mac), underlay: underlay && formatIp(underlay) },
    },
    change: (list, vni) => removeEntry(list, { key, vni, path }),
    describe: () => `removed ${formatEntryKey(key)}`,
  };
}

/** @throws SilkError BAD_CONFIG when it is not there. */
function removeEntry(
  list: readonly SegmentEntry[],
  { key, vni, path }: { readonly key: EntryKey; readonly vni: number; readonly path: string },
): readonly SegmentEntry[] {
  const isIt = isOf(key, vni);
  if (list.some(isIt)) return list.filter((entry) => !isIt(entry));
  const found = `no such endpoint of VNI ${vni}`;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot remove endpoint ${formatEntryKey(key)} from ${path}: found ${found}, wanted it there`,
  );
}
