import { readFileSync } from 'node:fs';
import { must } from '../support/run.ts';
import { sleep } from '../support/wait.ts';

/** As the kernel counts them for /proc, on every machine that Debian runs on. */
const ticksPerSecond = 100;

/** What a process that goes on has used of a processor since its start, with all threads that it ever had; in ms, to the nearest 10. */
export function cpuMs(pid: number): number {
  const [userTicks, systemTicks] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (((userTicks ?? 0) + (systemTicks ?? 0)) * 1000) / ticksPerSecond;
}

/** The resident set of a process, now and at its largest. */
export function residentBytes(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

/** How many requests that change anything a process sends to the kernel by netlink within so many seconds, by strace in `trace`. */
export async function netlinkWrites(pid: number, seconds: number, trace: string): Promise<number> {
  const words = ['-f', '-p', `${pid}`, '-o', trace, '-s', '65536', '-e', 'trace=sendto,sendmsg,sendmmsg'];
  const strace = Bun.spawn(['strace', ...words], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' });
  await sleep(seconds * 1000);
  strace.kill('SIGINT');
  await strace.exited;
  return must(['cat', trace]).match(/nlmsg_type=\S*(RTM_(NEW|DEL|SET)|NFT_MSG_(NEW|DEL))/g)?.length ?? 0;
}
