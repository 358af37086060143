import { fileText } from './file-text.ts';
import type { FullHost } from './full-host.ts';
import type { Running } from './run.ts';
import { until } from './wait.ts';

/** A server that a full host runs, started and stopped by the test. It ends with the host. */
export class FullHostServer {
  readonly #at: FullHost;
  readonly #name: string;
  readonly #command: string;
  #running: Running | undefined;

  /**
   * @param name of its files
   * @param command as a shell reads it
   */
  constructor(at: FullHost, name: string, command: string) {
    this.#at = at;
    this.#name = name;
    this.#command = command;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Starts it and waits until it answers. */
  async start(answers: () => boolean): Promise<void> {
    const script = `echo $$ > ${this.#pidFile} && exec ${this.#command} >> ${this.#logFile} 2>&1`;
    this.#running = this.#at.start(['sh', '-c', script]);
    try {
      await until(this.#name, answers);
    } catch (error) {
      const log = fileText(this.#at.file(this.#logFile)) ?? '';
      throw new Error(`Cannot start ${this.#name}: ${log.slice(-2000)}`, { cause: error });
    }
  }

  /** Ends it, and nothing that it has started. @param signal KILL leaves it no time to finish anything */
  async stop(signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    this.signal(signal);
    await this.#running?.ended;
    this.#running = undefined;
  }

  signal(name: 'TERM' | 'KILL' | 'HUP'): void {
    this.#at.exec('kill', `-${name}`, (fileText(this.#at.file(this.#pidFile)) ?? '').trim());
  }

  get #pidFile(): string {
    return `/run/${this.#name}.test-pid`;
  }

  get #logFile(): string {
    return `/var/lib/${this.#name}.log`;
  }
}
