import type { EtcdClient } from './client.ts';
import { EtcdError, grpc } from './error.ts';
import {
  asList,
  asMessage,
  type Header,
  type KeyValue,
  type Message,
  readHeader,
  readKeyValues,
  toBase64,
} from './message.ts';

/** Keys and what they hold, at one revision. */
export interface Listing {
  readonly header: Header;
  readonly kvs: readonly KeyValue[];
}

/** So many keys of records as hosts write them are below a megabyte. */
const mostOfPage = 4000;
/** Where that was too long, what is read must be far longer than a record. */
const fewOfPage = 64;

/**
 * All keys that begin with `prefix`, in their order, as they were at one moment; in smaller parts where somebody has written what is no
 * record and very long, so that it keeps nobody from reading the others.
 */
export async function listKeys(client: EtcdClient, prefix: string): Promise<Listing> {
  const range_end = toBase64(endOf(prefix));
  const kvs: KeyValue[] = [];
  let header: Header | undefined;
  let limit = mostOfPage;
  for (let from = prefix, more = true; more; ) {
    const at = header === undefined ? {} : { revision: `${header.revision}` };
    const answer = await tryRange(client, { key: toBase64(from), range_end, limit: `${limit}`, ...at });
    if (answer instanceof EtcdError) {
      if (limit === 1) throw answer;
      limit = Math.min(fewOfPage, Math.ceil(limit / 4));
      continue;
    }
    const page = readKeyValues(answer);
    header ??= readHeader(answer);
    kvs.push(...page);
    const last = page.at(-1)?.key;
    more = answer['more'] === true && last !== undefined;
    if (more && `${last}` < from)
      throw new EtcdError(`Cannot list ${prefix}: found ${last} twice, wanted what comes after it`);
    from = `${last}\0`;
  }
  return { header: header ?? { clusterId: '', revision: 0 }, kvs };
}

/** The error is that the answer is too long. */
async function tryRange(client: EtcdClient, message: Message): Promise<Message | EtcdError> {
  try {
    return await client.call('/v3/kv/range', message);
  } catch (error) {
    if (error instanceof EtcdError && error.grpcCode === grpc.RESOURCE_EXHAUSTED) return error;
    throw error;
  }
}

/** What a listing was. */
export interface Listed {
  readonly prefix: string;
  readonly revision: number;
  readonly count: number;
}

/** Whether any key that begins with `prefix` has come, gone or changed since it was listed. Little is sent, whatever there is. */
export async function hasChanged(client: EtcdClient, { prefix, revision, count }: Listed): Promise<boolean> {
  const answer = await client.call('/v3/kv/range', {
    key: toBase64(prefix),
    range_end: toBase64(endOf(prefix)),
    min_mod_revision: `${revision + 1}`,
    keys_only: true,
    limit: '1',
  });
  // The count is that of all keys, changed or not.
  return asList(answer['kvs']).length > 0 || Number(answer['count'] ?? 0) !== count;
}

/** The first text after all that begin with `prefix`; ours end in a character below DEL. */
export function endOf(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** One condition of a transaction. */
export type Compare =
  /** There is no such key. */
  | { readonly absent: string }
  /** The key has not changed since. */
  | { readonly unchanged: string; readonly modRevision: number };

/** One thing that a transaction does. */
export type Operation =
  | { readonly get: string }
  | { readonly put: string; readonly value: string; readonly leaseId?: string }
  | { readonly remove: string };

/** All or nothing: `success` where every condition holds, else `failure`. */
export interface Transaction {
  readonly when: readonly Compare[];
  readonly success: readonly Operation[];
  readonly failure?: readonly Operation[];
}

/** What came of a transaction. */
export interface Committed {
  readonly header: Header;
  readonly succeeded: boolean;
  /** What each `get` of the branch that was taken found. */
  readonly found: readonly (KeyValue | undefined)[];
}

export async function commit(client: EtcdClient, { when, success, failure = [] }: Transaction): Promise<Committed> {
  const answer = await client.call('/v3/kv/txn', {
    compare: when.map(encodeCompare),
    success: success.map(encodeOperation),
    failure: failure.map(encodeOperation),
  });
  const gets = asList(answer['responses']).flatMap((response) => asMessage(response)['response_range'] ?? []);
  return {
    header: readHeader(answer),
    succeeded: answer['succeeded'] === true,
    found: gets.map((range) => readKeyValues(asMessage(range))[0]),
  };
}

/** What some keys hold at one moment. */
export async function getKeys(client: EtcdClient, keys: readonly string[]): Promise<Committed> {
  return await commit(client, { when: [], success: keys.map((get) => ({ get })) });
}

function encodeCompare(compare: Compare): Message {
  if ('absent' in compare) return { key: toBase64(compare.absent), target: 'CREATE', create_revision: '0' };
  return { key: toBase64(compare.unchanged), target: 'MOD', mod_revision: `${compare.modRevision}` };
}

function encodeOperation(operation: Operation): Message {
  if ('get' in operation) return { request_range: { key: toBase64(operation.get) } };
  if ('remove' in operation) return { request_delete_range: { key: toBase64(operation.remove) } };
  const { put, value, leaseId = '0' } = operation;
  return { request_put: { key: toBase64(put), value: toBase64(value), lease: leaseId } };
}
