import { type Ip, ipFromBytes } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';

/** Bytes that are not what they should be; where they stop making sense. */
export class WireFault extends Error {
  constructor(what: string, offset: number) {
    super(`${what} at byte ${offset}`);
    this.name = 'WireFault';
  }
}

/** Reads bytes in network order, one after the other. Every method throws WireFault where too few are left. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  take(count: number): Uint8Array {
    if (count > this.left) throw new WireFault(`${this.left} bytes instead of ${count}`, this.#offset);
    this.#offset += count;
    return this.#bytes.subarray(this.#offset - count, this.#offset);
  }

  /** A number of one to four bytes. */
  number(bytes: 1 | 2 | 3 | 4): number {
    let value = 0;
    for (const byte of this.take(bytes)) value = value * 256 + byte;
    return value;
  }

  fault(what: string): WireFault {
    return new WireFault(what, this.#offset);
  }
}

/** An address of so many bytes, IPv4 or IPv6. @throws WireFault where none has so many; `what` is what it is of. */
export function readAddress(reader: WireReader, bytes: number, what: string): Ip {
  if (bytes !== 4 && bytes !== 16) throw reader.fault(`${what} of ${bytes} bytes`);
  return ipFromBytes(reader.take(bytes));
}

/** @throws WireFault where too few bytes are left. */
export function readMac(reader: WireReader): Mac {
  return { bytes: Uint8Array.from(reader.take(6)) };
}

/** Writes bytes in network order, one after the other. */
export class WireWriter {
  readonly #bytes: number[] = [];

  bytes(bytes: Iterable<number>): this {
    this.#bytes.push(...bytes);
    return this;
  }

  /** @throws RangeError when it does not fit: it would be read as another number. */
  number(value: number, bytes: 1 | 2 | 3 | 4): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** bytes) {
      throw new RangeError(`${value} does not fit ${bytes} bytes`);
    }
    for (let i = bytes - 1; i >= 0; i--) this.#bytes.push(Math.floor(value / 256 ** i) % 256);
    return this;
  }

  /** What `write` writes, after its length in one byte. */
  counted(write: (inner: WireWriter) => void): this {
    const inner = new WireWriter();
    write(inner);
    const all = inner.done();
    return this.number(all.length, 1).bytes(all);
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
