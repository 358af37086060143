import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { attachCommand } from './attach.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { detachCommand } from './detach.ts';
import { showCommand } from './show.ts';

/** `silk segment`: bridged segments, one layer 2 on several hosts. */
export function segmentGroup(context: CliContext) {
  return new Command('segment')
    .description('Make, show and remove bridged segments, and attach to them: one layer 2 on several hosts.')
    .addCommand(createCommand(context))
    .addCommand(showCommand(context))
    .addCommand(deleteCommand(context))
    .addCommand(attachCommand(context))
    .addCommand(detachCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk segment create br0 --vni 42
  silk segment attach br0 --netns c1 --ip 10.0.10.10/24
  silk segment show br0`,
    );
}
