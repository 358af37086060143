import { NLA_F_NESTED } from './constants.ts';

/** What the 16-bit length of an attribute can say, its own 4-byte header included. */
const maxAttributeBytes = 65535;

/** Length and type. */
const attributeHeaderBytes = 4;

/**
 * One cursor that appends bytes. Host order is little-endian: Bun runs on no other machine.
 * Every method throws RangeError for a value that its width cannot hold.
 * An attribute is written in few calls, for the reason that reader.ts gives.
 */
export class WireWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `room` is what to begin with, in bytes: it grows where that is too little. */
  constructor(room = 128) {
    this.#bytes = new Uint8Array(room);
  }

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
    return this.#fourBytes(this.#take(4), value);
  }

  i32Host(value: number): this {
    if ((value | 0) !== value) throw tooWide(value, 'i32');
    return this.#fourBytes(this.#take(4), value);
  }

  /** A byte of the array keeps the low eight bits of what it is given. */
  #fourBytes(at: number, value: number): this {
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
    const at = this.#beginAttribute(type, value.length);
    this.#bytes.set(value, at);
    return this;
  }

  attributeU32Host(type: number, value: number): this {
    if (value >>> 0 !== value) throw tooWide(value, 'u32');
    return this.#fourBytes(this.#beginAttribute(type, 4), value);
  }

  attributeU32Network(type: number, value: number): this {
    if (value >>> 0 !== value) throw tooWide(value, 'u32');
    const at = this.#beginAttribute(type, 4);
    const bytes = this.#bytes;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
    return this;
  }

  attributeText(type: number, text: string): this {
    return this.attribute(type, new TextEncoder().encode(text));
  }

  /** Text with the NUL at its end that the kernel expects of names. */
  attributeTextNul(type: number, text: string): this {
    return this.attribute(type, new TextEncoder().encode(`${text}\0`));
  }

  /** An attribute whose value is whatever `fill` writes: attributes, or a struct and attributes. */
  nested(type: number, fill: () => void): this {
    const start = this.#beginAttribute(type | NLA_F_NESTED, 0) - attributeHeaderBytes;
    fill();
    const length = attributeLength(type, this.#length - start - attributeHeaderBytes);
    this.#bytes[start] = length;
    this.#bytes[start + 1] = length >> 8;
    return this.align();
  }

  /** Writes the header, reserves the value with its padding, and returns where the value begins. */
  #beginAttribute(type: number, valueBytes: number): number {
    if ((type & 0xffff) !== type) throw tooWide(type, 'u16');
    const length = attributeLength(type, valueBytes);
    const start = (this.#length + 3) & ~3;
    const end = start + ((length + 3) & ~3);
    if (end > this.#bytes.length) this.#grow(end);
    const bytes = this.#bytes;
    bytes[start] = length;
    bytes[start + 1] = length >> 8;
    bytes[start + 2] = type;
    bytes[start + 3] = type >> 8;
    this.#length = end;
    return start + attributeHeaderBytes;
  }

  /** A copy of what has been written: small, where a view would keep the whole buffer, and cheaper to make than one. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
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

/** @throws RangeError for more than the 16-bit field can say. */
function attributeLength(type: number, valueBytes: number): number {
  const length = valueBytes + attributeHeaderBytes;
  if (length <= maxAttributeBytes) return length;
  throw new RangeError(`netlink attribute ${type}: found ${length} bytes, wanted at most ${maxAttributeBytes}`);
}

function tooWide(value: number, type: string): RangeError {
  return new RangeError(`netlink field: found ${value}, wanted a ${type}`);
}
