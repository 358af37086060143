import { describe, expect, test } from '@jest/globals';
import { etcdDefaults, findEtcdFaults, readEtcdOptions } from '../../../src/config/etcd-options.ts';
import { details, refusal } from './refusal.ts';

const endpoints = ['http://127.0.0.1:2379'];

describe('readEtcdOptions()', () => {
  test('fills in the defaults; a lease of a day is renewed every hour', () => {
    expect(readEtcdOptions({ endpoints })).toEqual({ ...etcdDefaults, endpoints, renewIntervalSeconds: 3600 });
  });

  test('reads what is given', () => {
    const files = { caFile: '/ca', certFile: '/cert', keyFile: '/key' };
    const given = { prefix: '/a/b', leaseTtlSeconds: 31, requestTimeoutMs: 700, probeIntervalSeconds: 9, ...files };
    const json = { ...given, endpoints: ['https://a:1/', 'https://[::1]:2'], username: 'u', passwordFile: '/p' };
    expect(readEtcdOptions({ ...json, withdrawGuard: { fraction: 0.5 } })).toEqual({
      ...given,
      endpoints: ['https://a:1', 'https://[::1]:2'],
      user: { name: 'u', passwordFile: '/p' },
      renewIntervalSeconds: 10,
      withdrawGuard: { fraction: 0.5, atLeast: 3, graceSeconds: 60 },
    });
  });

  test.each([
    { name: 'no endpoint', keys: { endpoints: [] }, fault: 'endpoints: found [], wanted a list of one or more' },
    { name: 'a host alone', keys: { endpoints: ['a:2379'] }, fault: 'endpoints[0]: found "a:2379", wanted a URL' },
    { name: 'a path', keys: { endpoints: ['http://a:1/v3'] }, fault: 'endpoints[0]: found "http://a:1/v3"' },
    {
      name: 'a password in it',
      keys: { endpoints: ['http://u:p@a:1'] },
      fault: 'endpoints[0]: found "http://...@a:1"',
    },
    { name: 'a prefix with a slash at its end', keys: { prefix: '/a/' }, fault: 'prefix: found "/a/"' },
    { name: 'a user alone', keys: { username: 'u' }, fault: 'passwordFile: found nothing, wanted it beside username' },
    { name: 'a key alone', keys: { keyFile: '/k' }, fault: 'certFile: found nothing, wanted it beside keyFile' },
    { name: 'a CA without TLS', keys: { caFile: '/c' }, fault: 'caFile: found "/c", wanted none beside the endpoint' },
    {
      name: 'a renewal too late',
      keys: { leaseTtlSeconds: 9, renewIntervalSeconds: 9 },
      fault: 'renewIntervalSeconds: found 9, wanted less than the 9 of leaseTtlSeconds',
    },
    { name: 'more than all', keys: { withdrawGuard: { fraction: 2 } }, fault: 'withdrawGuard.fraction: found 2' },
  ])('refuses $name', ({ keys, fault }) => {
    expect(refusal(() => readEtcdOptions({ endpoints, ...keys }))).toContain(`options of etcd: ${fault}`);
  });

  test('lists every fault', () => {
    const wrong = { endpoints: ['x', 'y'], username: 'u' };
    expect(details(() => readEtcdOptions(wrong))).toHaveLength(3);
  });
});

test('findEtcdFaults() names keys where they are', () => {
  expect(findEtcdFaults({ endpoints: ['x'] }, 'etcd.')[0]?.text).toMatch(/^etcd\.endpoints\[0\]: /);
});
