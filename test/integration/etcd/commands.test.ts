import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeEtcds, type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { silk } from '../../support/project.ts';
import { type Outcome, run } from '../../support/run.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';

jest.setTimeout(60_000);

const key = '/coreos.com/network/config';

let etcd: EtcdServer;

beforeEach(async () => {
  etcd = await startEtcd(undefined);
});

afterEach(async () => {
  await disposeTestHosts();
  disposeEtcds();
});

function call(argv: string): Outcome {
  return run([silk, ...argv.split(' '), '--endpoint', etcd.endpoint], { env: { HTTP_PROXY: 'http://127.0.0.1:1' } });
}

function json(argv: string): Record<string, unknown> {
  return JSON.parse(call(`${argv} --json`).stdout);
}

describe('silk etcd init', () => {
  test('writes the record, keeps one that says the same, and shows another that it does not write over', () => {
    const init = 'etcd init --network 10.255.0.0/16';
    const record = {
      Network: '10.255.0.0/16',
      SubnetLen: 24,
      SubnetMin: '10.255.1.0',
      SubnetMax: '10.255.255.0',
      Backend: { Type: 'vxlan', VNI: 1, Port: 4789, GBP: true },
    };
    expect(json(init)).toEqual({ ok: true, did: 'wrote', key, record });
    expect(JSON.parse(etcd.etcdctl('get', '--print-value-only', key))).toEqual(record);

    etcd.etcdctl('put', key, '{"network":"10.255.0.0/16","Backend":{"Type":"vxlan","Port":4789,"GBP":true}}');
    expect(json(`${init} --subnet-len 24`)).toMatchObject({ did: 'kept' });
    const refused = call(`${init} --vni 7 --no-gbp`);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('(114 ETCD_REFUSED)');
    expect(refused.stderr).toContain('found {"network":"10.255.0.0/16"');
    expect(json(`${init} --vni 7 --no-gbp --force`)).toMatchObject({
      did: 'replaced',
      record: { Backend: { VNI: 7, GBP: false } },
    });
  });

  test('refuses what no host could use', () => {
    expect(call('etcd init --network 10.255.0.0/16 --subnet-len 17').stderr).toContain('SubnetLen: found 17');
    expect(call('etcd init --network 10.255.0.0/16 --subnet-min 10.255.1.1').stderr).toContain('SubnetMin: found');
    expect(etcd.etcdctl('get', key)).toBe('');
  });
});

describe('silk lease', () => {
  test('lists, shows and releases', async () => {
    call('etcd init --network 10.255.0.0/16 --subnet-min 10.255.16.0');
    const options = { endpoints: [etcd.endpoint] };
    const [a, b] = [new TestHost('10.0.0.1', options), new TestHost('10.0.0.2', options)];
    await until(() => a.peers.length + b.peers.length === 2 && a.peers[0] !== 'unknown' && b.peers[0] !== 'unknown');
    const lease = {
      subnet: a.subnet,
      owner: '10.0.0.1',
      ageSeconds: expect.any(Number),
      ttlSeconds: expect.any(Number),
    };
    const leases = json('lease list')['leases'];
    expect(leases).toHaveLength(2);
    expect(leases).toContainEqual(expect.objectContaining(lease));
    expect(call('lease list').stdout).toMatch(new RegExp(`${b.subnet} +10.0.0.2 +ee:ee:.* ago +23h 59m`));
    expect(json(`lease show --state-dir ${a.dir}`)).toMatchObject({ ok: true, lease, peers: [{ owner: '10.0.0.2' }] });

    await b.stop();
    // Without the option as silkd is configured.
    const config = join(a.dir, 'silkd.json');
    writeFileSync(config, JSON.stringify({ source: 'etcd', stateDir: a.dir, etcd: { endpoints: [etcd.endpoint] } }));
    expect(json(`lease show --config ${config}`)).toMatchObject({ ok: true, lease });
    expect(call(`lease release ${b.subnet} --state-dir ${a.dir}`).stderr).toContain('wanted that of 10.0.0.1');
    expect(json(`lease release --state-dir ${b.dir}`)).toMatchObject({ released: true, owner: '10.0.0.2' });
    expect(json(`lease release ${b.subnet} --force`)).toMatchObject({ released: false });
    expect(json(`lease show ${b.subnet}`)).toMatchObject({ ok: false, lease: null });
    await until(() => a.peers.length === 0);

    etcd.etcdctl('put', '/coreos.com/network/subnets/10.255.8.0-24', '{"PublicIP":"10.0.0.8"}');
    expect(call('lease list')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('8.0-24: reserved for 10.0.0.8'),
    });
    expect(a.problems).toBe('');
    etcd.etcdctl('put', '/coreos.com/network/subnets/10.255.9.0-24', 'garbage');
    expect(call('lease list')).toMatchObject({ code: 1, stdout: expect.stringContaining('10.255.9.0-24: the value') });
  });

  test('finds etcd by the configuration of silkd, and says where it looked', () => {
    const found = run([silk, 'lease', 'list', '--config', '/nonexistent/silkd.json']);
    expect(found).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no object "etcd" in /nonexistent/silkd.json'),
    });
    etcd.etcdctl('put', key, '{"Network":"10.255.0.0/16","Backend":{"Type":"vxlan"}}');
    const file = join(mkdtempSync(join(tmpdir(), 'silk-etcd-config-')), 'silkd.json');
    writeFileSync(file, JSON.stringify({ source: 'etcd', etcd: { endpoints: [etcd.endpoint] } }));
    const configured = run([silk, 'lease', 'list', '--config', file, '--json']);
    rmSync(dirname(file), { recursive: true });
    expect(JSON.parse(configured.stdout)).toEqual({
      ok: true,
      prefix: '/coreos.com/network',
      network: '10.255.0.0/16',
      leases: [],
    });
  });
});
