import { describe, expect, test } from '@jest/globals';
import { readAnswer, readRefusal } from '../../../../src/peers/etcd/answer.ts';
import type { EtcdClient } from '../../../../src/peers/etcd/client.ts';
import { EtcdError, grpc, isAway } from '../../../../src/peers/etcd/error.ts';
import { listKeys } from '../../../../src/peers/etcd/kv.ts';
import { toBase64 } from '../../../../src/peers/etcd/message.ts';

const header = { cluster_id: '14841639068965178418', revision: '7' };

describe('readAnswer()', () => {
  test.each([{ header, kvs: [] }, { result: { header, TTL: '9' } }])(
    'takes what has the header of etcd: %j',
    async (answer) => {
      expect(await readAnswer(Response.json(answer))).toEqual(answer);
    },
  );

  // Each of them would say that there is no record, and so no peer.
  test.each([
    '{}',
    '[]',
    'null',
    '7',
    '{"header":{}}',
    '{"header":{"cluster_id":5}}',
    '{"header":{"cluster_id":"5","revision":"?"}}',
    '{"kvs":[]}',
    '{"result":null}',
  ])('takes no %s for an answer', async (text) => {
    await expect(readAnswer(new Response(text))).rejects.toThrow('wanted an answer with the header of etcd');
  });

  test('reads no more than etcd can have to say', async () => {
    let chunks = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        if (chunks < 100) controller.enqueue(new Uint8Array(1024 * 1024));
        else controller.close();
      },
    });
    await expect(readAnswer(new Response(body))).rejects.toThrow('more than 16777216 bytes');
    expect(chunks).toBeLessThan(30);
  });
});

describe('readRefusal()', () => {
  const no = { error: 'etcdserver: permission denied', message: 'etcdserver: permission denied', code: 7 };
  const noLeader = { error: { grpc_code: 14, http_code: 503, message: 'etcdserver: no leader' } };

  test.each([
    { text: JSON.stringify(no), says: '403: etcdserver: permission denied', away: false },
    { text: JSON.stringify(noLeader), says: '403: etcdserver: no leader', away: true },
    { text: '<html>', says: '403: <html>', away: true },
    { text: '{}', says: '403: {}', away: true },
    { text: '', says: '403: nothing more', away: true },
  ])('$text: $says', async ({ text, says, away }) => {
    const error = await readRefusal('http://a', '/v3', new Response(text, { status: 403 }));
    expect(error.message).toBe(`Cannot ask http://a for /v3: it answered ${says}`);
    expect(isAway(error.grpcCode)).toBe(away);
  });
});

test('listKeys() asks for less at once where an answer is too long, and gives up at a single key', async () => {
  const limits: string[] = [];
  const tooLong =
    (least: number) =>
    async (_path: string, { limit }: { readonly limit: string }) => {
      limits.push(limit);
      if (Number(limit) > least) throw new EtcdError('too long', grpc.RESOURCE_EXHAUSTED);
      return { header, kvs: [{ key: toBase64('/p/1'), value: '' }] };
    };
  const client = (least: number) => ({ call: tooLong(least) }) as unknown as EtcdClient;
  expect((await listKeys(client(5), '/p/')).kvs).toHaveLength(1);
  expect(limits.map(Number)).toEqual([4000, 64, 16, 4]);
  await expect(listKeys(client(0), '/p/')).rejects.toThrow('too long');
});

test('listKeys() does not follow an etcd that gives the same page again and again', async () => {
  let asked = 0;
  const call = async () => {
    asked += 1;
    return { header, kvs: [{ key: toBase64('/p/1'), value: '' }], more: asked < 100 };
  };
  await expect(listKeys({ call } as unknown as EtcdClient, '/p/')).rejects.toThrow('found /p/1 twice');
  expect(asked).toBe(2);
});
