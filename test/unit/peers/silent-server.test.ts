import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { readEtcdOptions } from '../../../src/config/etcd-options.ts';
import { readEvpnOptions } from '../../../src/config/evpn-options.ts';
import { EtcdClient } from '../../../src/peers/etcd/client.ts';
import { etcdNetwork } from '../../../src/peers/etcd/network.ts';
import { watchKeys } from '../../../src/peers/etcd/watch.ts';
import { Gobgp } from '../../../src/peers/evpn/gobgp.ts';
import { Speaker } from '../../../src/peers/evpn/speaker.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(20_000);

/** Of each request. */
const requestTimeoutMs = 200;
const path = { nlri: new Uint8Array(3), attributes: [] };

let dir: string;
let port: number;
let server: Server;
/** What it has accepted, in order. */
let accepted: Socket[];
/** What it says to each; it says nothing more. */
let greeting: string;
let stop: AbortController;

/** A fake: what accepts every connection, takes what comes, and answers nothing, or begins an answer and never ends it. */
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'silk-silent-'));
  [accepted, greeting, stop] = [[], '', new AbortController()];
  server = createServer((socket) => {
    accepted.push(socket);
    // A client that gives up resets the connection.
    socket.on('error', () => undefined).once('data', () => socket.write(greeting));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  stop.abort();
  for (const socket of accepted) socket.destroy();
  server.close();
  rmSync(dir, { recursive: true });
});

/** How long a call took to fail, in ms, which is to be not much more than a request may take. */
async function expectLate(call: Promise<unknown>, text: RegExp): Promise<void> {
  const beganMs = performance.now();
  await expect(call).rejects.toThrow(text);
  expect(performance.now() - beganMs).toBeLessThan(requestTimeoutMs + 2000);
}

function etcdOptions(keys = {}) {
  return readEtcdOptions({ endpoints: [`http://127.0.0.1:${port}`], requestTimeoutMs, ...keys });
}

test.each([
  { name: 'says nothing', says: '' },
  {
    name: 'begins an answer and does not end it',
    says: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"header":',
  },
  { name: 'begins a refusal', says: 'HTTP/1.1 503 Away\r\nContent-Length: 99\r\n\r\n{"error":' },
])('an etcd that $name fails each call in time, and is asked again', async ({ says }) => {
  greeting = says;
  const client = new EtcdClient(etcdOptions());
  await expectLate(client.call('/v3/kv/range', {}), /Cannot ask etcd for \/v3\/kv\/range: http:.*timed out/i);
  const wish = { prefix: '/x', startRevision: 1, silenceMs: requestTimeoutMs };
  await expectLate(watchKeys(client, wish, stop.signal).next(), /timed out|ms of silence/i);
  writeFileSync(join(dir, 'pw'), 'p');
  const withUser = new EtcdClient(etcdOptions({ username: 'u', passwordFile: join(dir, 'pw') }));
  await expectLate(withUser.call('/v3/kv/range', {}), /timed out/i);

  const host = { underlayIp: parseIp('10.0.0.1', 'ip'), mayMove: () => true, stateFile: join(dir, 'l'), bootId: 'b' };
  const network = etcdNetwork(etcdOptions(), host);
  const ended = new AbortController();
  const running = network.run(() => undefined, ended.signal);
  await until('the problem', () => network.view().problems.some(({ reason }) => /timed out/i.test(reason)));
  const { length } = accepted;
  await until('two more tries', () => accepted.length >= length + 2, 10_000);
  ended.abort();
  await running;
});

test('a gobgpd that accepts connections and says nothing fails each call in time, and is asked again', async () => {
  const gobgp = new Gobgp(`127.0.0.1:${port}`, requestTimeoutMs);
  const calls = [
    () => gobgp.getAsn(),
    () => gobgp.listNeighbours(),
    () => gobgp.listPaths(),
    () => gobgp.addPath(path),
    () => gobgp.deletePath(path),
  ];
  for (const call of calls) await expectLate(call(), /DEADLINE_EXCEEDED/);
  gobgp.close();

  const options = { ...readEvpnOptions({ asn: 64_512, requestTimeoutMs }), address: `127.0.0.1:${port}` };
  const speaker = new Speaker(options, { take: () => ({ problems: [], add: [], withdraw: [] }), isDue: () => false });
  const ended = new AbortController();
  let tries = 0;
  const running = speaker.run(() => {
    tries += 1;
  }, ended.signal);
  await until('three tries', () => tries >= 3, 10_000);
  expect(speaker.problems).toMatchObject([
    { what: speaker.name, reason: expect.stringContaining('DEADLINE_EXCEEDED') },
  ]);
  expect(speaker.heardAtMs).toBeUndefined();
  ended.abort();
  await running;
});
