import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeEtcds, startEtcd } from '../../support/etcd.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';
import { prefix, record, writeConfig } from './scene.ts';

jest.setTimeout(60_000);

let between: Between | undefined;
let looking: ReturnType<typeof setInterval> | undefined;

afterEach(async () => {
  clearInterval(looking);
  await disposeTestHosts();
  between?.dispose();
  disposeEtcds();
});

/** What becomes of the text of an answer; undefined: there is none. */
type Garble = (text: string) => string | undefined;

/** No etcd, and says so: it passes on what a real one answers, or less. */
class Between {
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

test('of answers that are cut, garbage, without an end or without records nobody is taken for gone, and the lease stays', async () => {
  const etcd = await startEtcd(undefined);
  writeConfig(etcd);
  const put = (third: number) => {
    const mac = `86:00:00:00:00:${third}`;
    etcd.etcdctl('put', `${prefix}/subnets/10.255.${third}.0-24`, record(`10.0.0.${third}`, mac));
  };
  for (let third = 50; third < 60; third++) put(third);
  between = new Between(etcd.endpoint);
  const timing = { requestTimeoutMs: 300, withdrawGuard: { graceSeconds: 5 } };
  const host = new TestHost('10.0.0.9', { endpoints: [await between.listen()], ...timing });
  await until(
    () => host.peers.length === 10,
    () => host.problems,
  );
  const { subnet } = host;
  const fewest: number[] = [];
  looking = setInterval(() => fewest.push(host.peers.length), 10);
  const steps: readonly { readonly garble: Garble; readonly told: string; readonly isMended: boolean }[] = [
    { garble: (text) => text.slice(0, text.length / 2), told: 'JSON Parse error', isMended: true },
    {
      garble: () => '{"header":{"cluster_id":"1","revision":"?"},"kvs":"?","events":7}',
      told: 'Cannot ask etcd',
      isMended: true,
    },
    // After no answers all is listed anew, and of the records nothing comes but how many there are.
    { garble: () => undefined, told: 'timed out', isMended: false },
    {
      garble: (text) => JSON.stringify({ ...JSON.parse(text), kvs: undefined }),
      told: 'missing peers: found 12 of 12',
      isMended: true,
    },
  ];
  for (const [i, { garble, told, isMended }] of steps.entries()) {
    between.garble = garble;
    await until(
      () => host.problems.includes(told),
      () => host.problems,
    );
    await new Promise((go) => setTimeout(go, 1200));
    expect(host).toMatchObject({ subnet, state: 'held' });
    if (!isMended) continue;
    put(60 + i);
    between.garble = (text) => text;
    await until(
      () => host.peers.includes(`10.255.${60 + i}.0/24 10.0.0.${60 + i}`) && host.problems === '',
      () => host.problems,
    );
  }
  clearInterval(looking);
  expect(Math.min(...fewest)).toBeGreaterThanOrEqual(10);
  expect(host).toMatchObject({ subnet, state: 'held' });
});
