import { NLM_F_CREATE } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { headerBytes, nftablesRequest } from './message.ts';

const NFT_MSG_NEWCHAIN = 3;
const NFT_MSG_GETCHAIN = 4;

const NFTA_CHAIN_TABLE = 1;
const NFTA_CHAIN_NAME = 3;
const NFTA_CHAIN_HOOK = 4;
const NFTA_CHAIN_POLICY = 5;
const NFTA_CHAIN_TYPE = 7;

const NFTA_HOOK_HOOKNUM = 1;
const NFTA_HOOK_PRIORITY = 2;

/** linux/netfilter.h */
const NF_DROP = 0;
const NF_ACCEPT = 1;
const NF_INET_POST_ROUTING = 4;

/** linux/netfilter_ipv4.h: NF_IP_PRI_NAT_SRC. */
const srcnatPriority = 100;

/** Which chain, of a table of IPv4. */
export interface ChainName {
  readonly table: string;
  readonly chain: string;
}

/** A request that makes a chain through which new connections leave the host; that there is one is success. */
export function ensureSourceNatChain({ table, chain }: ChainName): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWCHAIN, flags: NLM_F_CREATE, what: `create chain ip ${table} ${chain}` };
  return nftablesRequest(message, (writer) => {
    writer
      .attributeTextNul(NFTA_CHAIN_TABLE, table)
      .attributeTextNul(NFTA_CHAIN_NAME, chain)
      .attributeTextNul(NFTA_CHAIN_TYPE, 'nat')
      .attributeU32Network(NFTA_CHAIN_POLICY, NF_ACCEPT)
      .nested(NFTA_CHAIN_HOOK, () => {
        writer
          .attributeU32Network(NFTA_HOOK_HOOKNUM, NF_INET_POST_ROUTING)
          .attributeU32Network(NFTA_HOOK_PRIORITY, srcnatPriority);
      });
  });
}

/** Whether a chain is there and drops what none of its rules decides. @throws NetlinkError. */
export function dropsByPolicy(socket: NetlinkSocket, name: ChainName): boolean {
  try {
    return socket.exchange(getChainRequest(name), decodePolicy).includes(NF_DROP);
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ENOENT') return false;
    throw error;
  }
}

/** The question that dropsByPolicy() asks. */
export function getChainRequest({ table, chain }: ChainName): NetlinkRequest {
  return nftablesRequest({ kind: NFT_MSG_GETCHAIN, what: `read chain ip ${table} ${chain}` }, (writer) => {
    writer.attributeTextNul(NFTA_CHAIN_TABLE, table).attributeTextNul(NFTA_CHAIN_NAME, chain);
  });
}

/** Reads an NFT_MSG_NEWCHAIN message; undefined for a chain without a policy. @throws WireError when malformed. */
export function decodePolicy(_type: number, payload: WireReader): number | undefined {
  const found: { policy?: number } = {};
  payload.skip(headerBytes).attributes(policyAttributes, found);
  return found.policy;
}

const policyAttributes: AttributeHandlers<{ policy?: number }> = {
  [NFTA_CHAIN_POLICY]: (value, found) => {
    found.policy = value.u32Network();
  },
};
