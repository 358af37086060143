import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

/** How a process ended. */
export interface Outcome {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The whole environment; the caller's own where absent. */
  readonly env?: Readonly<Record<string, string>>;
  /** stdin, then its end. */
  readonly input?: string;
  readonly cwd?: string;
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** A descriptor instead of the captured stdout. */
  readonly stdoutFd?: number;
}

/** Runs a program to its end. */
export function run(argv: readonly string[], options: RunOptions = {}): Outcome {
  const [file = '', ...args] = argv;
  const child = spawnSync(file, args, {
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: options.timeoutMs ?? 30_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', options.stdoutFd ?? 'pipe', 'pipe'],
    ...surroundings(options),
  });
  if (child.error !== undefined && child.status === null && child.signal === null) throw child.error;
  return {
    code: child.status ?? undefined,
    signal: child.signal ?? undefined,
    stdout: child.stdout ?? '',
    stderr: child.stderr ?? '',
  };
}

/** Runs a program that has to succeed, and returns its stdout. @throws with its stderr */
export function must(argv: readonly string[], options: RunOptions = {}): string {
  const outcome = run(argv, options);
  if (outcome.code !== 0) {
    throw new Error(`${argv.join(' ')}: exit ${outcome.code ?? outcome.signal}\n${outcome.stdout}${outcome.stderr}`);
  }
  return outcome.stdout;
}

/** A program that has been started. */
export interface Running {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
}

/** Starts a program and gives it its stdin. */
export function start(argv: readonly string[], options: RunOptions = {}): Running {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], ...surroundings(options) });
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  child.stdin?.on('error', () => undefined); // a program that was killed, or never reads, leaves a broken pipe
  child.stdin?.end(options.input ?? '');
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined, ...text }));
  });
  return { pid: child.pid ?? -1, child, ended };
}

function surroundings(options: RunOptions): Pick<SpawnOptions, 'env' | 'cwd'> {
  return {
    ...(options.env === undefined ? {} : { env: options.env as NodeJS.ProcessEnv }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  };
}
