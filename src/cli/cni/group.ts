import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { addCommand } from './add.ts';
import { checkCommand } from './check.ts';
import { delCommand } from './del.ts';
import { gcCommand } from './gc.ts';
import { statusCommand } from './status.ts';
import { versionCommand } from './version.ts';

/** `silk cni`: what a container runtime does, by hand. */
export function cniGroup(context: CliContext) {
  return new Command('cni')
    .description('Attach network namespaces to CNI networks, as a container runtime does.')
    .addCommand(addCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(delCommand(context))
    .addCommand(gcCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(versionCommand(context))
    .addHelpText(
      'after',
      `
Configurations, cached results and container IDs are those of cnitool and libcni: what one made the other can check and remove.

Examples:
  ip netns add a
  silk cni add blue a
  silk cni check blue a
  silk cni del blue a`,
    );
}
