import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readEtcdOptions } from '../../../../src/config/etcd-options.ts';
import { EtcdClient } from '../../../../src/peers/etcd/client.ts';

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

/** What stands between a host and etcd, and answers in its place. */
async function listen(status: number, body: string): Promise<string> {
  server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('EtcdClient', () => {
  test.each([
    {
      name: 'JSON of a balancer that finds no etcd',
      status: 503,
      body: '{"error":"no backend"}',
      code: 'TRY_LATER',
      text: '503: no backend',
    },
    {
      name: 'a page that says so',
      status: 502,
      body: '<p>bad gateway',
      code: 'TRY_LATER',
      text: '502: <p>bad gateway',
    },
    { name: 'JSON of something else in its place', status: 404, body: '{}', code: 'TRY_LATER', text: '404: {}' },
    {
      name: "etcd's own no",
      status: 400,
      body: '{"error":"x","message":"no such role","code":3}',
      code: 'ETCD_REFUSED',
      text: '400: no such role',
    },
    {
      name: 'etcd without a leader',
      status: 503,
      body: '{"error":"no leader","code":14}',
      code: 'TRY_LATER',
      text: '503: no leader',
    },
  ])('says what was answered, and whether to try again: $name', async ({ status, body, code, text }) => {
    const client = new EtcdClient(readEtcdOptions({ endpoints: [await listen(status, body)] }));
    await expect(client.call('/v3/kv/range', {})).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
  });

  test.each([
    { name: 'a certificate', endpoints: ['https://127.0.0.1:1'], keys: { caFile: '/nonexistent/ca.pem' } },
    { name: 'a password', endpoints: ['http://127.0.0.1:1'], keys: { username: 'u', passwordFile: '/nonexistent/pw' } },
  ])('names the file of $name that cannot be read', async ({ endpoints, keys }) => {
    const client = new EtcdClient(readEtcdOptions({ endpoints, ...keys }));
    const error = { code: 'IO_FAILURE', message: expect.stringContaining('/nonexistent/') };
    await expect(client.call('/v3/kv/range', {})).rejects.toMatchObject(error);
  });
});
