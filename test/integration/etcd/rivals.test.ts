import { cpSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { EtcdServer } from '../../support/etcd.ts';
import { Between } from './between.ts';
import { TestHost, until } from './hosts.ts';
import { disposeScene, keyOf, prefix, readKey, record, revisionOf, startHosts, startScene } from './scene.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;
let between: Between | undefined;

beforeEach(async () => {
  etcd = await startScene();
});

afterEach(async () => {
  await disposeScene();
  between?.dispose();
});

const told = 'written by another silkd or flanneld that has it, wanted one of them for each address';

test('a host made from a copy of another one’s disk gets a subnet of its own, and ends nothing of the other’s', async () => {
  const [host, clone] = (await startHosts(etcd, 2)) as readonly [TestHost, TestHost];
  const [subnet, own] = [host.subnet, clone.subnet];
  host.mayMove = false;
  const before = revisionOf(etcd, keyOf(host));
  await clone.stop();
  rmSync(clone.dir, { recursive: true });
  cpSync(host.dir, clone.dir, { recursive: true });
  await clone.restart('boot-of-the-clone');
  await until(
    () => clone.state === 'held',
    () => clone.problems,
  );
  expect(clone.subnet).toBe(own);
  await host.source.refresh();
  expect(host).toMatchObject({ subnet, state: 'held', problems: '' });
  expect(revisionOf(etcd, keyOf(host))).toBe(before);
});

describe('two with one address', () => {
  test('two silkds that have it both say so as long as both are there', async () => {
    const [host] = await startHosts(etcd, 1, { probeIntervalSeconds: 1 });
    const twin = new TestHost('10.0.0.1', { endpoints: [etcd.endpoint] });
    const both = () => [host, twin].map(({ problems }) => problems);
    await until(() => both().every((text) => text.includes(`${keyOf(host)} ${told}`)), both);
    const before = revisionOf(etcd, keyOf(host));
    const beganMs = performance.now();
    await new Promise((go) => setTimeout(go, 2500));
    expect(both()).toEqual([expect.stringContaining(told), expect.stringContaining(told)]);
    // Each of them answers once in each interval of a probe, not each time that it hears the other.
    const words = revisionOf(etcd, keyOf(host)) - before;
    expect(words).toBeLessThanOrEqual(2 * Math.ceil((performance.now() - beganMs) / 1000));
    // What their words were said with does not pile up: one each, but for the moment of a word.
    await until(
      () => /^found [12] leases/.test(etcd.etcdctl('lease', 'list')),
      () => etcd.etcdctl('lease', 'list'),
    );
    await twin.stop();
    await until(
      () => host.problems === '',
      () => host.problems,
    );
  });

  test('a host’s own word that went unanswered is not taken for another’s', async () => {
    between = new Between(etcd.endpoint);
    const host = new TestHost('10.0.0.1', { endpoints: [await between.listen()], requestTimeoutMs: 300 });
    await until(() => host.state === 'held');
    const key = keyOf(host);
    let dropped = 0;
    between.garble = (text) => (text.includes('response_put') && dropped++ === 0 ? undefined : text);
    etcd.etcdctl('del', key);
    const seen: string[] = [];
    await until(
      () => {
        seen.push(host.problems);
        return seen.some((text) => text.includes('timed out')) && host.problems === '';
      },
      () => host.problems,
    );
    expect(seen.filter((text) => text.includes(told))).toEqual([]);
    expect(readKey(etcd, key)).toContain('10.0.0.1');
  });

  test('a flanneld that writes our record is written over at once, and told of; a reservation is none', async () => {
    const [host] = await startHosts(etcd, 1, { probeIntervalSeconds: 3600 });
    const key = keyOf(host);
    etcd.etcdctl('put', key, readKey(etcd, key));
    const expiry = () => host.source.view().lease;
    await until(() => JSON.stringify(expiry()).includes('"expiresAtMs":null'), expiry); // Infinity
    expect(host.problems).toBe('');
    const [, lease = ''] = /^lease (\S+) granted/.exec(etcd.etcdctl('lease', 'grant', '600')) ?? [];
    etcd.etcdctl('put', `--lease=${lease}`, key, record('10.0.0.1', '4a:00:00:00:00:01'));
    await until(
      () => readKey(etcd, key).includes('ee:ee:0a:ff:'),
      () => readKey(etcd, key),
      4000,
    );
    await until(
      () => host.problems.includes(told),
      () => host.problems,
    );
    expect(host.state).toBe('held');
  });
});

test('values that are too long to be read at once keep nobody from learning of the others', async () => {
  for (let i = 30; i < 44; i++) {
    const pair = { key: btoa(`${prefix}/subnets/10.255.${i}.0-24`), value: btoa('x'.repeat(1_300_000)) };
    await fetch(`${etcd.endpoint}/v3/kv/put`, { method: 'POST', body: JSON.stringify(pair) });
  }
  etcd.etcdctl('put', `${prefix}/subnets/10.255.60.0-24`, record('10.0.0.60'));
  const host = new TestHost('10.0.0.1', { endpoints: [etcd.endpoint] });
  await until(
    () => host.state === 'held' && host.peers.join() === '10.255.60.0/24 10.0.0.60',
    () => [host.peers, host.problems],
  );
  expect(host.problems.split('\n')).toHaveLength(14);
});
