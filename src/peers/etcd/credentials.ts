import type { EtcdOptions } from '../../config/etcd-options.ts';
import { errorText, SilkError } from '../../errors.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { EtcdError, grpc } from './error.ts';
import type { Message } from './message.ts';

/** What etcd says of a token that it does not know, or does not know any more; its codes for these differ by version. */
const unknownToken = /invalid auth token|user name is empty|revision of auth store is old/;

/** A user of etcd's own, and the token that stands for user and password. */
export class Credentials {
  readonly #user: EtcdOptions['user'];
  #token: string | undefined;
  #isWithout = false;

  constructor(user: EtcdOptions['user']) {
    this.#user = user;
  }

  headers(): Record<string, string> {
    return this.#token === undefined ? {} : { Authorization: this.#token };
  }

  /** Gets a token where there is a user and none was got yet. Without authentication in etcd there is none to get. */
  async ensure(authenticate: (message: Message) => Promise<Message>): Promise<void> {
    if (this.#user === undefined || this.#token !== undefined || this.#isWithout) return;
    const password = readPassword(this.#user.passwordFile);
    try {
      const { token } = await authenticate({ name: this.#user.name, password });
      this.#token = String(token);
    } catch (error) {
      if (!(error instanceof EtcdError && error.grpcCode === grpc.FAILED_PRECONDITION)) throw error;
      this.#isWithout = true;
    }
  }

  /** Whether an answer says that the token is not known, so that another may be: then the token is forgotten. */
  forgetWhenRefused(error: unknown): boolean {
    if (this.#user === undefined || !(error instanceof EtcdError)) return false;
    if (error.grpcCode !== grpc.UNAUTHENTICATED && !unknownToken.test(error.message)) return false;
    this.#token = undefined;
    this.#isWithout = false;
    return true;
  }
}

/** Without the end of its line. */
function readPassword(path: string): string {
  try {
    return readRegularFile(path).replace(/\r?\n$/, '');
  } catch (error) {
    throw new SilkError('IO_FAILURE', `Cannot read the password file ${path}: ${errorText(error)}`, { cause: error });
  }
}
