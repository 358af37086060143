import type { ArpRefusal } from './judge-arp.ts';

/** What was not believed at a port to a LAN. */
export interface LanRefusal extends ArpRefusal {
  /** The port's name. */
  readonly port: string;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** How long nothing of the kind may have been seen before it is over, in ms: as long as a bridge usually remembers a MAC. */
const overAfterMs = 300_000;

/**
 * What was not believed: the first of each kind and port stands for all, so that whoever sends much of it fills neither memory nor log.
 */
export class LanRefusals {
  readonly #noted = new Map<string, LanRefusal & { lastMs: number }>();

  note(port: string, { kind, reason }: ArpRefusal, atMs: number): void {
    const key = `${port} ${kind}`;
    const noted = this.#noted.get(key);
    if (noted === undefined) this.#noted.set(key, { port, kind, reason, sinceMs: atMs, lastMs: atMs });
    else noted.lastMs = atMs;
  }

  /** Drops what is over. */
  forget(nowMs: number): void {
    for (const [key, { lastMs }] of this.#noted) if (nowMs - lastMs > overAfterMs) this.#noted.delete(key);
  }

  list(): LanRefusal[] {
    return [...this.#noted.values()].map(({ lastMs: _, ...refusal }) => refusal);
  }
}
