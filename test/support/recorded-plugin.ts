import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FullHost, pluginsOfOurs } from './full-host.ts';
import type { JsonObject } from './json.ts';
import { referenceDir } from './project.ts';
import { entriesBelow } from './tree.ts';

/** A call of a plugin. */
export interface RecordedCall {
  readonly command: string;
  /** The variables whose names begin with CNI_. */
  readonly variables: Readonly<Record<string, string>>;
  readonly config: JsonObject;
}

/** Puts a recorder in the place of a plugin of ours, which passes every call on. Returns what lists the calls, oldest first. */
export function recordCalls(at: FullHost, plugin: string): () => RecordedCall[] {
  const records = `/var/lib/calls/${plugin}`;
  replace(at, plugin, script(records, join(pluginsOfOurs, plugin)));
  return () => {
    const calls = entriesBelow(at.file(records)).filter((name) => name.endsWith('.env'));
    return calls.map((name) => readCall(join(at.file(records), name)));
  };
}

/** Makes a plugin of ours wait for a second before each ADD. Returns what says whether one has waited, or waits. */
export function delayAdd(at: FullHost, plugin: string): () => boolean {
  const began = `/run/began-${plugin}`;
  const wait = `[ "$CNI_COMMAND" = ADD ] && : > ${began} && sleep 1`;
  replace(at, plugin, `#!/bin/sh\n${wait}\nexec ${join(pluginsOfOurs, plugin)}\n`);
  return () => existsSync(at.file(began));
}

function replace(at: FullHost, plugin: string, text: string): void {
  const path = join(referenceDir, plugin);
  rmSync(at.file(path));
  at.write(path, text, 0o755);
}

function script(records: string, program: string): string {
  return `#!/bin/sh
mkdir -p ${records}
call=${records}/$(date +%s%N)
cat > $call.stdin
env > $call.env
exec ${program} < $call.stdin
`;
}

function readCall(path: string): RecordedCall {
  const lines = readFileSync(path, 'utf8').split('\n');
  const pairs = lines.flatMap((line) => {
    const [, name, value] = /^(CNI_\w+)=(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const { CNI_COMMAND: command = '', ...variables } = Object.fromEntries(pairs);
  return { command, variables, config: JSON.parse(readFileSync(path.replace(/env$/, 'stdin'), 'utf8') || '{}') };
}
