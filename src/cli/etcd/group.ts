import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { initCommand } from './init.ts';

/** `silk etcd`: what the hosts of a network have in common, in etcd. */
export function etcdGroup(context: CliContext) {
  return new Command('etcd')
    .description('Prepare etcd for the hosts of a network.')
    .addCommand(initCommand(context))
    .addHelpText(
      'after',
      `
Examples:
  silk etcd init --network 10.255.0.0/16 --subnet-len 24
  silk etcd init --network 10.255.0.0/16 --endpoint http://10.244.0.5:2379`,
    );
}
