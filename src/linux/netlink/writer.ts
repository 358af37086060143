import { NLA_F_NESTED } from './constants.ts';

/** What the 16-bit length of an attribute can say, its own 4-byte header included. */
const maxAttributeBytes = 65535;

/**
 * One cursor that appends bytes. Host order is little-endian: Bun runs on no other machine.
 * Every method throws RangeError for a value that its width cannot hold.
 */
export class WireWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    if ((value & 0xff) !== value) throw tooWide(value, 'u8');
    const at = this.#take(1);
    this.#bytes[at] = value;
    return this;
  }

  u16Host(value: number): this {
    if ((value & 0xffff) !== value) throw tooWide(value, 'u16');
    const at = this.#take(2);
    this.#bytes[at] = value;
    this.#bytes[at + 1] = value >> 8;
    return this;
  }

  u32Host(value: number): this {
    if (value >>> 0 !== value) throw tooWide(value, 'u32');
    return this.#fourBytes(value);
  }

  i32Host(value: number): this {
    if ((value | 0) !== value) throw tooWide(value, 'i32');
    return this.#fourBytes(value);
  }

  /** A byte of the array keeps the low eight bits of what it is given. */
  #fourBytes(value: number): this {
    const at = this.#take(4);
    const bytes = this.#bytes;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#take(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  /** Zeros up to the next multiple of four, as netlink wants between messages and attributes. */
  align(): this {
    this.#take(-this.#length & 3);
    return this;
  }

  /** An attribute of bytes. */
  attribute(type: number, value: Uint8Array): this {
    return this.#attribute(type, () => this.bytes(value));
  }

  attributeU32Host(type: number, value: number): this {
    return this.#attribute(type, () => this.u32Host(value));
  }

  attributeText(type: number, text: string): this {
    return this.#attribute(type, () => this.bytes(new TextEncoder().encode(text)));
  }

  /** Text with the NUL at its end that the kernel expects of names. */
  attributeTextNul(type: number, text: string): this {
    return this.#attribute(type, () => this.bytes(new TextEncoder().encode(`${text}\0`)));
  }

  /** An attribute whose value is whatever `fill` writes: attributes, or a struct and attributes. */
  nested(type: number, fill: () => void): this {
    return this.#attribute(type | NLA_F_NESTED, fill);
  }

  #attribute(type: number, fill: () => void): this {
    this.align();
    const start = this.#length;
    this.u16Host(0).u16Host(type);
    fill();
    const length = this.#length - start;
    if (length > maxAttributeBytes) {
      throw new RangeError(`netlink attribute ${type}: found ${length} bytes, wanted at most ${maxAttributeBytes}`);
    }
    this.#bytes[start] = length;
    this.#bytes[start + 1] = length >> 8;
    return this.align();
  }

  /** A view of what has been written; valid until the next write. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Reserves zeroed bytes and returns where they begin. */
  #take(count: number): number {
    const start = this.#length;
    const end = start + count;
    if (end > this.#bytes.length) this.#grow(end);
    this.#length = end;
    return start;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function tooWide(value: number, type: string): RangeError {
  return new RangeError(`netlink field: found ${value}, wanted a ${type}`);
}
