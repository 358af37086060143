import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { addCommand } from './add.ts';
import { listCommand } from './list.ts';
import { removeCommand } from './remove.ts';

/** `silk endpoint`: what is attached to segments on other hosts. */
export function endpointGroup(context: CliContext) {
  return new Command('endpoint')
    .description('Show and change the endpoints file: what is attached to bridged segments, and on which host.')
    .addCommand(listCommand(context))
    .addCommand(addCommand(context))
    .addCommand(removeCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk endpoint add br0 --ip 10.0.10.11 --mac ee:ee:0a:00:0a:0b --underlay 10.1.0.2
  silk endpoint list br0`,
    );
}
