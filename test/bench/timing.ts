/** One run of a program. */
export interface Run {
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** What a run took, the harness's own part (see `harnessMs`) included. */
export interface Timing {
  readonly wallMs: number;
  /** User and system time of the process and of those that it waited for. */
  readonly cpuMs: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that has to succeed, from before its start to after its end. @throws with what it printed */
export function timeRun(run: Run): Timing {
  const stdin = new TextEncoder().encode(run.stdin);
  const began = Bun.nanoseconds();
  const child = Bun.spawnSync([...run.argv], { env: { ...run.env }, stdin, stdout: 'pipe', stderr: 'pipe' });
  const wallMs = (Bun.nanoseconds() - began) / 1e6;
  const stdout = child.stdout.toString();
  const stderr = child.stderr.toString();
  if (child.exitCode !== 0) throw new Error(`${run.argv.join(' ')}: exit ${child.exitCode}\n${stdout}${stderr}`);
  return { wallMs, cpuMs: Number(child.resourceUsage.cpuTime.total) / 1000, stdout, stderr };
}

/** As `timeRun`, while others run; in ms. @throws with what it printed */
export async function timeRunAsync(run: Run): Promise<number> {
  const stdin = new TextEncoder().encode(run.stdin);
  const began = Bun.nanoseconds();
  const child = Bun.spawn([...run.argv], { env: { ...run.env }, stdin, stdout: 'pipe', stderr: 'inherit' });
  const exitCode = await child.exited;
  const wallMs = (Bun.nanoseconds() - began) / 1e6;
  if (exitCode !== 0) throw new Error(`${run.argv.join(' ')}: exit ${exitCode}\n${await child.stdout.text()}`);
  return wallMs;
}

/** What the kernel says of a run's memory. Not timed: a second program watches. */
export interface MemoryUse {
  /** The largest resident set of the process, or of one that it waited for, in bytes. */
  readonly peakBytes: number;
  /** Page faults without disk, of all of them. */
  readonly faults: number;
}

/**
 * Runs a program that has to succeed under GNU time. The usage that this process gets of its own children will not do:
 * a child begins as a copy of its parent, so that its peak is never below that of the harness.
 */
export function watchMemory(run: Run): MemoryUse {
  const { stderr } = timeRun({ ...run, argv: ['/usr/bin/time', '--format', '%M %R', ...run.argv] });
  const [peakKib, faults] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (peakKib === undefined || faults === undefined) throw new Error(`/usr/bin/time said: ${stderr}`);
  return { peakBytes: peakKib * 1024, faults };
}

/** How long it takes, in ms. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}
