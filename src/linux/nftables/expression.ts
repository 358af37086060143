import type { WireWriter } from '../netlink/writer.ts';

/*
 * What a rule is made of: a test that ends the rule where it fails, or a verdict. Each is a name and attributes.
 * Tests load into register 1 and compare it.
 */
const NFTA_LIST_ELEM = 1;
const NFTA_EXPR_NAME = 1;
const NFTA_EXPR_DATA = 2;

const NFT_REG_VERDICT = 0;
const NFT_REG_1 = 1;

const NFTA_PAYLOAD_DREG = 1;
const NFTA_PAYLOAD_BASE = 2;
const NFTA_PAYLOAD_OFFSET = 3;
const NFTA_PAYLOAD_LEN = 4;
const NFT_PAYLOAD_NETWORK_HEADER = 1;

const NFTA_LOOKUP_SET = 1;
const NFTA_LOOKUP_SREG = 2;
const NFTA_LOOKUP_SET_ID = 4;
const NFTA_LOOKUP_FLAGS = 5;
const NFT_LOOKUP_F_INV = 1;

const NFTA_META_DREG = 1;
const NFTA_META_KEY = 2;
const NFT_META_IIFNAME = 6;
const NFT_META_OIFNAME = 7;

const NFTA_CMP_SREG = 1;
const NFTA_CMP_OP = 2;
const NFTA_CMP_DATA = 3;
const NFT_CMP_EQ = 0;
const NFT_CMP_NEQ = 1;
const NFTA_DATA_VALUE = 1;

const NFTA_COUNTER_BYTES = 1;
const NFTA_COUNTER_PACKETS = 2;

const NFTA_IMMEDIATE_DREG = 1;
const NFTA_IMMEDIATE_DATA = 2;
const NFTA_DATA_VERDICT = 2;
const NFTA_VERDICT_CODE = 1;
/** linux/netfilter.h */
const NF_ACCEPT = 1;

const NFTA_MASQ_FLAGS = 1;
/** linux/netfilter/nf_nat.h */
const NF_NAT_RANGE_PROTO_RANDOM_FULLY = 0x10;

/** linux/netfilter/nf_tables_compat.h: an extension of iptables. */
export const NFTA_MATCH_NAME = 1;
const NFTA_MATCH_REV = 2;
export const NFTA_MATCH_INFO = 3;

/** Appends one expression to the list that a rule holds. */
export type Expression = (writer: WireWriter) => void;

function expression(name: string, fill: Expression): Expression {
  return (writer) => {
    writer.nested(NFTA_LIST_ELEM, () => {
      writer.attributeTextNul(NFTA_EXPR_NAME, name).nested(NFTA_EXPR_DATA, () => fill(writer));
    });
  };
}

/** Where an address of an IPv4 header is (RFC 791), in bytes. */
const addressOffsets = { source: 12, destination: 16 } as const;

/** Which set, by its name and by its number in the transaction that makes it. */
export interface LookedUp {
  readonly set: string;
  readonly id: number;
  /** Default true: the address has to be in it. */
  readonly isIn?: boolean;
}

/** The packet's address is in a set, or is not. */
export function addressInSet(which: 'source' | 'destination', { set, id, isIn = true }: LookedUp): Expression[] {
  const load = expression('payload', (writer) => {
    writer
      .attributeU32Network(NFTA_PAYLOAD_DREG, NFT_REG_1)
      .attributeU32Network(NFTA_PAYLOAD_BASE, NFT_PAYLOAD_NETWORK_HEADER)
      .attributeU32Network(NFTA_PAYLOAD_OFFSET, addressOffsets[which])
      .attributeU32Network(NFTA_PAYLOAD_LEN, 4);
  });
  const lookUp = expression('lookup', (writer) => {
    writer
      .attributeU32Network(NFTA_LOOKUP_SREG, NFT_REG_1)
      .attributeTextNul(NFTA_LOOKUP_SET, set)
      .attributeU32Network(NFTA_LOOKUP_SET_ID, id);
    if (!isIn) writer.attributeU32Network(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
  });
  return [load, lookUp];
}

/** The device by which the packet comes or goes has a name that begins so, or does not. */
export function deviceBegins(way: 'in' | 'out', start: string, does = true): Expression[] {
  const load = expression('meta', (writer) => {
    writer
      .attributeU32Network(NFTA_META_KEY, way === 'in' ? NFT_META_IIFNAME : NFT_META_OIFNAME)
      .attributeU32Network(NFTA_META_DREG, NFT_REG_1);
  });
  const compare = expression('cmp', (writer) => {
    writer
      .attributeU32Network(NFTA_CMP_SREG, NFT_REG_1)
      .attributeU32Network(NFTA_CMP_OP, does ? NFT_CMP_EQ : NFT_CMP_NEQ)
      .nested(NFTA_CMP_DATA, () => writer.attributeText(NFTA_DATA_VALUE, start));
  });
  return [load, compare];
}

/** An extension of iptables, with the struct that it takes. */
export function iptablesMatch(name: string, revision: number, info: Uint8Array): Expression {
  return expression('match', (writer) => {
    writer
      .attributeTextNul(NFTA_MATCH_NAME, name)
      .attributeU32Network(NFTA_MATCH_REV, revision)
      .attribute(NFTA_MATCH_INFO, info);
  });
}

/** Counts: iptables shows no rule without. */
export const count = expression('counter', (writer) => {
  writer.attribute(NFTA_COUNTER_BYTES, new Uint8Array(8)).attribute(NFTA_COUNTER_PACKETS, new Uint8Array(8));
});

export const accept = expression('immediate', (writer) => {
  writer.attributeU32Network(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT).nested(NFTA_IMMEDIATE_DATA, () => {
    writer.nested(NFTA_DATA_VERDICT, () => writer.attributeU32Network(NFTA_VERDICT_CODE, NF_ACCEPT));
  });
});

/**
 * Gives the connection the address of the device by which it leaves, and a port at random: of two that begin at once and
 * were given the same port, one would lose its first packet.
 */
export const masquerade = expression('masq', (writer) => {
  writer.attributeU32Network(NFTA_MASQ_FLAGS, NF_NAT_RANGE_PROTO_RANDOM_FULLY);
});
