import { errorText } from '../errors.ts';
import { log } from '../log.ts';
import type { Api } from './api.ts';
import { type RunLock, takeRunLock } from './run-lock.ts';
import { isSocketThere } from './stale-socket.ts';

/** The lock and the socket of a running silkd, which are made anew where somebody has removed their files. */
export class OwnFiles implements Disposable {
  readonly #runDir: string;
  #lock: RunLock;
  #api: Api | undefined;
  #serve: (() => Api) | undefined;
  #socket = '';
  /** What keep() and stop() do, one after the other. */
  #last: Promise<void> = Promise.resolve();

  /** @throws SilkError as takeRunLock(). */
  constructor(runDir: string) {
    this.#runDir = runDir;
    this.#lock = takeRunLock(runDir);
  }

  /** Answers from now on. @throws SilkError as serveApi(). */
  serve(socket: string, serve: () => Api): void {
    this.#api = serve();
    this.#serve = serve;
    this.#socket = socket;
  }

  /** Looks whether both are there still. What cannot be made anew is logged, and tried again the next time. */
  keep(): void {
    this.#last = this.#last.then(async () => {
      try {
        this.#keepLock();
        await this.#keepSocket();
      } catch (error) {
        log('error', errorText(error));
      }
    });
  }

  #keepLock(): void {
    if (this.#lock.isThere()) return;
    log('warn', 'The lock file has gone; making it anew', { runDir: this.#runDir });
    const lock = takeRunLock(this.#runDir);
    this.#lock[Symbol.dispose]();
    this.#lock = lock;
  }

  async #keepSocket(): Promise<void> {
    if (this.#serve === undefined || isSocketThere(this.#socket)) return;
    log('warn', 'The socket has gone; making it anew', { socket: this.#socket });
    await this.#api?.stop();
    this.#api = undefined;
    this.#api = this.#serve();
  }

  /** Answers no longer. */
  async stop(): Promise<void> {
    await this.#last;
    this.#serve = undefined;
    await this.#api?.stop();
  }

  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }
}
