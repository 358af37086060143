import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileText } from './file-text.ts';
import type { Host } from './host.ts';

/** A plugin made of shell, in a directory of its own that can stand on CNI_PATH, which records every call. */
export interface ScriptPlugin {
  /** What a configuration calls it. */
  readonly type: string;
  readonly dir: string;
  /** The CNI_COMMANDs it was called with, in order. */
  commands(): string[];
  /** The environment of its last call with that command, `KEY=value` lines. */
  envOf(command: string): string;
  /** stdin of its last call with that command. */
  stdinOf(command: string): string;
}

/**
 * Writes a plugin. `body` runs after the recording, with stdin already read, and prints and exits as it likes;
 * "$record" is the plugin's directory.
 */
export function scriptPlugin(host: Host, type: string, body: string): ScriptPlugin {
  const dir = join(host.dir, `plugin-${type}`);
  host.write(`plugin-${type}/${type}`, script(dir, body), 0o755);
  return {
    type,
    dir,
    commands: () => (fileText(join(dir, 'commands')) ?? '').split('\n').filter((line) => line !== ''),
    envOf: (command) => readFileSync(join(dir, `env.${command}`), 'utf8'),
    stdinOf: (command) => readFileSync(join(dir, `stdin.${command}`), 'utf8'),
  };
}

/** The body of an IPAM plugin that always gives the same address and succeeds in everything else. */
export function fixedIpam(address: string, gateway: string): string {
  const result = { cniVersion: '1.0.0', ips: [{ address, gateway }], routes: [{ dst: '0.0.0.0/0' }] };
  return `if [ "$CNI_COMMAND" = ADD ]; then echo '${JSON.stringify(result)}'; fi`;
}

/** The body of a plugin that fails one command with an error object, and passes the rest on to another body. */
export function failingOn(command: string, code: number, rest = ''): string {
  const error = { cniVersion: '1.0.0', code, msg: `the script refuses ${command}` };
  return `if [ "$CNI_COMMAND" = ${command} ]; then echo '${JSON.stringify(error)}'; exit 1; fi\n${rest}`;
}

function script(dir: string, body: string): string {
  return `#!/bin/sh
PATH=/usr/bin:/bin
record='${dir}'
echo "$CNI_COMMAND" >> "$record/commands"
env > "$record/env.$CNI_COMMAND"
cat > "$record/stdin.$CNI_COMMAND"
${body}
`;
}
