import type { Ip } from '../addr/ip.ts';
import { type Mac, macKey } from '../addr/mac.ts';
import { ipKey } from './remote-host.ts';

/** An address that a MAC was heard to have. */
export interface LanAddress {
  readonly mac: Mac;
  readonly ip: Ip;
}

interface Remembered extends LanAddress {
  readonly goneAtMs: number;
}

/** How much is remembered of who has gone, and how long, in ms. */
export interface LanMemoryLimits {
  readonly addresses: number;
  readonly memoryMs: number;
}

/**
 * The addresses of MACs that are gone. Who comes back need not say anew by ARP what it has: as long as it knows the MACs of others, it
 * asks nobody.
 */
export class LanMemory {
  readonly #limits: LanMemoryLimits;
  /** By address; who has gone first is first. */
  readonly #remembered = new Map<number, Remembered>();

  constructor(limits: LanMemoryLimits) {
    this.#limits = limits;
  }

  remember({ mac, ip }: LanAddress, goneAtMs: number): void {
    const key = ipKey(ip);
    this.#remembered.delete(key);
    this.#remembered.set(key, { mac, ip, goneAtMs });
    const [first] = this.#remembered.keys();
    if (this.#remembered.size > this.#limits.addresses && first !== undefined) this.#remembered.delete(first);
  }

  /** Somebody has the address now. */
  forget(ip: Ip): void {
    this.#remembered.delete(ipKey(ip));
  }

  /** What is remembered of each MAC, by macKey(); what is too old is dropped. */
  byMac(nowMs: number): Map<number, LanAddress[]> {
    for (const [key, { goneAtMs }] of this.#remembered) {
      if (nowMs - goneAtMs > this.#limits.memoryMs) this.#remembered.delete(key);
    }
    return Map.groupBy(this.#remembered.values(), ({ mac }) => macKey(mac));
  }
}
