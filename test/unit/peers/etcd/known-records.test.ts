import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../../src/addr/ip.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import { KnownRecords } from '../../../../src/peers/etcd/known-records.ts';
import type { KeyValue } from '../../../../src/peers/etcd/message.ts';
import { Problems } from '../../../../src/peers/problems.ts';

const self = parseIp('10.0.0.1', 'x');

function kv(third: number, value: string = leaseOf(third), name = `10.255.${third}.0-24`): KeyValue {
  return { key: `/p/subnets/${name}`, value, createRevision: 1, modRevision: 1, leaseId: '0' };
}

function leaseOf(last: number, mac = `86:00:00:00:00:${10 + last}`): string {
  return JSON.stringify({ PublicIP: `10.0.0.${last}`, BackendType: 'vxlan', BackendData: { VtepMAC: mac } });
}

function known(...kvs: readonly KeyValue[]): KnownRecords {
  const records = new KnownRecords('/p/subnets/');
  records.replace(kvs);
  return records;
}

function ownersOf(records: KnownRecords): string[] {
  return records.peers(self).map(({ underlay }) => formatIp(underlay));
}

describe('KnownRecords', () => {
  test('follows what is listed and what changes, without this host itself', () => {
    const records = known(kv(1), kv(2), kv(3));
    records.apply({ type: 'delete', kv: kv(2, '') });
    records.apply({ type: 'put', kv: kv(4) });
    expect(ownersOf(records)).toEqual(['10.0.0.3', '10.0.0.4']);
    records.replace([kv(5)]);
    expect(ownersOf(records)).toEqual(['10.0.0.5']);
    expect(records.size).toBe(1);
  });

  test('a record that has not changed is the same peer', () => {
    const records = known(kv(2), kv(3));
    const before = records.peers(self);
    records.apply({ type: 'put', kv: kv(4) });
    expect(records.peers(self)[0]).toBe(before[0]);
  });

  test('keysBeside() names the records of a host for other subnets', () => {
    const records = known(kv(2), kv(3, leaseOf(2)), kv(4, leaseOf(2), '10.255.2.0-24&fc00::-64'), kv(5));
    const [host, own] = [parseIp('10.0.0.2', 'x'), parsePrefix('10.255.2.0/24', 'x')];
    expect(records.keysBeside(host, own)).toEqual(['/p/subnets/10.255.3.0-24']);
  });

  test('garbage takes no host away, as an event or in a list, and is told of until it is gone', () => {
    const records = known(kv(2));
    records.apply({ type: 'put', kv: kv(2, '{') });
    records.apply({ type: 'put', kv: kv(3, 'x') });
    const faults = [
      { what: 'record /p/subnets/10.255.2.0-24', reason: expect.stringContaining('the host at 10.0.0.2 is kept') },
      { what: 'record /p/subnets/10.255.3.0-24', reason: expect.stringContaining('it is passed over') },
    ];
    expect(records.faults()).toEqual(faults);
    records.replace([kv(2, '{'), kv(3, 'x')]);
    expect(records.faults()).toEqual(faults);
    expect(ownersOf(records)).toEqual(['10.0.0.2']);
    records.apply({ type: 'put', kv: kv(2) });
    records.apply({ type: 'delete', kv: kv(3, '') });
    expect(records.faults()).toEqual([]);
  });

  test('a host with another VNI than this one is followed, and told of', () => {
    const records = known(kv(2, leaseOf(2).replace('"VtepMAC"', '"VNI":7,"VtepMAC"')), kv(3));
    expect(records.faults(7)).toEqual([]);
    expect(records.faults()).toEqual([]);
    expect(records.faults(9)).toMatchObject([{ reason: expect.stringContaining('found VNI 7, wanted 9 as here') }]);
    expect(ownersOf(records)).toEqual(['10.0.0.2', '10.0.0.3']);
  });

  test('a reservation is neither a peer nor a fault', () => {
    const records = known(kv(2, '{"PublicIP":"10.0.0.2"}'), kv(3, '{"PublicIP":"10.0.0.3"}', 'x'));
    expect(ownersOf(records)).toEqual([]);
    expect(records.faults().map(({ what }) => what)).toEqual(['record /p/subnets/x']);
  });
});

describe('of two records that claim one MAC, KnownRecords', () => {
  const claim = (third: number, mac: string, createRevision: number): KeyValue => ({
    ...kv(third, leaseOf(third, mac)),
    createRevision,
  });
  const derived = 'ee:ee:0a:ff:03:00';

  test.each([
    { name: 'follows the one whose subnet it follows from', mac: derived, at: [1, 9], followed: '10.0.0.3' },
    { name: 'follows the older one where neither has', mac: '86:00:00:00:00:01', at: [9, 1], followed: '10.0.0.3' },
    {
      name: 'follows the older one, whichever key is first',
      mac: '86:00:00:00:00:01',
      at: [1, 9],
      followed: '10.0.0.2',
    },
  ])('$name', ({ mac, at: [second = 0, third = 0], followed }) => {
    const records = known(claim(2, mac, second), claim(3, mac, third), kv(4));
    expect(ownersOf(records)).toEqual([followed, '10.0.0.4']);
    expect(records.faults()).toEqual([
      { what: expect.not.stringContaining(followed), reason: expect.stringMatching(/VtepMAC .*; it is passed over$/) },
    ]);
  });

  test('follows the one that has it for longer, though the key of the other is older, and whatever revisions come after a loss', () => {
    const records = known(claim(2, '86:00:00:00:00:02', 1), claim(3, '86:00:00:00:00:03', 5));
    const robbing = { ...claim(2, '86:00:00:00:00:03', 1), modRevision: 9 };
    records.apply({ type: 'put', kv: robbing });
    expect(ownersOf(records)).toEqual(['10.0.0.3']);
    records.replace([robbing, claim(3, '86:00:00:00:00:03', 5)]);
    expect(ownersOf(records)).toEqual(['10.0.0.3']);
    records.age();
    records.replace([robbing, claim(3, '86:00:00:00:00:03', 8), claim(4, '86:00:00:00:00:03', 2)]);
    expect(ownersOf(records)).toEqual(['10.0.0.3']);
  });

  test('follows both where they lead to one host', () => {
    const moved = { ...claim(5, '86:00:00:00:00:01', 9), value: leaseOf(2, '86:00:00:00:00:01') };
    expect(ownersOf(known(claim(2, '86:00:00:00:00:01', 1), moved))).toEqual(['10.0.0.2', '10.0.0.2']);
  });
});

describe('Problems', () => {
  test('are one of each, with the time since which they are so; those of a kind go together', () => {
    const problems = new Problems();
    problems.set('etcd', 'away');
    const [{ sinceMs = 0 } = {}] = problems.list();
    problems.set('etcd', 'still away');
    expect(problems.list()).toEqual([{ what: 'etcd', reason: 'still away', sinceMs }]);
    const many = Array.from({ length: 150 }, (_, i) => ({ what: `record ${i}`, reason: 'bad' }));
    problems.setAll('records', many);
    expect(problems.list()).toHaveLength(102);
    expect(problems.list().at(-1)).toMatchObject({
      what: 'records beyond those',
      reason: 'found 50 more, wanted none',
    });
    problems.setAll('records', many.slice(0, 1));
    expect(problems.list().map(({ what }) => what)).toEqual(['etcd', 'record 0']);
    problems.clear('etcd');
    problems.setAll('records', []);
    expect(problems.list()).toEqual([]);
  });
});
