import { EtcdError, grpc } from './error.ts';
import { asMessage, type Message } from './message.ts';

/** Bytes: of records as hosts write them, a page is a twentieth of that. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The answer to a request that was granted. What is in etcd's place and knows nothing of it may answer as well: an answer without
 * etcd's header says nothing of what there is, least of all that there is nothing.
 * @throws Error what was found, where it is no answer of etcd.
 */
export async function readAnswer(response: Response): Promise<Message> {
  const answer = asMessage(JSON.parse(await readText(response)));
  // A method that is a stream answers inside `result`.
  const { cluster_id, revision = '0' } = asMessage(asMessage(answer['result'] ?? answer)['header']);
  if (typeof cluster_id === 'string' && /^\d+$/.test(String(revision))) return answer;
  throw new Error(`found ${shorten(JSON.stringify(answer))}, wanted an answer with the header of etcd`);
}

/** Why a request was not granted; another endpoint is asked where it is not etcd that says so. */
export async function readRefusal(endpoint: string, path: string, response: Response): Promise<EtcdError> {
  const text = await readText(response);
  const { code, message } = parseRefusal(text);
  return new EtcdError(
    `Cannot ask ${endpoint} for ${path}: it answered ${response.status}: ${message ?? (shorten(text) || 'nothing more')}`,
    code ?? grpc.UNAVAILABLE,
  );
}

/** A method that is a stream has an object in `error`, the others its text. */
function parseRefusal(text: string): { readonly code?: number; readonly message?: string } {
  try {
    const { code, message, error } = asMessage(JSON.parse(text));
    const inner = asMessage(error);
    const found = Number(code ?? inner['grpc_code']);
    const said = message ?? inner['message'] ?? error;
    return { ...(Number.isInteger(found) && { code: found }), ...(typeof said === 'string' && { message: said }) };
  } catch {
    return {};
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    checkSize(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What would be kept of one answer. @throws EtcdError RESOURCE_EXHAUSTED, as gRPC, beyond what a host reads at once. */
export function checkSize(size: number): void {
  if (size <= maxBytes) return;
  const wanted = 'wanted it in parts, or another in the place of etcd';
  throw new EtcdError(
    `Cannot ask etcd: found an answer of more than ${maxBytes} bytes, ${wanted}`,
    grpc.RESOURCE_EXHAUSTED,
  );
}

function shorten(text: string): string {
  return text.slice(0, 200);
}
