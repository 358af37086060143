import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { cniGroup } from './cni/group.ts';
import { completionGroup } from './completion/group.ts';
import type { CliContext } from './context.ts';
import { dockerOptionsCommand } from './docker-options.ts';
import { endpointGroup } from './endpoint/group.ts';
import { etcdGroup } from './etcd/group.ts';
import { evpnGroup } from './evpn/group.ts';
import { describeFailure, formatFailure } from './failure.ts';
import { ipamGroup } from './ipam/group.ts';
import { leaseGroup } from './lease/group.ts';
import { peerGroup } from './peer/group.ts';
import { CommandFailed } from './report.ts';
import { segmentGroup } from './segment/group.ts';
import { teardownCommand } from './teardown/command.ts';
import { vtepGroup } from './vtep/group.ts';

/** Every command, most of them groups; a further one is a line here. */
const groups = [
  cniGroup,
  ipamGroup,
  vtepGroup,
  peerGroup,
  segmentGroup,
  endpointGroup,
  etcdGroup,
  evpnGroup,
  leaseGroup,
  dockerOptionsCommand,
  teardownCommand,
  completionGroup,
];

/** The whole tree of commands. */
export function buildProgram(context: CliContext): CommandUnknownOpts {
  const program = new Command('silk')
    .description(
      'Look after container networks: attach namespaces, see, verify and free what they hold, and reach other hosts.',
    )
    .version(context.version, '-V, --version', 'print the version')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed or something differs, 2 the command line is wrong.
The plugins silk-cni, silk-ipam, silk-vtep and silk-bridge are this same program under other names; a container runtime calls them.

Examples:
  silk cni add blue a         give /run/netns/a an interface of network blue
  silk ipam list              who holds which address
  silk peer list              which other hosts are led to
  silk cni add --help         options, defaults, variables`,
    );
  for (const group of groups) program.addCommand(group(context));
  prepare(program, context);
  return program;
}

/** Settings that a command does not hand down to those added to it. */
function prepare(command: CommandUnknownOpts, context: CliContext): void {
  command
    .exitOverride()
    .showHelpAfterError(`(see ${pathOf(command)} --help)`)
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHasColors: () => context.stdout.colour,
      getErrHasColors: () => context.stderr.colour,
    })
    .configureHelp({ styleTitle: (title) => (context.stdout.colour ? `\u001b[1m${title}\u001b[0m` : title) });
  for (const below of command.commands) prepare(below, context);
}

function pathOf(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/**
 * Runs one command line. Never throws.
 * @returns the exit code: 0 done, 1 failed or something differs, 2 the command line is wrong.
 */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    await buildProgram(context).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommandFailed) return 1;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.stderr.write(formatFailure(describeFailure(error), context.stderr));
    return 1;
  }
}
