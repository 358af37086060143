import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { callPlugin, type PluginCall, type PluginOutcome } from './plugin-call.ts';
import { installed } from './project.ts';

/** A system call of a program's main thread: the `ordinal`th one of that name, counted from 1. */
export interface SystemCall {
  readonly name: string;
  readonly ordinal: number;
  /** As strace prints it, arguments and result. */
  readonly text: string;
}

/** The system calls that can change files or the kernel's network, and those that say so afterwards. */
const tracedCalls = [
  'openat',
  'open',
  'write',
  'pwrite64',
  'writev',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
  'rename',
  'renameat',
  'renameat2',
  'mkdir',
  'mkdirat',
  'rmdir',
  'symlink',
  'symlinkat',
  'ftruncate',
  'utimensat',
  'flock',
  'setns',
  'sendto',
  'sendmsg',
  'exit_group',
];

/** Runs a call under strace and returns the outcome with the main thread's state-changing system calls, in order. */
export function traceChanges(
  host: Host,
  program: string,
  call: PluginCall,
): { outcome: PluginOutcome; calls: SystemCall[] } {
  const output = join(host.dir, 'trace');
  const wrapper = [strace(), '-f', '-s', '256', '-o', output, '-e', `trace=${tracedCalls.join(',')}`];
  const outcome = callPlugin(host, program, { ...call, wrapper });
  return { outcome, calls: changes(readFileSync(output, 'utf8')) };
}

/**
 * What strace does to one system call: `signal=SIGKILL` before it takes effect, `error=ENOSPC` instead of it, or
 * `delay_enter=1000000`, in microseconds, before it begins.
 */
export type Injection = `signal=${string}` | `error=${string}` | `delay_enter=${number}`;

/** The words before a program that inject something into one system call of its main thread. */
export function injecting(at: Pick<SystemCall, 'name' | 'ordinal'>, what: Injection): string[] {
  // Without --seccomp-bpf: strace 6.1 delivers no signal with it.
  return [strace(), '-f', '-o', '/dev/null', ...injectionWords(at, what)];
}

/** As `injecting`, with the trace kept. */
export function injectingTo(output: string, at: Pick<SystemCall, 'name' | 'ordinal'>, what: Injection): string[] {
  return [strace(), '-f', '-s', '256', '-o', output, ...injectionWords(at, what)];
}

function injectionWords(at: Pick<SystemCall, 'name' | 'ordinal'>, what: Injection): string[] {
  return ['-e', `trace=${at.name}`, '-e', `inject=${at.name}:${what}:when=${at.ordinal}`];
}

/** The changing calls of the trace's first process, each with its ordinal among all traced calls of its name. */
function changes(trace: string): SystemCall[] {
  const lines = joinUnfinished(trace);
  const mainPid = lines[0]?.split(' ')[0];
  const counts = new Map<string, number>();
  const found: SystemCall[] = [];
  for (const line of lines) {
    const match = /^(\d+)\s+(\w+)\((.*)$/.exec(line);
    if (match === null || match[1] !== mainPid) continue;
    const [, , name = '', text = ''] = match;
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    if (isChange(name, text)) found.push({ name, ordinal, text: `${name}(${text}` });
  }
  return found;
}

/** Reading is no change, nor is what a program says on stderr or tells its own threads by an eventfd. */
function isChange(name: string, text: string): boolean {
  if (name.startsWith('open')) return /O_CREAT|O_WRONLY|O_RDWR/.test(text) && !text.includes('/dev/');
  if (name === 'write') return !text.startsWith('2,') && !text.includes('\\0\\0\\0\\0\\0\\0\\0", 8)');
  return true;
}

/** A call during which another thread ran is printed in two parts; the first part is where it began. */
function joinUnfinished(trace: string): string[] {
  return trace.split('\n').filter((line) => !/<\.\.\. \w+ resumed>/.test(line));
}

function strace(): string {
  return installed('/usr/bin/strace', 'strace');
}
