import { join } from 'node:path';
import { enter, type Host } from './host.ts';
import { bun, projectRoot } from './project.ts';
import type { Running } from './run.ts';
import { sleep, until } from './wait.ts';

/** One end of a flow. */
export interface FlowEnd {
  /** Its network namespace. */
  readonly netns: string;
  readonly ip: string;
}

/** What became of a flow's packets. */
export interface FlowReport {
  readonly sent: number;
  /** Never seen by the receiver, though its socket had room. */
  readonly lost: number;
  readonly duplicated: number;
  /** The most packets lost in a row; of 1,000 a second, about as many milliseconds. */
  readonly longestGap: number;
  /** Arrived, and dropped because the receiving process got no time on a busy machine: the network is not to blame. */
  readonly refused: number;
}

const fixture = join(projectRoot, 'test/support/fixtures/flow.ts');
const port = 7007;

/** A flow ends by itself after this, whatever becomes of the test. */
const mostSeconds = 90;

/** Numbered UDP packets from one container to another, at a steady rate, until `stop`. The host's disposal ends them, too. */
export class Flow {
  readonly #sender: Running;
  readonly #receiver: Running;

  private constructor(sender: Running, receiver: Running) {
    this.#sender = sender;
    this.#receiver = receiver;
  }

  /**
   * Starts both ends, and returns when packets can be sent.
   * @param host whose disposal ends them at the latest
   * @param rate packets a second
   */
  static async start(host: Host, from: FlowEnd, to: FlowEnd, rate = 1000): Promise<Flow> {
    const inside = (end: FlowEnd, ...words: readonly string[]) =>
      host.start([...enter(end.netns), bun, fixture, ...words], { cwd: projectRoot });
    const receiver = inside(to, 'receive', `${port}`, `${mostSeconds}`);
    let listening = false;
    receiver.child.stderr?.on('data', () => {
      listening = true;
    });
    await until('the receiver of a flow to listen', () => listening);
    return new Flow(inside(from, 'send', to.ip, `${port}`, `${rate}`, `${mostSeconds}`), receiver);
  }

  /** Ends the sender, then the receiver, and compares what they have counted. */
  async stop(): Promise<FlowReport> {
    const { sent } = await endOf(this.#sender);
    await sleep(200); // what is on its way
    const { numbers, duplicated, refused } = await endOf(this.#receiver);
    const received = numbers.reduce((sum: number, [first, last]: [number, number]) => sum + last - first + 1, 0);
    const missing = sent - received;
    return { sent, lost: missing - refused, duplicated, longestGap: longestGap(numbers, sent), refused };
  }
}

async function endOf({ child, ended }: Running) {
  child.kill('SIGTERM');
  const { stdout, stderr } = await ended;
  if (stdout === '') throw new Error(`Cannot read what an end of a flow has counted: ${stderr}`);
  return JSON.parse(stdout);
}

function longestGap(runs: readonly [number, number][], sent: number): number {
  const ends: readonly [number, number][] = [...runs, [sent, sent]];
  return Math.max(...ends.map(([first], i) => first - (ends[i - 1]?.[1] ?? -1) - 1));
}
