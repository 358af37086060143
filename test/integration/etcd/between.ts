import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of the text of an answer; undefined: there is none. */
export type Garble = (text: string) => string | undefined;

/** No etcd, and says so: it passes on what a real one answers, or less. */
export class Between {
  garble: Garble = (text) => text;
  readonly #server: Server;

  constructor(endpoint: string) {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const over = new AbortController();
      response.on('close', () => over.abort());
      try {
        const body = Buffer.concat(chunks);
        const answer = await fetch(`${endpoint}${request.url}`, { method: 'POST', body, signal: over.signal });
        response.writeHead(answer.status);
        const texts = request.url === '/v3/watch' ? linesOf(answer) : [await answer.text()];
        for await (const text of texts) {
          const garbled = this.garble(text);
          if (garbled === undefined) return;
          response.write(garbled);
          if (garbled !== text) break;
        }
        response.end();
      } catch {
        response.destroy();
      }
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  dispose(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function* linesOf(answer: Response): AsyncGenerator<string> {
  for await (const chunk of answer.body ?? []) yield Buffer.from(chunk).toString();
}
