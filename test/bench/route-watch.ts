import { formatPrefix, type Prefix } from '../../src/addr/prefix.ts';

/** It ends by itself after this, whatever becomes of who watches. */
const mostSeconds = 120;

/** A change that takes longer will not come. */
const patienceMs = 10_000;

/** Sees routes come and go in the caller's network namespace, by `ip monitor`. */
export class RouteWatch {
  readonly #child = Bun.spawn(['timeout', `${mostSeconds}`, 'ip', '-o', 'monitor', 'route'], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  /** What the next lines are looked for. */
  #wanted: { readonly begin: string; readonly found: (atNs: number) => void } | undefined;

  constructor() {
    void this.#read();
  }

  /** Does something, and returns how long after its begin the route was there, or gone. In ms. */
  async changeMs(what: 'there' | 'gone', destination: Prefix, act: () => Promise<void>): Promise<number> {
    const begin = `${what === 'gone' ? 'Deleted ' : ''}${formatPrefix(destination)} `;
    const found = new Promise<number>((resolve, reject) => {
      this.#wanted = { begin, found: resolve };
      setTimeout(() => reject(new Error(`waited ${patienceMs} ms in vain for: ${begin}`)), patienceMs);
    });
    const began = Bun.nanoseconds();
    await act();
    return ((await found) - began) / 1e6;
  }

  end(): void {
    this.#child.kill();
  }

  async #read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stdout) {
      const atNs = Bun.nanoseconds();
      const lines = (text + decoder.decode(chunk)).split('\n');
      text = lines.pop() ?? '';
      if (lines.some((line) => line.startsWith(this.#wanted?.begin ?? '\n'))) this.#wanted?.found(atNs);
    }
  }
}
