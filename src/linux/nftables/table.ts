import { NLM_F_CREATE } from '../netlink/constants.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import { formatTable, nftablesRequest, type TableName } from './message.ts';

const NFT_MSG_NEWTABLE = 0;
const NFT_MSG_DELTABLE = 2;

const NFTA_TABLE_NAME = 1;
const NFTA_TABLE_FLAGS = 2;

/** A request that makes a table; that there is one is success. */
export function ensureTable(name: TableName): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWTABLE, flags: NLM_F_CREATE, what: `create table ${formatTable(name)}` };
  return nftablesRequest({ ...message, family: name.family }, (writer) => {
    writer.attributeTextNul(NFTA_TABLE_NAME, name.table).attributeU32Network(NFTA_TABLE_FLAGS, 0);
  });
}

/** A request that removes a table with all that is in it; ENOENT where there is none. */
export function removeTable({ family, table }: TableName): NetlinkRequest {
  const what = `remove table ${formatTable({ family, table })}`;
  return nftablesRequest({ kind: NFT_MSG_DELTABLE, what, family }, (writer) => {
    writer.attributeTextNul(NFTA_TABLE_NAME, table);
  });
}
