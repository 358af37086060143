import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { listCommand } from './list.ts';
import { releaseCommand } from './release.ts';
import { showCommand } from './show.ts';

/** `silk lease`: which host has which subnet, as etcd says. */
export function leaseGroup(context: CliContext) {
  return new Command('lease')
    .description('Show and release the subnets that hosts have from etcd.')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(releaseCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk lease list
  silk lease show
  silk lease release 10.255.48.0/24 --force`,
    );
}
