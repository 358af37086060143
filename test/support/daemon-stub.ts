import { join } from 'node:path';
import type { Host } from './host.ts';
import { bun, projectRoot } from './project.ts';
import { until } from './wait.ts';

export interface DaemonReply {
  /** Default 200. */
  readonly status?: number;
  /** The body: an object is written as JSON. */
  readonly body: object | string;
  /** How long the daemon takes to answer. */
  readonly delayMs?: number;
}

/** A daemon that answers on the host's 127.0.0.1, as silk-daemon does. It ends with the host, or by `stop`. */
export interface DaemonStub {
  stop(): Promise<void>;
}

/** Starts a daemon on the host and waits until it listens. */
export async function startDaemon(host: Host, port: number, reply: DaemonReply): Promise<DaemonStub> {
  const fixture = join(projectRoot, 'test/support/fixtures/daemon.ts');
  const running = host.start([bun, fixture, `${port}`, JSON.stringify(reply)], { cwd: projectRoot });
  let listening = false;
  running.child.stdout?.on('data', () => {
    listening = true;
  });
  await until(`the daemon on port ${port}`, () => listening);
  return {
    async stop() {
      running.child.kill('SIGKILL');
      await running.ended;
    },
  };
}
