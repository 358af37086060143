import { enter, type Host } from './host.ts';
import { installed } from './project.ts';
import { must } from './run.ts';
import { until } from './wait.ts';

/** One TCP connection. */
export interface Connection {
  /** The network namespace that connects. */
  readonly from: { readonly netns: string };
  /** The network namespace that listens, and its address. */
  readonly to: { readonly netns: string; readonly ip: string };
  readonly port: number;
  /** The port that is connected to, where something on the way leads to another. Default `port`. */
  readonly askedPort?: number;
  /** What the listening side runs: it reads what is sent, and what it writes is the answer. */
  readonly program: string;
  /** The path of a file with what is sent. */
  readonly file: string;
}

const patienceSeconds = '60';

/**
 * Sends a file over TCP and returns what is answered. Both processes have ended then.
 * @param host whose disposal ends them at the latest
 * @throws Error where a side fails or takes longer than a minute
 */
export async function sendOverTcp(
  host: Host,
  { from, to, port, askedPort = port, program, file }: Connection,
): Promise<string> {
  const nc = ['timeout', patienceSeconds, installed('/usr/bin/busybox', 'busybox-static'), 'nc'];
  const listener = host.start([...enter(to.netns), ...nc, '-l', '-p', `${port}`, '-e', program]);
  await until(`nc to listen on port ${port}`, () => listens(to.netns, port));
  const connect = [
    'sh',
    '-c',
    'file=$1; shift; exec "$@" < "$file"',
    'sh',
    file,
    ...nc,
    '-w',
    '10',
    to.ip,
    `${askedPort}`,
  ];
  const connector = await host.start([...enter(from.netns), ...connect]).ended;
  if (connector.code !== 0) listener.child.kill('SIGTERM');
  const { code, stderr } = await listener.ended;
  if (connector.code !== 0 || code !== 0) throw new Error(`Cannot send over TCP: ${connector.stderr}${stderr}`);
  return connector.stdout;
}

/** Whether somebody listens on the port, on all addresses, of either family. */
function listens(netns: string, port: number): boolean {
  const sockets = must([...enter(netns), 'cat', '/proc/net/tcp', '/proc/net/tcp6']);
  const state = '0A';
  const local = `0:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return new RegExp(`${local} 0+:0000 ${state} `).test(sockets);
}
