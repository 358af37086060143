import { NLM_F_CREATE } from '../netlink/constants.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import { nftablesRequest } from './message.ts';

const NFT_MSG_NEWTABLE = 0;
const NFT_MSG_DELTABLE = 2;

const NFTA_TABLE_NAME = 1;
const NFTA_TABLE_FLAGS = 2;

/** A request that makes a table of IPv4; that there is one is success. */
export function ensureTable(table: string): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWTABLE, flags: NLM_F_CREATE, what: `create table ip ${table}` };
  return nftablesRequest(message, (writer) => {
    writer.attributeTextNul(NFTA_TABLE_NAME, table).attributeU32Network(NFTA_TABLE_FLAGS, 0);
  });
}

/** A request that removes a table with all that is in it; ENOENT where there is none. */
export function removeTable(table: string): NetlinkRequest {
  return nftablesRequest({ kind: NFT_MSG_DELTABLE, what: `remove table ip ${table}` }, (writer) => {
    writer.attributeTextNul(NFTA_TABLE_NAME, table);
  });
}
