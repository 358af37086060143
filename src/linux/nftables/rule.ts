import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP } from '../netlink/constants.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import type { WireWriter } from '../netlink/writer.ts';
import { type ChainName, formatChain } from './chain.ts';
import { type Expression, NFTA_MATCH_INFO, NFTA_MATCH_NAME } from './expression.ts';
import { headerBytes, nftablesRequest } from './message.ts';

const NFT_MSG_NEWRULE = 6;
const NFT_MSG_GETRULE = 7;
const NFT_MSG_DELRULE = 8;

const NFTA_RULE_TABLE = 1;
const NFTA_RULE_CHAIN = 2;
const NFTA_RULE_HANDLE = 3;
const NFTA_RULE_EXPRESSIONS = 4;
const NFTA_RULE_COMPAT = 5;
const NFTA_RULE_USERDATA = 7;

const NFTA_RULE_COMPAT_PROTO = 1;
const NFTA_RULE_COMPAT_FLAGS = 2;

const NFTA_LIST_ELEM = 1;
const NFTA_EXPR_DATA = 2;

/** Of nft(8): the first thing in a rule's user data is its comment, with a NUL. */
const commentType = 0;

/** A rule to be. */
export interface NewRule extends ChainName {
  readonly comment: string;
  readonly expressions: readonly (Expression | readonly Expression[])[];
}

/** A request that adds a rule behind those that are there, with a comment as nft has them. */
export function appendRule(rule: NewRule): NetlinkRequest {
  return newRule(rule, (writer) => {
    const text = new TextEncoder().encode(`${rule.comment}\0`);
    writer.attribute(NFTA_RULE_USERDATA, Uint8Array.of(commentType, text.length, ...text));
  });
}

/** As appendRule(), as iptables-nft does it: the comment has to be one of the expressions. */
export function appendIptablesRule(rule: NewRule): NetlinkRequest {
  return newRule(rule, (writer) => {
    writer.nested(NFTA_RULE_COMPAT, () => {
      writer.attributeU32Network(NFTA_RULE_COMPAT_PROTO, 0).attributeU32Network(NFTA_RULE_COMPAT_FLAGS, 0);
    });
  });
}

function newRule(rule: NewRule, finish: Expression): NetlinkRequest {
  const what = `add rule "${rule.comment}" to chain ${formatChain(rule)}`;
  const message = { kind: NFT_MSG_NEWRULE, flags: NLM_F_CREATE | NLM_F_APPEND, what, family: rule.family };
  return nftablesRequest(message, (writer) => {
    writeChain(writer, rule);
    writer.nested(NFTA_RULE_EXPRESSIONS, () => {
      for (const write of rule.expressions.flat()) write(writer);
    });
    finish(writer);
  });
}

/** A request that removes a rule; ENOENT where there is none. */
export function removeRule(name: ChainName, { handle }: Pick<Rule, 'handle'>): NetlinkRequest {
  const what = `remove a rule of chain ${formatChain(name)}`;
  return nftablesRequest({ kind: NFT_MSG_DELRULE, what, family: name.family }, (writer) => {
    writeChain(writer, name);
    writer.attribute(NFTA_RULE_HANDLE, handle);
  });
}

function writeChain(writer: WireWriter, { table, chain }: ChainName): void {
  writer.attributeTextNul(NFTA_RULE_TABLE, table).attributeTextNul(NFTA_RULE_CHAIN, chain);
}

/** A rule that is there. */
export interface Rule {
  /** The kernel's number of it, as it came. */
  readonly handle: Uint8Array;
  /** nft's or iptables'; undefined where it has none. */
  readonly comment: string | undefined;
}

/** The rules of a chain, in order; none where there is no such chain. @throws NetlinkError; SilkError TRY_LATER. */
export function listRules(socket: NetlinkSocket, name: ChainName): Rule[] {
  return socket.dump(listRulesRequest(name), decodeRule);
}

/** The question that listRules() asks. */
export function listRulesRequest(name: ChainName): NetlinkRequest {
  const message = { kind: NFT_MSG_GETRULE, flags: NLM_F_DUMP, what: `list rules of chain ${formatChain(name)}` };
  return nftablesRequest({ ...message, family: name.family }, (writer) => writeChain(writer, name));
}

/** Reads an NFT_MSG_NEWRULE message. @throws WireError when malformed. */
export function decodeRule(_type: number, payload: WireReader): Rule {
  const found: RuleDraft = { handle: new Uint8Array(8), comment: undefined };
  payload.skip(headerBytes).attributes(ruleAttributes, found);
  return found;
}

interface RuleDraft {
  handle: Uint8Array;
  comment: string | undefined;
}

const ruleAttributes: AttributeHandlers<RuleDraft> = {
  [NFTA_RULE_HANDLE]: (value, found) => {
    found.handle = value.copy(value.left);
  },
  [NFTA_RULE_EXPRESSIONS]: (value, found) => value.attributes(listAttributes, found),
  [NFTA_RULE_USERDATA]: (value, found) => {
    if (value.left >= 2 && value.u8() === commentType) found.comment ??= value.window(value.u8()).text();
  },
};

const listAttributes: AttributeHandlers<RuleDraft> = {
  [NFTA_LIST_ELEM]: (value, found) => value.attributes(expressionAttributes, found),
};

const expressionAttributes: AttributeHandlers<RuleDraft> = {
  [NFTA_EXPR_DATA]: (value, found) => {
    const match: MatchDraft = {};
    value.attributes(matchAttributes, match);
    if (match.name === 'comment') found.comment = match.info?.text();
  },
};

interface MatchDraft {
  name?: string;
  info?: WireReader;
}

/** Other expressions have attributes of the same numbers, which are read here and come to nothing. */
const matchAttributes: AttributeHandlers<MatchDraft> = {
  [NFTA_MATCH_NAME]: (value, match) => {
    match.name = value.text();
  },
  [NFTA_MATCH_INFO]: (value, match) => {
    match.info = value.fork();
  },
};
