import type { NetlinkRequest } from '../netlink/request.ts';
import { WireWriter } from '../netlink/writer.ts';

/*
 * linux/netfilter/nfnetlink.h: a message's type is its subsystem and, below, its kind.
 * struct nfgenmsg: u8 family, u8 version, u16 resource, in network order.
 * Numbers in attributes are in network order too; those without a comment are of linux/netfilter/nf_tables.h.
 */
export const NFNL_SUBSYS_NFTABLES = 10;
const nfgenmsgBytes = 4;

/** linux/netfilter.h: NFPROTO_IPV4, NFPROTO_BRIDGE. */
const families = { ip: 2, bridge: 7 } as const;

/** Which table. */
export interface TableName {
  /** Whose packets it sees: those that the host routes, or those of its bridges. Absent: `ip`. */
  readonly family?: keyof typeof families | undefined;
  readonly table: string;
}

/** As nft has it, for messages: `ip silk`. */
export function formatTable({ family = 'ip', table }: TableName): string {
  return `${family} ${table}`;
}

/** What is asked of nftables. */
export interface NftablesMessage {
  /** NFT_MSG_... */
  readonly kind: number;
  /** NLM_F_... */
  readonly flags?: number;
  /** To follow "Cannot". */
  readonly what: string;
  /** Of the table that it is about. Absent: `ip`. */
  readonly family?: TableName['family'];
}

/** A request of nftables, with the attributes that `fill` writes. */
export function nftablesRequest(message: NftablesMessage, fill: (writer: WireWriter) => void): NetlinkRequest {
  const writer = new WireWriter(512);
  writeHeader(writer, { family: families[message.family ?? 'ip'], resource: 0 });
  fill(writer);
  return {
    type: (NFNL_SUBSYS_NFTABLES << 8) | message.kind,
    flags: message.flags ?? 0,
    payload: writer.finish(),
    what: message.what,
  };
}

/** Appends a struct nfgenmsg. */
export function writeHeader(writer: WireWriter, { family, resource }: { family: number; resource: number }): void {
  writer
    .u8(family)
    .u8(0)
    .u8(resource >> 8)
    .u8(resource & 0xff);
}

/** What a reader skips to come to the attributes. */
export const headerBytes = nfgenmsgBytes;
