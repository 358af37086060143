import { NLA_TYPE_MASK } from './constants.ts';
import { WireError } from './error.ts';

/** Length and type. */
const attributeHeaderBytes = 4;

/**
 * One cursor over received bytes, which believes no length. Host order is little-endian: Bun runs on no other machine.
 * Every method throws WireError, and nothing else, where the bytes are too few.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;
  #at = 0;

  /** `base` is where the bytes stand in the whole message, for errors. */
  constructor(bytes: Uint8Array, base = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16Host(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32Host(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32Host(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A view, not a copy: it changes with the next message received. */
  bytes(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
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
    this.#at = Math.min((this.#at + 3) & ~3, this.#bytes.length);
  }

  /** Calls `visit` for each attribute left, in order, with flags taken off its type. */
  attributes(visit: (type: number, value: WireReader) => void): void {
    while (this.left > 0) {
      const start = this.#at;
      const length = this.u16Host();
      const type = this.u16Host() & NLA_TYPE_MASK;
      if (length < attributeHeaderBytes) throw this.#fault(start, `an attribute of ${length} bytes`);
      const at = this.#at;
      visit(type, new WireReader(this.bytes(length - attributeHeaderBytes), this.#base + at));
      this.align();
    }
  }

  /** A fault at the cursor, for what a decoder itself cannot accept. */
  fault(found: string): WireError {
    return this.#fault(this.#at, found);
  }

  #take(count: number): number {
    const start = this.#at;
    if (count > this.left) throw this.#fault(start, `${this.left} bytes where ${count} were announced`);
    this.#at = start + count;
    return start;
  }

  #fault(at: number, found: string): WireError {
    return new WireError(this.#base + at, found);
  }
}
