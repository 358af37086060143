import { SilkError } from '../../errors.ts';
import { sleepMs } from '../../sleep.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import { headerBytes, NFNL_SUBSYS_NFTABLES, nftablesRequest, writeHeader } from './message.ts';

/* linux/netfilter/nfnetlink.h */
const NFNL_MSG_BATCH_BEGIN = 0x10;
const NFNL_MSG_BATCH_END = 0x11;
const NFNL_BATCH_GENID = 1;

const NFT_MSG_GETGEN = 16;
const NFTA_GEN_ID = 1;

/** How long others may keep changing the rule set under us, and the longest wait between two attempts. */
const patienceMs = 5000;
const longestWaitMs = 2;

/**
 * Calls `change` with the number of the rule set as it is; again while commit() in there finds that it has become another.
 * So what `change` reads is what its transaction rests on.
 * @throws what `change` throws; SilkError TRY_LATER when others kept changing it.
 */
export function whileUnchanged(socket: NetlinkSocket, change: (generation: number) => void): void {
  const end = performance.now() + patienceMs;
  while (!tryChange(socket, change)) {
    if (performance.now() > end) {
      throw new SilkError('TRY_LATER', `Cannot change nftables: others changed it at each attempt in ${patienceMs} ms`);
    }
    sleepMs(Math.random() * longestWaitMs);
  }
}

function tryChange(socket: NetlinkSocket, change: (generation: number) => void): boolean {
  try {
    change(getGeneration(socket));
    return true;
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ERESTART') return false;
    throw error;
  }
}

/** The number of the rule set, all tables of the namespace together: each transaction that changes anything makes it another. */
export function getGeneration(socket: NetlinkSocket): number {
  const request = nftablesRequest({ kind: NFT_MSG_GETGEN, what: 'read the generation of nftables' }, () => {});
  const found = { id: 0 };
  socket.exchange(request, (_type, payload) => payload.skip(headerBytes).attributes(generationAttributes, found));
  return found.id;
}

const generationAttributes: AttributeHandlers<{ id: number }> = {
  [NFTA_GEN_ID]: (value, found) => {
    found.id = value.u32Network();
  },
};

/**
 * Carries out all requests or none, and only while the rule set is of that generation.
 * @throws NetlinkError: ERESTART when it is another by now; else the first refusal.
 */
export function commit(socket: NetlinkSocket, requests: readonly NetlinkRequest[], generation: number): void {
  socket.transact({ begin: beginBatch(generation), requests, end: endBatch() });
}

/** The message that opens a transaction. */
export function beginBatch(generation: number): NetlinkRequest {
  const writer = new WireWriter();
  writeHeader(writer, { family: 0, resource: NFNL_SUBSYS_NFTABLES });
  writer.attributeU32Network(NFNL_BATCH_GENID, generation);
  return { type: NFNL_MSG_BATCH_BEGIN, flags: 0, payload: writer.finish(), what: 'change nftables' };
}

/** The message that ends a transaction. */
export function endBatch(): NetlinkRequest {
  const writer = new WireWriter();
  writeHeader(writer, { family: 0, resource: NFNL_SUBSYS_NFTABLES });
  return { type: NFNL_MSG_BATCH_END, flags: 0, payload: writer.finish(), what: 'change nftables' };
}
