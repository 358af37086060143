import type { EtcdOptions } from '../../config/etcd-options.ts';
import { errorText, SilkError } from '../../errors.ts';
import { readAnswer, readRefusal } from './answer.ts';
import { Credentials } from './credentials.ts';
import { EtcdError, isAway } from './error.ts';
import type { Message } from './message.ts';
import { TlsFiles, type TlsMaterial } from './tls-files.ts';

/** What a client needs of the options. */
export type ClientOptions = Pick<
  EtcdOptions,
  'endpoints' | 'user' | 'caFile' | 'certFile' | 'keyFile' | 'requestTimeoutMs'
>;

/** etcd's JSON gateway (`/v3/...`): one endpoint after the other, never through a proxy, with a token where there is a user. */
export class EtcdClient {
  /** For messages: `etcd at http://127.0.0.1:2379`. */
  readonly name: string;
  readonly #options: ClientOptions;
  readonly #tls: TlsFiles;
  readonly #credentials: Credentials;
  #at = 0;
  #lifetime: AbortSignal | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.name = `etcd at ${options.endpoints.join(', ')}`;
    this.#tls = new TlsFiles(options);
    this.#credentials = new Credentials(options.user);
  }

  /** The endpoint that is asked first. */
  get endpoint(): string {
    return this.#options.endpoints[this.#at % this.#options.endpoints.length] ?? '';
  }

  /** From the signal on, no request is waited for. */
  endWith(signal: AbortSignal): void {
    this.#lifetime = signal;
  }

  /**
   * One request and its answer.
   * @throws EtcdError what etcd said, or why no endpoint answered; SilkError IO_FAILURE naming a file that cannot be read.
   */
  async call(path: string, message: Message): Promise<Message> {
    return await this.#inTurn(path, async (endpoint) => {
      const response = await this.#post({ endpoint, path, message, signal: this.#inTime() });
      return await readAnswer(response);
    });
  }

  /**
   * One request and its answers, which come until the signal.
   * @throws EtcdError as `call`, where none comes in the time of a request.
   */
  async open(path: string, message: Message, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return await this.#inTurn(path, async (endpoint) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new Error('timed out')), this.#options.requestTimeoutMs);
      try {
        const { body } = await this.#post({ endpoint, path, message, signal: AbortSignal.any([late.signal, signal]) });
        if (body === null) throw new Error('an answer without a body');
        return body;
      } finally {
        clearTimeout(timer);
      }
    });
  }

  /** Begins with the endpoint that answered last. */
  async #inTurn<T>(path: string, ask: (endpoint: string) => Promise<T>): Promise<T> {
    const { endpoints } = this.#options;
    const reasons: string[] = [];
    for (let turn = 0; turn < endpoints.length; turn++) {
      const { endpoint } = this;
      try {
        return await this.#withToken(endpoint, () => ask(endpoint));
      } catch (error) {
        if (error instanceof SilkError && !(error instanceof EtcdError && isAway(error.grpcCode))) throw error;
        reasons.push(`${endpoint}: ${this.#reasonOf(endpoint, error)}`);
        this.#at += 1;
      }
    }
    throw new EtcdError(`Cannot ask etcd for ${path}: ${reasons.join('; ')}`);
  }

  #reasonOf(endpoint: string, error: unknown): string {
    const complaint = endpoint.startsWith('https:') ? this.#tls.complaint(Date.now()) : undefined;
    return complaint === undefined ? errorText(error) : `${errorText(error)} (${complaint})`;
  }

  /** A token that etcd does not know any more is got anew, once. */
  async #withToken<T>(endpoint: string, ask: () => Promise<T>): Promise<T> {
    await this.#credentials.ensure((message) => this.#authenticate(endpoint, message));
    try {
      return await ask();
    } catch (error) {
      if (!this.#credentials.forgetWhenRefused(error)) throw error;
      await this.#credentials.ensure((message) => this.#authenticate(endpoint, message));
      return await ask();
    }
  }

  async #authenticate(endpoint: string, message: Message): Promise<Message> {
    const response = await this.#post({ endpoint, path: '/v3/auth/authenticate', message, signal: this.#inTime() });
    return await readAnswer(response);
  }

  #inTime(): AbortSignal {
    const within = AbortSignal.timeout(this.#options.requestTimeoutMs);
    return this.#lifetime === undefined ? within : AbortSignal.any([within, this.#lifetime]);
  }

  async #post({ endpoint, path, message, signal }: Post): Promise<Response> {
    const response = await fetch(`${endpoint}${path}`, {
      method: 'POST',
      body: JSON.stringify(message),
      headers: { ...this.#credentials.headers(), ...requireLeader },
      signal,
      redirect: 'error',
      ...directly(endpoint.startsWith('https:') ? this.#tls.latest() : undefined),
    });
    if (!response.ok) throw await readRefusal(endpoint, path, response);
    return response;
  }
}

interface Post {
  readonly endpoint: string;
  readonly path: string;
  readonly message: Message;
  readonly signal: AbortSignal;
}

/** A watch of a member that has lost its leader is to end, not to fall silent (clientv3.WithRequireLeader). */
const requireLeader = { 'Grpc-Metadata-hasleader': 'true' };

/** `proxy: false` is Bun's: whatever HTTP_PROXY says, etcd is on the underlay. */
function directly(tls: TlsMaterial | undefined): object {
  return tls === undefined ? { proxy: false } : { proxy: false, tls };
}
