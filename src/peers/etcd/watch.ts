import { checkSize } from './answer.ts';
import type { EtcdClient } from './client.ts';
import { EtcdError, grpc } from './error.ts';
import { endOf } from './kv.ts';
import {
  asList,
  asMessage,
  type Header,
  type KeyValue,
  type Message,
  readHeader,
  readKeyValue,
  toBase64,
} from './message.ts';

/** A change of one key. */
export interface KeyEvent {
  readonly type: 'put' | 'delete';
  /** Of a deletion: the key, and no value. */
  readonly kv: KeyValue;
}

/** One answer of a watch: changes, or none, which says that there are none up to that revision. */
export interface WatchNews {
  readonly header: Header;
  readonly events: readonly KeyEvent[];
}

/** What to watch. */
export interface WatchWish {
  readonly prefix: string;
  /** The first revision whose changes are told. */
  readonly startRevision: number;
  /** A stream that says nothing for so long is taken for dead. */
  readonly silenceMs: number;
}

/**
 * The changes of all keys that begin with a prefix.
 * @throws EtcdError when the stream ends, falls silent or is cancelled, as by a compaction: the keys have to be listed again.
 */
export async function* watchKeys(
  client: EtcdClient,
  { prefix, startRevision, silenceMs }: WatchWish,
  signal: AbortSignal,
): AsyncGenerator<WatchNews> {
  const over = new AbortController();
  const create_request = {
    key: toBase64(prefix),
    range_end: toBase64(endOf(prefix)),
    start_revision: `${startRevision}`,
    progress_notify: true,
  };
  try {
    const body = await client.open('/v3/watch', { create_request }, AbortSignal.any([signal, over.signal]));
    for await (const text of linesOf(body, silenceMs)) yield readNews(parseLine(text));
  } finally {
    over.abort();
  }
  throw new EtcdError(`Cannot watch ${prefix}: found the end of the stream, wanted more`);
}

function parseLine(text: string): Message {
  try {
    return asMessage(JSON.parse(text));
  } catch (error) {
    throw new EtcdError(`Cannot watch: found ${JSON.stringify(text.slice(0, 80))}, wanted JSON`, undefined, error);
  }
}

function readNews(message: Message): WatchNews {
  const error = asMessage(message['error']);
  if (error['message'] !== undefined) {
    throw new EtcdError(`Cannot watch: etcd said ${error['message']}`, Number(error['grpc_code'] ?? error['code']));
  }
  const result = asMessage(message['result']);
  if (result['canceled'] === true) throw cancelled(result);
  return { header: readHeader(result), events: asList(result['events']).map((event) => readEvent(asMessage(event))) };
}

function cancelled({ compact_revision, cancel_reason }: Message): EtcdError {
  const reason = compact_revision === undefined ? String(cancel_reason ?? 'no reason') : 'compacted';
  const code = /permission denied|invalid auth token/i.test(reason) ? grpc.PERMISSION_DENIED : grpc.UNAVAILABLE;
  return new EtcdError(`Cannot watch: etcd cancelled the watch: ${reason}`, code);
}

function readEvent({ type, kv }: Message): KeyEvent {
  return { type: type === 'DELETE' ? 'delete' : 'put', kv: readKeyValue(asMessage(kv)) };
}

/** The lines of a stream, as they end. */
async function* linesOf(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await within(reader.read(), silenceMs);
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    checkSize(rest.length);
    yield* lines.filter((line) => line !== '');
  }
}

async function within<T>(promise: Promise<T>, timeMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new EtcdError(`Cannot watch: found ${timeMs} ms of silence, wanted progress`)),
      timeMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
