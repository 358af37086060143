import { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { configCommand } from './config.ts';

/** `silk evpn`: peers by BGP. */
export function evpnGroup(context: CliContext) {
  return new Command('evpn')
    .description('Configure the BGP daemon by which hosts tell each other what is where.')
    .addCommand(configCommand(context))
    .addHelpText(
      'after',
      `
Example:
  silk evpn config --rr 10.244.0.1 --asn 64512`,
    );
}
