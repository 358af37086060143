import { type Prefix, widthOf } from '../../addr/prefix.ts';

/** IPv4 prefixes that do not overlap, each with who has it. To ask and to add takes as many steps as there are lengths of prefixes. */
export class TakenSubnets<Owner> {
  readonly #lengths: readonly number[];
  readonly #owners = new Map<number, Owner>();
  /** For each prefix around one that is taken, who has one in it. */
  readonly #around = new Map<number, Owner>();

  /** @param lengths every length that a prefix asked for or added will have */
  constructor(lengths: Iterable<number>) {
    this.#lengths = [...new Set(lengths)];
  }

  /** Who has an address of the prefix. */
  ownerOf(prefix: Prefix): Owner | undefined {
    for (const length of this.#lengths) {
      const owner = length <= prefix.length ? this.#owners.get(keyOf(prefix, length)) : undefined;
      if (owner !== undefined) return owner;
    }
    return this.#around.get(keyOf(prefix, prefix.length));
  }

  /** The prefix must not overlap another. */
  add(prefix: Prefix, owner: Owner): void {
    this.#owners.set(keyOf(prefix, prefix.length), owner);
    for (const length of this.#lengths) if (length < prefix.length) this.#around.set(keyOf(prefix, length), owner);
  }
}

/** A number that stands for the prefix with its first `length` bits. */
function keyOf({ ip }: Prefix, length: number): number {
  const size = 2 ** (widthOf(ip.family) - length);
  return Math.floor(Number(ip.value) / size) * 64 + length;
}
