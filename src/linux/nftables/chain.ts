import { NLM_F_CREATE } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { formatTable, headerBytes, nftablesRequest, type TableName } from './message.ts';

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

/** linux/netfilter_bridge.h: NF_BR_PRE_ROUTING, NF_BR_PRI_NAT_DST_BRIDGED. */
const NF_BR_PRE_ROUTING = 0;
const dstnatBridgePriority = -300;

/** linux/netfilter_ipv4.h: NF_IP_PRI_NAT_SRC. */
const srcnatPriority = 100;

/** Which chain. */
export interface ChainName extends TableName {
  readonly chain: string;
}

/** As nft has it, for messages: `ip silk postrouting`. */
export function formatChain(name: ChainName): string {
  return `${formatTable(name)} ${name.chain}`;
}

/** Where the kernel asks a chain, and as what. */
interface Hook {
  readonly type: 'nat' | 'filter';
  readonly number: number;
  readonly priority: number;
}

/** A request that makes a chain through which new connections leave the host; that there is one is success. */
export function ensureSourceNatChain(name: ChainName): NetlinkRequest {
  return ensureChain(name, { type: 'nat', number: NF_INET_POST_ROUTING, priority: srcnatPriority });
}

/** A request that makes a chain through which all comes that the ports of bridges receive; that there is one is success. */
export function ensureBridgeChain(name: ChainName): NetlinkRequest {
  return ensureChain(name, { type: 'filter', number: NF_BR_PRE_ROUTING, priority: dstnatBridgePriority });
}

function ensureChain(name: ChainName, hook: Hook): NetlinkRequest {
  const message = { kind: NFT_MSG_NEWCHAIN, flags: NLM_F_CREATE, what: `create chain ${formatChain(name)}` };
  return nftablesRequest({ ...message, family: name.family }, (writer) => {
    writer
      .attributeTextNul(NFTA_CHAIN_TABLE, name.table)
      .attributeTextNul(NFTA_CHAIN_NAME, name.chain)
      .attributeTextNul(NFTA_CHAIN_TYPE, hook.type)
      .attributeU32Network(NFTA_CHAIN_POLICY, NF_ACCEPT)
      .nested(NFTA_CHAIN_HOOK, () => {
        writer
          .attributeU32Network(NFTA_HOOK_HOOKNUM, hook.number)
          .attributeU32Network(NFTA_HOOK_PRIORITY, hook.priority >>> 0);
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
export function getChainRequest(name: ChainName): NetlinkRequest {
  const message = { kind: NFT_MSG_GETCHAIN, what: `read chain ${formatChain(name)}`, family: name.family };
  return nftablesRequest(message, (writer) => {
    writer.attributeTextNul(NFTA_CHAIN_TABLE, name.table).attributeTextNul(NFTA_CHAIN_NAME, name.chain);
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
