import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { addCommand } from './add.ts';
import { listCommand } from './list.ts';
import { removeCommand } from './remove.ts';
import { syncCommand } from './sync.ts';

/** `silk peer`: the other hosts of the overlay. */
export function peerGroup(context: CliContext) {
  return new Command('peer')
    .description('Add, remove and list the other hosts that the VTEP leads to.')
    .addCommand(addCommand(context))
    .addCommand(removeCommand(context))
    .addCommand(listCommand(context))
    .addCommand(syncCommand(context))
    .addHelpText(
      'after',
      `
A host is known by its part of the overlay network, and reached at its address on the underlay. While a silkd of this host leads
the VTEP to hosts that it has from elsewhere than the peers file, these commands refuse, and say where to look.

Examples:
  silk peer add 10.255.48.0/24 10.244.0.48
  silk peer list
  silk peer remove 10.255.48.0/24`,
    );
}
