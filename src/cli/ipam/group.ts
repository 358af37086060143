import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { checkCommand } from './check.ts';
import { listCommand } from './list.ts';
import { releaseCommand } from './release.ts';

/** `silk ipam`: the reservations of silk-ipam and host-local. */
export function ipamGroup(context: CliContext) {
  return new Command('ipam')
    .description('Look at, verify and release address reservations.')
    .addCommand(listCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(releaseCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk ipam list
  silk ipam check
  silk ipam release 10.255.30.7 --network blue`,
    );
}
