import { NLA_F_NESTED } from './constants.ts';

/** What the 16-bit length of an attribute can say, its own 4-byte header included. */
const maxAttributeBytes = 65535;

/**
 * One cursor that appends bytes. Host order is little-endian: Bun runs on no other machine.
 * Every method throws RangeError for a value that its width cannot hold.
 */
export class WireWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#take(1);
    this.#view.setUint8(at, within(value, 0, 0xff));
    return this;
  }

  u16Host(value: number): this {
    const at = this.#take(2);
    this.#view.setUint16(at, within(value, 0, 0xffff), true);
    return this;
  }

  u32Host(value: number): this {
    const at = this.#take(4);
    this.#view.setUint32(at, within(value, 0, 0xffffffff), true);
    return this;
  }

  i32Host(value: number): this {
    const at = this.#take(4);
    this.#view.setInt32(at, within(value, -0x80000000, 0x7fffffff), true);
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
    this.#view.setUint16(start, length, true);
    return this.align();
  }

  /** Puts a number over four bytes written before: a length that is known only at the end. */
  patchU32Host(offset: number, value: number): void {
    this.#view.setUint32(offset, within(value, 0, 0xffffffff), true);
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
    this.#view = new DataView(larger.buffer);
  }
}

function within(value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`netlink field: found ${value}, wanted an integer from ${low} to ${high}`);
}
