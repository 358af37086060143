import { type Prefix, widthOf } from '../../addr/prefix.ts';

/** IPv4 prefixes that do not overlap, each with who has it. To ask and to add takes as many steps as a prefix has bits. */
export class TakenSubnets<Owner> {
  readonly #owners = new Map<number, Owner>();
  /** For each prefix around one that is taken, who has one in it. */
  readonly #around = new Map<number, Owner>();

  /** Who has an address of the prefix. */
  ownerOf(prefix: Prefix): Owner | undefined {
    const inside = this.#around.get(keyOf(prefix, prefix.length));
    if (inside !== undefined) return inside;
    for (let length = prefix.length; length >= 0; length--) {
      const owner = this.#owners.get(keyOf(prefix, length));
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  /** The prefix must not overlap another. */
  add(prefix: Prefix, owner: Owner): void {
    this.#owners.set(keyOf(prefix, prefix.length), owner);
    for (let length = prefix.length; length >= 0; length--) this.#around.set(keyOf(prefix, length), owner);
  }
}

/** A number that stands for the prefix with its first `length` bits. */
function keyOf({ ip }: Prefix, length: number): number {
  const size = 2 ** (widthOf(ip.family) - length);
  return Math.floor(Number(ip.value) / size) * 64 + length;
}
