import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';

/** One command of the tree, as a shell needs to know it. */
export interface CommandModel {
  /** Words after the program's name: `cni add`; empty for the program. */
  readonly path: string;
  readonly about: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly OptionModel[];
  /** What each argument is: the name that the command gives it, such as `network`. */
  readonly args: readonly ArgumentModel[];
}

export interface OptionModel {
  /** `--conf-dir`, and `-V` where there is a short form. */
  readonly flags: readonly string[];
  readonly about: string;
  readonly takesValue: boolean;
  /** Name of the value, such as `dir`. */
  readonly value: string;
}

export interface ArgumentModel {
  readonly name: string;
  readonly choices: readonly string[];
}

/** Every visible command of the tree, the program first. */
export function modelOf(program: CommandUnknownOpts): CommandModel[] {
  return walk(program, []);
}

function walk(command: CommandUnknownOpts, words: readonly string[]): CommandModel[] {
  const help = command.createHelp();
  const visible = help.visibleCommands(command);
  const model = {
    path: words.join(' '),
    about: command.description(),
    commands: visible.map((one) => ({ name: one.name(), about: one.description() })),
    options: help.visibleOptions(command).map(optionModel),
    args: command.registeredArguments.map((one) => ({ name: one.name(), choices: one.argChoices ?? [] })),
  };
  const below = visible.filter((one) => command.commands.includes(one));
  return [model, ...below.flatMap((one) => walk(one, [...words, one.name()]))];
}

function optionModel(option: Option): OptionModel {
  const flags = [option.long, option.short].filter((flag) => flag !== undefined);
  const [, value = ''] = /[<[]([^>\].]+)/.exec(option.flags) ?? [];
  return { flags, about: option.description, takesValue: value !== '', value };
}

/** A word that is completed by what is on the machine, and how a script finds it. */
export type WordSource = 'network' | 'netns' | 'directory' | 'file';

/** What completes an argument or an option's value by its name; undefined: nothing does. */
export function sourceOf(name: string): WordSource | undefined {
  if (name === 'network' || name === 'netns' || name === 'file') return name;
  return name === 'dir' ? 'directory' : undefined;
}
