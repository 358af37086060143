import { Argument } from '@commander-js/extra-typings';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { parseNetwork } from '../overlay/values.ts';
import { reportLater } from '../report.ts';
import { type Edit, editPeers, isOf } from './edit.ts';
import { changingPeerCommand } from './options.ts';

/** `silk peer remove`. */
export function removeCommand(context: CliContext) {
  return changingPeerCommand('remove')
    .description('Remove a host from the peers file, and no longer lead to it.')
    .addArgument(new Argument('<subnet>', 'its part of the overlay network').argParser(parseNetwork))
    .addHelpText(
      'after',
      `
Exits with 1 when the file does not have it. Where there is a VTEP, the kernel is made as the file says, as by
\`silk peer sync\`.

Examples:
  silk peer remove 10.255.48.0/24
  silk peer remove 10.255.48.0/24 --dry-run`,
    )
    .action((subnet, options) =>
      reportLater(context, options, () => editPeers(context, options, removal(subnet, options.peersFile))),
    );
}

function removal(subnet: Prefix, peersFile: string): Edit {
  const text = formatPrefix(subnet);
  return {
    facts: { peer: { subnet: text } },
    change: (peers) => removePeer(peers, subnet, peersFile),
    describe: () => `removed ${text}`,
  };
}

/** @throws SilkError BAD_CONFIG when it is not there. */
function removePeer(peers: readonly Peer[], subnet: Prefix, peersFile: string): readonly Peer[] {
  const isIt = isOf(subnet);
  if (peers.some(isIt)) return peers.filter((peer) => !isIt(peer));
  const wanted = formatPrefix(subnet);
  const found = peers.length === 0 ? 'no peers' : `peers of other subnets only (${peers.length})`;
  throw new SilkError('BAD_CONFIG', `Cannot remove peer ${wanted} from ${peersFile}: found ${found}, wanted it there`);
}
