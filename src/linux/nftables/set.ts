import { NLM_F_CREATE } from '../netlink/constants.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import { formatTable, nftablesRequest, type TableName } from './message.ts';

const NFT_MSG_NEWSET = 9;

const NFTA_SET_TABLE = 1;
const NFTA_SET_NAME = 2;
const NFTA_SET_FLAGS = 3;
const NFTA_SET_KEY_TYPE = 4;
const NFTA_SET_KEY_LEN = 5;
const NFTA_SET_ID = 10;
const NFTA_SET_USERDATA = 13;

export const NFT_SET_INTERVAL = 4;

/** What the keys of a set are: how nft(8) shows them, and how long they are. */
export interface KeyType {
  /** The numbers of nft(8), six bits each where a key has several parts. */
  readonly type: number;
  readonly bytes: number;
  /** For nft(8): the byte order, 1 for the host's, 2 for the network's; and what else it notes down. */
  readonly userdata: Uint8Array;
}

const ifnameType = 41;
const etherAddressType = 9;
const ipv4AddressType = 7;

/** `type ipv4_addr` */
const addressKey: KeyType = { type: ipv4AddressType, bytes: 4, userdata: Uint8Array.of(0, 4, 2, 0, 0, 0) };

/** `type ifname` */
export const linkKey: KeyType = { type: ifnameType, bytes: 16, userdata: Uint8Array.of(0, 4, 1, 0, 0, 0) };

/** `type ifname . ether_addr . ipv4_addr`; each part fills up to four bytes. */
export const endpointKey: KeyType = {
  type: (ifnameType << 12) | (etherAddressType << 6) | ipv4AddressType,
  bytes: 28,
  userdata: Uint8Array.of(0, 4, 0, 0, 0, 0, 3, 8, 0, 4, 13, 0, 0, 0, 1, 0),
};

/** Which set. */
export interface SetName extends TableName {
  readonly set: string;
}

/** As nft has it, for messages: `ip silk containers`. */
export function formatSet(name: SetName): string {
  return `${formatTable(name)} ${name.set}`;
}

/** A set to be. */
export interface NewSet extends SetName {
  readonly key: KeyType;
  readonly flags: number;
  readonly id: number;
}

/** A set of IPv4 addresses. */
export interface AddressSet extends SetName {
  /** NFT_SET_INTERVAL: its elements are the beginnings and the ends of ranges. */
  readonly flags: number;
  /** A number that no other set of the transaction has. */
  readonly id: number;
}

/** A request that makes a set; that there is one like it is success. */
export function ensureAddressSet(set: AddressSet): NetlinkRequest {
  return ensureSet({ ...set, key: addressKey });
}

/** As ensureAddressSet(), of keys of any type. */
export function ensureSet({ key, flags, id, ...name }: NewSet): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWSET, flags: NLM_F_CREATE, what: `create set ${formatSet(name)}` };
  return nftablesRequest({ ...message, family: name.family }, (writer) => {
    writer
      .attributeTextNul(NFTA_SET_TABLE, name.table)
      .attributeTextNul(NFTA_SET_NAME, name.set)
      .attributeU32Network(NFTA_SET_FLAGS, flags)
      .attributeU32Network(NFTA_SET_KEY_TYPE, key.type)
      .attributeU32Network(NFTA_SET_KEY_LEN, key.bytes)
      .attributeU32Network(NFTA_SET_ID, id)
      .attribute(NFTA_SET_USERDATA, key.userdata);
  });
}
