import { SilkError } from '../errors.ts';
import { isIdentifier, isIfname } from './names.ts';

/** Environment variables as a process sees them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The commands of CNI spec 1.1.0, "CNI operations". */
export type CniCommand = 'ADD' | 'DEL' | 'CHECK' | 'GC' | 'STATUS' | 'VERSION';

type Variable = 'CNI_CONTAINERID' | 'CNI_NETNS' | 'CNI_IFNAME';

/**
 * Which variables a command cannot do without. CNI_PATH is in no row: it is missed only when a delegate has to be found.
 * Only required variables are looked at, so podman's dummies with VERSION pass.
 */
const required: Readonly<Record<CniCommand, readonly Variable[]>> = {
  ADD: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  DEL: ['CNI_CONTAINERID', 'CNI_IFNAME'],
  CHECK: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  GC: [],
  STATUS: [],
  VERSION: [],
};

/**
 * The command, after the variables that it requires were found to be there and usable.
 * @throws SilkError BAD_ENVIRONMENT naming all that are missing or invalid at once.
 */
export function readCommand(env: Env): CniCommand {
  const command = env['CNI_COMMAND'] ?? '';
  if (!isCommand(command)) {
    throw new SilkError(
      'BAD_ENVIRONMENT',
      `Cannot run the plugin: unknown CNI_COMMAND ${JSON.stringify(command)}, wanted one of ${Object.keys(required).join(', ')}`,
    );
  }
  checkVariables(command, env);
  return command;
}

function isCommand(text: string): text is CniCommand {
  return Object.hasOwn(required, text);
}

function checkVariables(command: CniCommand, env: Env): void {
  const faults: string[] = [];
  const missing: string[] = [];
  for (const variable of required[command]) {
    const value = env[variable] ?? '';
    const wanted = wantedOf(variable, value);
    if (value === '') missing.push(variable);
    else if (wanted !== undefined) faults.push(`${variable} is ${JSON.stringify(value)}, wanted ${wanted}`);
  }
  if (missing.length > 0) faults.push(`required variables ${missing.join(',')} missing`);
  if (faults.length > 0) throw new SilkError('BAD_ENVIRONMENT', `Cannot run ${command}: ${faults.join('; ')}`);
}

/** What a value should have been, or undefined where it is good. */
function wantedOf(variable: Variable, value: string): string | undefined {
  if (variable === 'CNI_CONTAINERID' && !isIdentifier(value)) {
    return 'a letter or digit, then letters, digits, "_", "." or "-"';
  }
  if (variable === 'CNI_IFNAME' && !isIfname(value)) {
    return 'an interface name of 1 to 15 bytes without "/", ":" or white space';
  }
  return undefined;
}

/** The folders of CNI_PATH in order; empty parts are skipped. */
export function readCniPath(env: Env): string[] {
  return (env['CNI_PATH'] ?? '').split(':').filter((folder) => folder !== '');
}
