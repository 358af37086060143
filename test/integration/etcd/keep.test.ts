import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { EtcdServer } from '../../support/etcd.ts';
import { TestHost, until } from './hosts.ts';
import {
  disposeScene,
  keyOf,
  prefix,
  readKey,
  record,
  revisionOf,
  startHosts,
  startScene,
  writeConfig,
} from './scene.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;

beforeEach(async () => {
  etcd = await startScene();
});

afterEach(disposeScene);

function put(key: string, value: string): void {
  etcd.etcdctl('put', key, value);
}

describe("a host's own record", () => {
  test('is as flannel writes it, with the history beside it', async () => {
    const [host] = await startHosts(etcd, 1);
    const [, third] = /^10\.255\.(\d+)\.0/.exec(host.subnet ?? '') ?? [];
    expect(JSON.parse(readKey(etcd, keyOf(host)))).toEqual({
      PublicIP: '10.0.0.1',
      PublicIPv6: null,
      BackendType: 'vxlan',
      BackendData: { VNI: 7, VtepMAC: `ee:ee:0a:ff:${Number(third).toString(16).padStart(2, '0')}:00` },
    });
    expect(host.source.view().place).toMatchObject({ vni: 7, port: 4789, gbp: true });
    expect(readKey(etcd, keyOf(host).replace('subnets', 'silk/history'))).toMatch(
      /^{"PublicIP":"10.0.0.1","Since":"20.*Z"}$/,
    );
  });

  test('outlives its time as long as the host is there, without a write, and goes with it', async () => {
    const [host, other] = await startHosts(etcd, 2, { leaseTtlSeconds: 2, renewIntervalSeconds: 1 });
    const before = revisionOf(etcd, keyOf(host));
    await new Promise((go) => setTimeout(go, 3000));
    expect(revisionOf(etcd, keyOf(host))).toBe(before);
    expect(host.problems).toBe('');
    expect(other?.peers).toHaveLength(1);
    await other?.stop();
    await until(
      () => host.peers.length === 0,
      () => host.peers,
    );
  });

  test.each([
    { name: 'is taken away', spoil: (key: string) => etcd.etcdctl('del', key) },
    { name: 'becomes garbage', spoil: (key: string) => put(key, '}garbage{') },
  ])('is made anew at once when it $name', async ({ spoil }) => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    const key = keyOf(host);
    spoil(key);
    await until(
      () => readKey(etcd, key).includes('"10.0.0.1"'),
      () => readKey(etcd, key),
      4000,
    );
    expect(host).toMatchObject({ subnet, state: 'held' });
  });

  test('that another host takes is never written over: lost while containers are there, then another', async () => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    host.mayMove = false;
    const key = keyOf(host);
    put(key, record('10.0.0.99'));
    await until(
      () => host.state === 'lost',
      () => host.source.view(),
    );
    await host.source.refresh();
    expect(readKey(etcd, key)).toBe(record('10.0.0.99'));
    expect(host.subnet).toBe(subnet);
    expect(host.source.view().lease).toMatchObject({ reason: expect.stringContaining('10.0.0.99 has it') });

    await host.restart();
    expect(host).toMatchObject({ subnet, state: 'lost' });
    host.mayMove = true;
    await until(
      () => host.state === 'held',
      () => host.source.view(),
    );
    expect(host.subnet).not.toBe(subnet);
    expect(readKey(etcd, key)).toBe(record('10.0.0.99'));
  });

  test('is no more its own where no other is to be had', async () => {
    writeConfig(etcd, { Network: '10.255.0.0/22' });
    const [host] = await startHosts(etcd, 1);
    for (const third of [1, 2, 3]) put(`${prefix}/subnets/10.255.${third}.0-24`, record(`10.0.0.9${third}`));
    await until(
      () => host.problems.includes('Cannot acquire a subnet'),
      () => host.problems,
    );
    expect(host.state).toBe('lost');
  });

  test('is had again when the other host lets it go', async () => {
    const [host] = await startHosts(etcd, 1);
    host.mayMove = false;
    const { subnet } = host;
    put(keyOf(host), record('10.0.0.99'));
    await until(() => host.state === 'lost');
    etcd.etcdctl('del', keyOf(host));
    await until(
      () => host.state === 'held',
      () => host.source.view(),
    );
    expect(host.subnet).toBe(subnet);
  });
});

describe('after a restart', () => {
  test('the host has its subnet at once in the same boot, with etcd away; in another boot it waits for etcd', async () => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    await host.stop();
    await etcd.stop();
    await host.restart();
    expect(host).toMatchObject({ subnet, state: 'held', peers: ['unknown'] });
    await host.restart('boot-2');
    expect(host).toMatchObject({ subnet: undefined, state: 'none' });
    await etcd.restart();
    await until(
      () => host.state === 'held',
      () => host.problems,
    );
    expect(host.subnet).toBe(subnet);
  });

  test('the host asks first for the subnet that it remembers, though its record has gone', async () => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    await host.stop();
    etcd.etcdctl('del', keyOf(host));
    await host.restart('boot-2');
    await until(
      () => host.state === 'held',
      () => host.problems,
    );
    expect(host.subnet).toBe(subnet);
  });

  test('the record is still its own when its address has changed', async () => {
    const [host] = await startHosts(etcd, 1);
    await host.stop();
    const moved = new TestHost('10.0.0.7', { endpoints: [etcd.endpoint] }, host);
    moved.mayMove = false;
    await until(
      () => readKey(etcd, keyOf(host)).includes('"10.0.0.7"'),
      () => moved.problems,
    );
    await until(() => moved.state === 'held');
    expect(moved.subnet).toBe(host.subnet);
  });
});

describe('records of others', () => {
  test('a record that cannot be read takes no peer away, and is told of', async () => {
    const [host, other] = await startHosts(etcd, 2);
    const { peers } = host;
    await other?.stop();
    put(keyOf(other as TestHost), '{"PublicIP":"no');
    put(`${prefix}/subnets/nonsense`, record('10.0.0.60'));
    put(`${prefix}/subnets/10.255.61.0-24`, record('10.0.0.61', 'ff:ff:ff:ff:ff:ff'));
    await until(
      () => host.problems.split('\n').length === 3,
      () => host.problems,
    );
    expect(host.peers).toEqual(peers);
    expect(host.problems).toContain(`${keyOf(other as TestHost)}: the value: found`);
    expect(host.problems).toContain('; the host at 10.0.0.2 is kept');
    expect(host.problems).toContain('subnets/nonsense: the key: found "nonsense"');
    expect(host.problems).toContain('BackendData.VtepMAC: found "ff:ff:ff:ff:ff:ff"');
    put(keyOf(other as TestHost), record('10.0.0.2'));
    etcd.etcdctl('del', `${prefix}/subnets/nonsense`);
    etcd.etcdctl('del', `${prefix}/subnets/10.255.61.0-24`);
    await until(
      () => host.problems === '',
      () => host.problems,
    );
  });

  test('two of one MAC or one address are told of', async () => {
    const [host] = await startHosts(etcd, 1);
    put(`${prefix}/subnets/10.255.60.0-24`, record('10.0.0.60'));
    put(`${prefix}/subnets/10.255.61.0-24`, record('10.0.0.60', '86:00:00:00:00:02'));
    put(`${prefix}/subnets/10.255.62.0-24`, record('10.0.0.62'));
    await until(
      () => host.problems.split('\n').length === 2,
      () => host.problems,
    );
    expect(host.problems).toContain('61.0-24: found PublicIP 10.0.0.60, which 10.255.60.0/24 has as well');
    expect(host.problems).toContain('62.0-24: found VtepMAC 86:00:00:00:00:01, which 10.255.60.0/24 has as well');
  });

  test('many that go at once are held, until a later list says so as well', async () => {
    const [host] = await startHosts(etcd, 1);
    for (let i = 50; i < 60; i++)
      put(`${prefix}/subnets/10.255.${i}.0-24`, record(`10.0.0.${i}`, `86:00:00:00:00:${i}`));
    await until(() => host.peers.length === 10);
    etcd.etcdctl('del', `${prefix}/subnets/10.255.50.`, `${prefix}/subnets/10.255.6`);
    put(`${prefix}/subnets/10.255.40.0-24`, record('10.0.0.40'));
    await until(
      () => host.problems.includes('missing peers: found 10 of 11 peers gone at once'),
      () => host.problems,
    );
    expect(host.peers).toHaveLength(11);
    await until(
      () => host.peers.length === 1,
      () => host.problems,
    );
    expect(host.problems).toBe('');
  });
});

describe('a change of the network', () => {
  test('is followed only while there are no containers', async () => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    host.mayMove = false;
    writeConfig(etcd, { Network: '10.254.0.0/16' });
    await until(
      () => host.problems.includes('nothing changes while'),
      () => host.problems,
    );
    expect(host).toMatchObject({ subnet, state: 'held' });
    host.mayMove = true;
    await host.source.refresh();
    writeConfig(etcd, { Network: '10.254.0.0/16', SubnetLen: 25 });
    await until(
      () => host.subnet?.startsWith('10.254.') === true,
      () => host.problems,
    );
    expect(host.subnet).toMatch(/\/25$/);
    await until(() => !etcd.etcdctl('get', '--prefix', '--keys-only', `${prefix}/subnets/`).includes('10.255.'));
    const backend = { Type: 'vxlan', VNI: 9, Port: 4789, GBP: true };
    writeConfig(etcd, { Network: '10.254.0.0/16', SubnetLen: 25, Backend: backend });
    await until(
      () => host.source.view().place?.vni === 9 && readKey(etcd, keyOf(host)).includes('"VNI":9'),
      () => host.problems,
    );
  });

  test('is not followed where a container comes meanwhile', async () => {
    const [host] = await startHosts(etcd, 1);
    const { subnet } = host;
    let asked = 0;
    Object.defineProperty(host, 'mayMove', { get: () => ++asked === 1 });
    writeConfig(etcd, { Network: '10.254.0.0/16' });
    await until(
      () => host.problems.includes('lease: Cannot move to 10.254.'),
      () => host.problems,
    );
    expect(host).toMatchObject({ subnet, state: 'held' });
    await until(() => !etcd.etcdctl('get', '--prefix', '--keys-only', `${prefix}/subnets/`).includes('10.254.'));
  });
});
