import { NLA_TYPE_MASK } from './constants.ts';
import { WireError } from './error.ts';

/** Length and type. */
const attributeHeaderBytes = 4;

/**
 * What to do with the value of each attribute type that is wanted, for what is being put together; the others are passed over.
 * A table is made once, not once a message: a dump has tens of thousands.
 */
export type AttributeHandlers<T> = Readonly<Record<number, (value: WireReader, found: T) => void>>;

/** A value whose parts are still being found. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * One cursor over received bytes, which believes no length. Host order is little-endian: Bun runs on no other machine.
 * Every method throws WireError, and nothing else, where the bytes are too few.
 *
 * Written for a program that lives for milliseconds, where nothing is compiled yet and a function called thirty times
 * is sent to the compiler: numbers are put together from bytes without a DataView, an attribute is a narrower window of
 * the same reader, and attributes that nobody asked for (most of a link's 45) cost no call.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #end: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** How many bytes are left; within attributes(), of the attribute being visited. */
  get left(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    const at = this.#take(1);
    return this.#bytes[at] ?? 0;
  }

  u16Host(): number {
    const at = this.#take(2);
    const bytes = this.#bytes;
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  }

  u32Host(): number {
    return this.i32Host() >>> 0;
  }

  u32Network(): number {
    const at = this.#take(4);
    const bytes = this.#bytes;
    const high = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16);
    return (high | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
  }

  i32Host(): number {
    const at = this.#take(4);
    const bytes = this.#bytes;
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  }

  /** A view, not a copy: it changes with the next message received. */
  bytes(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  /** The same bytes, kept. */
  copy(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.slice(at, at + count);
  }

  /** A reader of its own for the next bytes, which costs less than a view. */
  window(count: number): WireReader {
    const at = this.#take(count);
    return new WireReader(this.#bytes, at, at + count);
  }

  /** Another reader of all that is left, while this one stays where it is. */
  fork(): WireReader {
    return new WireReader(this.#bytes, this.#at, this.#end);
  }

  /** All that is left, as a view. */
  rest(): Uint8Array {
    return this.bytes(this.left);
  }

  /** All that is left as UTF-8 text, up to a NUL where there is one. */
  text(): string {
    const bytes = this.rest();
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
  }

  skip(count: number): this {
    this.#take(count);
    return this;
  }

  /** Moves to the next multiple of four, or to the end where padding has been left out. */
  align(): void {
    this.#at = Math.min((this.#at + 3) & ~3, this.#end);
  }

  /**
   * Calls, for each attribute left and in order, the handler of its type where there is one, with this reader and `found`.
   * Meanwhile this reader stands at the attribute's value and ends with it; how much of it is read is the handler's affair.
   */
  attributes<T>(handlers: AttributeHandlers<T>, found: T): void {
    const bytes = this.#bytes;
    const end = this.#end;
    let start = this.#at;
    while (start < end) {
      const length = end - start < attributeHeaderBytes ? 0 : (bytes[start] ?? 0) | ((bytes[start + 1] ?? 0) << 8);
      if (length < attributeHeaderBytes || length > end - start) {
        throw new WireError(start, `an attribute of ${length} bytes where ${end - start} are left`);
      }
      const handle = handlers[((bytes[start + 2] ?? 0) | ((bytes[start + 3] ?? 0) << 8)) & NLA_TYPE_MASK];
      if (handle !== undefined) {
        this.#at = start + attributeHeaderBytes;
        this.#end = start + length;
        handle(this, found);
      }
      start += (length + 3) & ~3;
    }
    this.#at = end;
    this.#end = end;
  }

  /** A fault at the cursor, for what a decoder itself cannot accept. */
  fault(found: string): WireError {
    return new WireError(this.#at, found);
  }

  #take(count: number): number {
    const start = this.#at;
    if (count > this.#end - start) {
      throw new WireError(start, `${this.left} bytes where ${count} were announced`);
    }
    this.#at = start + count;
    return start;
  }
}
