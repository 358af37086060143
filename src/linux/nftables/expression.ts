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

const NFTA_LOOKUP_SET = 1;
const NFTA_LOOKUP_SREG = 2;
const NFTA_LOOKUP_SET_ID = 4;
const NFTA_LOOKUP_FLAGS = 5;
const NFT_LOOKUP_F_INV = 1;

const NFTA_META_DREG = 1;
const NFTA_META_KEY = 2;

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
const NF_DROP = 0;
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

/** An expression of the name, with the attributes that `fill` writes. */
export function expression(name: string, fill: Expression): Expression {
  return (writer) => {
    writer.nested(NFTA_LIST_ELEM, () => {
      writer.attributeTextNul(NFTA_EXPR_NAME, name).nested(NFTA_EXPR_DATA, () => fill(writer));
    });
  };
}

/** What the kernel knows of a packet beside its bytes. */
const metaKeys = { protocol: 1, inputName: 6, outputName: 7, l4protocol: 16 } as const;

/** Loads it. @param register at most four bytes fit into one from 8 on, 16 into 1 and 2. */
export function loadMeta(key: keyof typeof metaKeys, register = NFT_REG_1): Expression {
  return expression('meta', (writer) => {
    writer.attributeU32Network(NFTA_META_KEY, metaKeys[key]).attributeU32Network(NFTA_META_DREG, register);
  });
}

const payloadBases = { link: 0, network: 1, transport: 2 } as const;

/** Where something is in a packet, in bytes from the beginning of one of its headers. */
export interface Field {
  readonly header: keyof typeof payloadBases;
  readonly offset: number;
  readonly bytes: number;
}

/** Loads it. @param register as of loadMeta(). */
export function loadField({ header, offset, bytes }: Field, register = NFT_REG_1): Expression {
  return expression('payload', (writer) => {
    writer
      .attributeU32Network(NFTA_PAYLOAD_DREG, register)
      .attributeU32Network(NFTA_PAYLOAD_BASE, payloadBases[header])
      .attributeU32Network(NFTA_PAYLOAD_OFFSET, offset)
      .attributeU32Network(NFTA_PAYLOAD_LEN, bytes);
  });
}

/** What was loaded begins with the bytes, or does not. */
export function compare(bytes: Uint8Array, does = true): Expression {
  return expression('cmp', (writer) => {
    writer
      .attributeU32Network(NFTA_CMP_SREG, NFT_REG_1)
      .attributeU32Network(NFTA_CMP_OP, does ? NFT_CMP_EQ : NFT_CMP_NEQ)
      .nested(NFTA_CMP_DATA, () => writer.attribute(NFTA_DATA_VALUE, bytes));
  });
}

/** Which set, by its name and by its number in the transaction that makes it. */
export interface LookedUp {
  readonly set: string;
  readonly id: number;
  /** Default true: it has to be in it. */
  readonly isIn?: boolean;
}

/** What was loaded is in a set, or is not. */
export function lookUp({ set, id, isIn = true }: LookedUp): Expression {
  return expression('lookup', (writer) => {
    writer
      .attributeU32Network(NFTA_LOOKUP_SREG, NFT_REG_1)
      .attributeTextNul(NFTA_LOOKUP_SET, set)
      .attributeU32Network(NFTA_LOOKUP_SET_ID, id);
    if (!isIn) writer.attributeU32Network(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
  });
}

/** The addresses of an IPv4 header (RFC 791). */
export const ipv4Address = {
  source: { header: 'network', offset: 12, bytes: 4 },
  destination: { header: 'network', offset: 16, bytes: 4 },
} as const satisfies Record<string, Field>;

/** The packet's address is in a set, or is not. */
export function addressInSet(which: keyof typeof ipv4Address, set: LookedUp): Expression[] {
  return [loadField(ipv4Address[which]), lookUp(set)];
}

/** The device by which the packet comes or goes has a name that begins so, or does not. */
export function deviceBegins(way: 'in' | 'out', start: string, does = true): Expression[] {
  return [loadMeta(way === 'in' ? 'inputName' : 'outputName'), compare(new TextEncoder().encode(start), does)];
}

/** The device by which the packet comes or goes has that name. */
export function deviceIs(way: 'in' | 'out', name: string): Expression[] {
  return deviceBegins(way, `${name}\0`);
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

export const accept = verdict(NF_ACCEPT);
export const drop = verdict(NF_DROP);

function verdict(code: number): Expression {
  return expression('immediate', (writer) => {
    writer.attributeU32Network(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT).nested(NFTA_IMMEDIATE_DATA, () => {
      writer.nested(NFTA_DATA_VERDICT, () => writer.attributeU32Network(NFTA_VERDICT_CODE, code));
    });
  });
}

/**
 * Gives the connection the address of the device by which it leaves, and a port at random: of two that begin at once and
 * were given the same port, one would lose its first packet.
 */
export const masquerade = expression('masq', (writer) => {
  writer.attributeU32Network(NFTA_MASQ_FLAGS, NF_NAT_RANGE_PROTO_RANDOM_FULLY);
});
