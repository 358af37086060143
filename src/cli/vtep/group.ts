import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { downCommand } from './down.ts';
import { showCommand } from './show.ts';
import { upCommand } from './up.ts';

/** `silk vtep`: this host's end of the overlay. */
export function vtepGroup(context: CliContext) {
  return new Command('vtep')
    .description("Make, show and remove this host's VTEP, the device that leads to other hosts.")
    .addCommand(upCommand(context))
    .addCommand(showCommand(context))
    .addCommand(downCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk vtep up --overlay 10.255.32.0/24 --network 10.255.0.0/16
  silk vtep show
  silk vtep down`,
    );
}
