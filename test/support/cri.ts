import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import type { JsonObject } from './json.ts';

const definition = loadSync(join(import.meta.dirname, 'cri.proto'), { keepCase: true, defaults: true, enums: String });

type Service = 'RuntimeService' | 'ImageService';

/** The Container Runtime Interface, called as kubelet calls it. Names are the interface's own. */
export class Cri {
  readonly #client: Client;

  /** @param socket the path of the runtime's Unix socket, of less than 108 bytes */
  constructor(socket: string) {
    this.#client = new Client(`unix://${socket}`, credentials.createInsecure());
  }

  /**
   * Calls a method of RuntimeService.
   * @param signal ends the call, as kubelet does that has waited long enough
   * @throws what the runtime answers with, and after 20 s
   */
  runtime(method: string, request: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    return this.#call('RuntimeService', method, request, signal);
  }

  /** Calls a method of ImageService, likewise. */
  image(method: string, request: JsonObject): Promise<JsonObject> {
    return this.#call('ImageService', method, request);
  }

  close(): void {
    this.#client.close();
  }

  #call(service: Service, method: string, request: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    const { path, requestSerialize, responseDeserialize } = methodOf(service, method);
    const options = { deadline: Date.now() + 20_000 };
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        options,
        (error, response) => {
          if (error !== null) reject(new Error(`${method}: ${error.details}`));
          else resolve({ ...response });
        },
      );
      signal?.addEventListener('abort', () => call.cancel());
    });
  }
}

function methodOf(service: Service, method: string): MethodDefinition<object, object> {
  const methods = definition[`runtime.v1.${service}`];
  const found = methods === undefined || 'format' in methods ? undefined : methods[method];
  if (found === undefined) throw new Error(`no ${service}.${method} in cri.proto`);
  return found;
}
