import { writeSync } from 'node:fs';
import { openNonblocking } from '../linux/nonblocking.ts';
import type { LogFields } from '../log.ts';

/** After which what could not go out is tried again, where nobody has written anything since. */
const retryMs = 1000;

/** How many of the bytes went out; it throws where none did. */
type Send = (bytes: Uint8Array) => number;

/**
 * Where lines of the log go out: at once, or not at all. What does not fit is dropped, so that nobody waits for who reads the log; how
 * many lines were dropped is the first line that fits again.
 */
export class LineOutlet {
  readonly #send: Send;
  /** Of a line that went out in part. */
  #rest = new Uint8Array();
  #dropped = 0;
  #retry: Timer | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  write(line: LogFields): void {
    if (!this.#catchUp() || !this.#put(encode(line))) this.#dropped += 1;
    this.#tryLater();
  }

  /** Whether a line can follow: what was before it is out. */
  #catchUp(): boolean {
    if (this.#rest.length > 0) this.#put(this.#rest);
    if (this.#rest.length > 0) return false;
    if (this.#dropped === 0) return true;
    if (!this.#put(encode(droppedLine(this.#dropped)))) return false;
    this.#dropped = 0;
    return this.#rest.length === 0;
  }

  /** False: none of it went out. */
  #put(bytes: Uint8Array): boolean {
    try {
      this.#rest = bytes.slice(this.#send(bytes));
      return true;
    } catch {
      // Nobody reads, or nobody can: a log must not fail the work that is being logged.
      return false;
    }
  }

  #tryLater(): void {
    if (this.#rest.length === 0 && this.#dropped === 0) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#catchUp();
      this.#tryLater();
    }, retryMs).unref();
  }
}

/** The outlet at stderr. */
export function openStderr(): LineOutlet {
  const fd = openNonblocking(2);
  return new LineOutlet((bytes) => writeSync(fd, bytes));
}

function encode(line: LogFields): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(line)}\n`);
}

function droppedLine(dropped: number): LogFields {
  const time = new Date().toISOString();
  return { time, level: 'warn', msg: 'Lines of the log were dropped: nobody read what was written', dropped };
}
