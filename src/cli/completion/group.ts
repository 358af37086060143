import { readdirSync } from 'node:fs';
import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { systemErrorName } from '../../errors.ts';
import { confDirOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { readConfDir } from '../runtime/conf-dir.ts';
import { bashScript } from './bash.ts';
import { type CommandModel, modelOf } from './model.ts';
import { zshScript } from './zsh.ts';

/** `silk completion`: what a shell needs, made from the commands themselves. */
export function completionGroup(context: CliContext) {
  return new Command('completion')
    .description('Print a completion script for a shell.')
    .addCommand(scriptCommand(context, 'bash', bashScript))
    .addCommand(scriptCommand(context, 'zsh', zshScript))
    .addCommand(wordsCommand(context), { hidden: true })
    .addHelpText(
      'after',
      `
Completes commands, options, networks of the configuration directory and network namespaces.

Examples:
  source <(silk completion bash)
  silk completion bash > /etc/bash_completion.d/silk
  silk completion zsh > "\${fpath[1]}/_silk"`,
    );
}

type WriteScript = (program: string, models: readonly CommandModel[]) => string;

function scriptCommand({ stdout }: CliContext, shell: string, write: WriteScript) {
  return new Command(shell)
    .description(`Print the completion script for ${shell}.`)
    .addHelpText('after', `\nExample:\n  source <(silk completion ${shell})`)
    .action((_options, command) => {
      const root = rootOf(command);
      stdout.write(write(root.name(), modelOf(root)));
    });
}

function rootOf(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.parent === null ? command : rootOf(command.parent);
}

/** What the scripts call for the words that depend on the machine. */
function wordsCommand({ stdout }: CliContext) {
  return new Command('words')
    .description('Print the words that complete an argument, one a line.')
    .addArgument(new Argument('<kind>', 'what is completed').choices(['network', 'netns']))
    .addOption(confDirOption())
    .action((kind, options) => {
      const words = kind === 'netns' ? namedNetns() : readConfDir(options.confDir).networks.map((one) => one.name);
      stdout.write([...new Set(words)].map((word) => `${word}\n`).join(''));
    });
}

function namedNetns(): string[] {
  try {
    return readdirSync('/run/netns').sort();
  } catch (error) {
    if (systemErrorName(error) === 'ENOENT') return [];
    throw error;
  }
}
