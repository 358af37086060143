import { NLM_F_CREATE } from '../netlink/constants.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import { nftablesRequest } from './message.ts';

const NFT_MSG_NEWSET = 9;

const NFTA_SET_TABLE = 1;
const NFTA_SET_NAME = 2;
const NFTA_SET_FLAGS = 3;
const NFTA_SET_KEY_TYPE = 4;
const NFTA_SET_KEY_LEN = 5;
const NFTA_SET_ID = 10;
const NFTA_SET_USERDATA = 13;

export const NFT_SET_INTERVAL = 4;

/** Of nft(8), which shows keys by it: an IPv4 address. */
const ipv4AddressType = 7;
const ipv4Bytes = 4;

/** Of nft(8): the byte order of the key is the network's. */
const networkByteOrder = Uint8Array.of(0, 4, 2, 0, 0, 0);

/** Which set, of a table of IPv4. */
export interface SetName {
  readonly table: string;
  readonly set: string;
}

/** A set of IPv4 addresses. */
export interface AddressSet extends SetName {
  /** NFT_SET_INTERVAL: its elements are the beginnings and the ends of ranges. */
  readonly flags: number;
  /** A number that no other set of the transaction has. */
  readonly id: number;
}

/** A request that makes a set; that there is one like it is success. */
export function ensureAddressSet({ table, set, flags, id }: AddressSet): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWSET, flags: NLM_F_CREATE, what: `create set ip ${table} ${set}` };
  return nftablesRequest(message, (writer) => {
    writer
      .attributeTextNul(NFTA_SET_TABLE, table)
      .attributeTextNul(NFTA_SET_NAME, set)
      .attributeU32Network(NFTA_SET_FLAGS, flags)
      .attributeU32Network(NFTA_SET_KEY_TYPE, ipv4AddressType)
      .attributeU32Network(NFTA_SET_KEY_LEN, ipv4Bytes)
      .attributeU32Network(NFTA_SET_ID, id)
      .attribute(NFTA_SET_USERDATA, networkByteOrder);
  });
}
