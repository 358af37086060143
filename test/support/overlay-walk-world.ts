import { join } from 'node:path';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { openNetns } from '../../src/linux/netns.ts';
import { converge } from '../../src/overlay/converge.ts';
import type { ConvergeReport } from '../../src/overlay/report.ts';
import { enter, Host } from './host.ts';
import { type OverlayState, overlayState } from './overlay-walk-kernel.ts';
import { parseWish, type WishText } from './overlay-walk-wish.ts';
import { bun, projectRoot } from './project.ts';
import { must, type Outcome, type Running } from './run.ts';

const script = join(projectRoot, 'test/support/overlay-walk-converge.ts');

/** A host with an underlay, on which an overlay is converged. `disposeHosts()` removes it. */
export class OverlayWorld {
  readonly host = new Host();
  readonly socket: NetlinkSocket;
  readonly lockPath = join(this.host.dir, 'run', 'silk-vtep.lock');
  #wishes = 0;

  constructor() {
    this.host.addUplink();
    using netns = openNetns(this.host.netns);
    this.socket = NetlinkSocket.open(netns);
    this.host.onDispose(() => this.socket[Symbol.dispose]());
  }

  /** Converges in this process. The wish is told after a while where that is said. */
  converge(wish: WishText, afterMs?: number): Promise<ConvergeReport> {
    const newestWish = async () => {
      if (afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, afterMs));
      return parseWish(wish);
    };
    return converge(this.socket, newestWish, { lockPath: this.lockPath });
  }

  /** Converges in a process of its own, which `wrapper` may be put before. */
  convergeApart(wish: WishText, wrapper: readonly string[] = []): Outcome {
    return this.host.run([...wrapper, ...this.argv(wish)]);
  }

  /** Starts a process that converges to one wish after the other. */
  startConverge(...wishes: readonly WishText[]): Running {
    return this.host.start(this.argv(...wishes));
  }

  /** The words that converge. */
  argv(...wishes: readonly WishText[]): string[] {
    const files = wishes.map((wish) => this.host.write(`wish-${++this.#wishes}.json`, JSON.stringify(wish)));
    return [bun, script, this.lockPath, ...files];
  }

  state(name = 'silk-vtep'): OverlayState {
    return overlayState(this.host.netns, name);
  }

  /** Runs many lines of `ip`; each has to succeed. */
  ipBatch(lines: readonly string[]): void {
    must([...enter(this.host.netns), 'ip', '-batch', '-'], { input: `${lines.join('\n')}\n` });
  }

  /** Runs an `ip` or `bridge` command line; whether it succeeds is its own affair. */
  attempt(line: string): void {
    this.host.run(line.split(' '));
  }

  /** Runs a command line, which has to succeed. */
  exec(line: string): string {
    return this.host.exec(...line.split(' '));
  }
}
