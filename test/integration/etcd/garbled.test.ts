import { afterEach, expect, jest, test } from '@jest/globals';
import { startEtcd } from '../../support/etcd.ts';
import { Between, type Garble } from './between.ts';
import { TestHost, until } from './hosts.ts';
import { disposeScene, prefix, record, writeConfig } from './scene.ts';

jest.setTimeout(60_000);

let between: Between | undefined;
let looking: ReturnType<typeof setInterval> | undefined;

afterEach(async () => {
  clearInterval(looking);
  await disposeScene();
  between?.dispose();
});

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
