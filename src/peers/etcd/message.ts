/** A message of etcd's gateway: the protocol buffer as JSON, where int64 is text and what has its default value is left out. */
export type Message = Readonly<Record<string, unknown>>;

/** What every answer of etcd begins with. */
export interface Header {
  /** Another one: it is another cluster, with other data. */
  readonly clusterId: string;
  /** Of the whole store: it grows with each change. */
  readonly revision: number;
}

/** A key and what it holds. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly createRevision: number;
  readonly modRevision: number;
  /** The lease that it goes with; `0`: none. A number beyond what JavaScript counts exactly. */
  readonly leaseId: string;
}

/** Bytes, as the gateway writes them. */
export function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function fromBase64(field: unknown): string {
  return typeof field === 'string' ? Buffer.from(field, 'base64').toString('utf8') : '';
}

export function readHeader(message: Message): Header {
  const { cluster_id, revision } = asMessage(message['header']);
  return { clusterId: String(cluster_id ?? ''), revision: Number(revision ?? 0) };
}

export function readKeyValues(message: Message): KeyValue[] {
  return asList(message['kvs']).map((kv) => readKeyValue(asMessage(kv)));
}

export function readKeyValue(kv: Message): KeyValue {
  return {
    key: fromBase64(kv['key']),
    value: fromBase64(kv['value']),
    createRevision: Number(kv['create_revision'] ?? 0),
    modRevision: Number(kv['mod_revision'] ?? 0),
    leaseId: String(kv['lease'] ?? '0'),
  };
}

/** An absent member is one of default values. */
export function asMessage(field: unknown): Message {
  return typeof field === 'object' && field !== null ? (field as Message) : {};
}

export function asList(field: unknown): readonly unknown[] {
  return Array.isArray(field) ? field : [];
}
