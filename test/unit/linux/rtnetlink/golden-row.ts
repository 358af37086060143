import { expect } from '@jest/globals';
import type { NetlinkRequest } from '../../../../src/linux/netlink/request.ts';
import {
  type AttributeTree,
  attributeTree,
  goldenRequest,
  linkNesting,
  type Nesting,
} from '../../../golden/vectors.ts';

/** One of our requests beside iproute2's. */
export interface Row {
  /** Of the golden vector. */
  readonly name: string;
  readonly ours: NetlinkRequest;
  readonly structBytes: number;
  /** Absent: that of a veth. */
  readonly nesting?: Nesting;
  /** Where we differ on purpose: what turns iproute2's tree into ours, and why. */
  readonly change?: (theirs: AttributeTree) => void;
  /** Flags that we add, and why. */
  readonly moreFlags?: number;
}

/**
 * iproute2 asks for virtual functions (RTEXT_FILTER_VF, 1), we ask that statistics be left out (8).
 * It puts AF_PACKET into the family, which the kernel does not look at for links.
 */
export function asWeAskForLinks(tree: AttributeTree): void {
  replace(tree, '29', ['01000000', '08000000']);
  replace(tree, 'struct', [`11${'00'.repeat(15)}`, '00'.repeat(16)]);
}

export function replace(tree: AttributeTree, key: string, [theirs, ours]: readonly [string, string]): void {
  expect(tree[key]).toBe(theirs);
  tree[key] = ours;
}

/** Says of a request what iproute2 says, but for the differences that are meant. */
export function expectWhatIproute2Says({ name, ours, structBytes, nesting = linkNesting, ...differences }: Row): void {
  const golden = goldenRequest(name);
  const header = new DataView(golden.buffer);
  const theirs = attributeTree(golden.subarray(16), structBytes, nesting);
  differences.change?.(theirs);
  expect({
    type: ours.type,
    flags: ours.flags,
    tree: attributeTree(ours.payload, structBytes, nesting),
  }).toEqual({
    type: header.getUint16(4, true),
    flags: flagsOf(header) | (differences.moreFlags ?? 0),
    tree: theirs,
  });
}

/** Less REQUEST and ACK, which the socket adds. */
function flagsOf(header: DataView): number {
  return header.getUint16(6, true) & ~0x05;
}
