import { spawnSync } from 'node:child_process';

/** What a program and the kernel said to each other: every datagram, as hex. */
export interface Captured {
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** strace prints a call on one line, and then its buffers as ` | offset  16 bytes in hex  text |`. */
export function readTrace(text: string): Captured {
  const sent: string[] = [];
  const received: string[] = [];
  let current: string[] | undefined;
  for (const line of text.split('\n')) {
    if (/^send/.test(line)) startIn(sent);
    // ip first asks for the size alone; the data comes with the call that does not peek.
    else if (/^recv.*MSG_PEEK/.test(line)) current = undefined;
    else if (/^recv/.test(line)) startIn(received);
    else if (line.startsWith(' | ')) append(line);
  }
  return { sent, received };

  function startIn(list: string[]): void {
    list.push('');
    current = list;
  }
  function append(line: string): void {
    const hex = line.slice(10, 59).replaceAll(' ', '');
    if (current !== undefined) current.push((current.pop() ?? '') + hex);
  }
}

/** Runs a program that has to succeed, and returns its stdout. */
export function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stderr}`);
  return stdout;
}
