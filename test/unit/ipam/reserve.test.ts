import { mkdirSync, rmSync, unlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { list } from '../../../src/ipam/list.ts';
import { release } from '../../../src/ipam/release.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, failureOf, filesOf, inode, owner, put, scratch, texts } from './scratch.ts';

describe('reserve()', () => {
  test('leaves what host-local leaves, byte for byte', () => {
    using store = scratch();
    ask(store, owner('abc'), { subnets: ['10.255.30.0/24', 'fd00::/64'] });
    expect(filesOf(store)).toEqual({
      '10.255.30.2': 'abc\r\neth0',
      'fd00::2': 'abc\r\neth0',
      'last_reserved_ip.0': '10.255.30.2',
      'last_reserved_ip.1': 'fd00::2',
    });
  });

  test('tells the inode of the file', () => {
    using store = scratch();
    const [reservation] = ask(store, owner('abc'));
    expect(reservation?.inode).toBe(inode(store, '10.255.30.2'));
  });

  test('goes round robin, so that a released address rests', () => {
    using store = scratch();
    ask(store, owner('a'));
    release(store, owner('a'));
    expect(texts(ask(store, owner('b')))).toEqual(['10.255.30.3']);
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.4']);
  });

  test('wraps at the end of the range', () => {
    using store = scratch();
    ask(store, owner('a'));
    put(store, 'last_reserved_ip.0', '10.255.30.254');
    expect(texts(ask(store, owner('b')))).toEqual(['10.255.30.3']);
  });

  test('goes on where host-local stopped', () => {
    using store = scratch();
    mkdirSync(store.dir);
    put(store, '10.255.30.7', 'theirs\r\neth0');
    put(store, 'last_reserved_ip.0', '10.255.30.6');
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.8']);
  });

  test.each([
    { name: 'a /24', subnet: '10.255.30.0/24', count: 253, of: '253 addresses of 10.255.30.0/24' },
    { name: 'a /30', subnet: '10.0.0.4/30', count: 1, of: '1 addresses of 10.0.0.4/30' },
    { name: 'a /31', subnet: '10.0.0.4/31', count: 2, of: '2 addresses of 10.0.0.4/31' },
    { name: 'a /32', subnet: '10.0.0.4/32', count: 1, of: '1 addresses of 10.0.0.4/32' },
  ])('$name gives $count addresses, each once, and then EXHAUSTED', ({ subnet, count, of }) => {
    using store = scratch();
    const given = Array.from({ length: count }, (_, n) => texts(ask(store, owner(`c${n}`), { subnets: [subnet] }))[0]);
    expect(new Set(given).size).toBe(count);
    const failure = failureOf(() => ask(store, owner('late'), { subnets: [subnet] }));
    expect([failure.code, failure.message]).toEqual([
      'EXHAUSTED',
      `Cannot reserve an address for container "late" (eth0) in "net": all ${of} are taken`,
    ]);
    release(store, owner('c0'));
    expect(texts(ask(store, owner('late'), { subnets: [subnet] }))).toEqual([given[0]]);
  });

  test('never gives an excluded address', () => {
    using store = scratch();
    const asking = { subnets: ['10.0.0.0/29'], excluded: ['10.0.0.2/31', '10.0.0.5/32'] };
    expect(['a', 'b'].map((id) => texts(ask(store, owner(id), asking))[0])).toEqual(['10.0.0.4', '10.0.0.6']);
    expect(failureOf(() => ask(store, owner('c'), asking)).code).toBe('EXHAUSTED');
  });

  test('is all or nothing over the range sets', () => {
    using store = scratch();
    ask(store, owner('a'), { subnets: ['10.0.0.0/24', '10.0.1.4/32'] });
    const failure = failureOf(() => ask(store, owner('b'), { subnets: ['10.0.0.0/24', '10.0.1.4/32'] }));
    expect(failure.message).toContain('10.0.1.4/32');
    expect(list(store).map((one) => one.owner?.containerId)).toEqual(['a', 'a']);
    expect(texts(ask(store, owner('b'), { subnets: ['10.0.0.0/24'] }))).toHaveLength(1);
  });

  test('refuses a second time for the same attachment without side effect, other interfaces not', () => {
    using store = scratch();
    ask(store, owner('a'));
    const before = filesOf(store);
    const failure = failureOf(() => ask(store, owner('a')));
    expect([failure.code, failure.message]).toEqual([
      'ALREADY_ATTACHED',
      'Cannot reserve an address for container "a" (eth0) in "net": found 10.255.30.2 held by it already, wanted none',
    ]);
    expect(filesOf(store)).toEqual(before);
    expect(texts(ask(store, owner('a', 'eth1')))).toEqual(['10.255.30.3']);
  });

  test('refuses a container that has a record without interface name', () => {
    using store = scratch();
    mkdirSync(store.dir);
    put(store, '10.255.30.5', 'old');
    expect(failureOf(() => ask(store, owner('old'))).code).toBe('ALREADY_ATTACHED');
  });

  test('takes a container again whose reservation an operator has removed', () => {
    using store = scratch();
    ask(store, owner('a'));
    unlinkSync(`${store.dir}/10.255.30.2`);
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.3']);
  });

  test('names the path when the directory cannot be written', () => {
    using store = scratch();
    const failure = failureOf(() => ask({ ...store, dir: '/proc/silk' }, owner('a')));
    expect([failure.code, failure.message]).toEqual(['IO_FAILURE', expect.stringContaining('/proc/silk')]);
  });

  test('takes everything back when a step fails', () => {
    using store = scratch();
    ask(store, owner('a'));
    rmSync(`${store.dir}/last_reserved_ip.0`);
    mkdirSync(`${store.dir}/last_reserved_ip.0`);
    const failure = failureOf(() => ask(store, owner('b')));
    expect([failure.code, failure.message]).toEqual(['IO_FAILURE', expect.stringContaining(`last_reserved_ip.0`)]);
    expect(list(store).map((one) => one.owner?.containerId)).toEqual(['a']);
  });
});

describe('a requested address', () => {
  test('is given, out of the set that has it, and moves the round on as with host-local', () => {
    using store = scratch();
    const asking = { subnets: ['10.0.0.0/24', 'fd00::/64'], requested: ['fd00::1:0:0:0'] };
    expect(failureOf(() => ask(store, owner('a'), { ...asking, requested: ['fd00:0:0:1::9'] })).code).toBe(
      'ADDRESS_UNAVAILABLE',
    );
    expect(texts(ask(store, owner('a'), { ...asking, requested: ['fd00::dead:beef:9'] }))).toEqual([
      '10.0.0.2',
      'fd00::dead:beef:9',
    ]);
    expect(filesOf(store)['last_reserved_ip.1']).toBe('fd00::dead:beef:9');
  });

  test('may be named twice', () => {
    using store = scratch();
    expect(texts(ask(store, owner('a'), { requested: ['10.255.30.77', '10.255.30.77'] }))).toEqual(['10.255.30.77']);
  });

  test('that is taken is refused naming the holder, and nothing is kept', () => {
    using store = scratch();
    ask(store, owner('a'), { subnets: ['10.0.0.0/24'] });
    const asking = { subnets: ['10.0.9.0/24', '10.0.0.0/24'], requested: ['10.0.0.2'] };
    const failure = failureOf(() => ask(store, owner('b'), asking));
    expect([failure.code, failure.message]).toEqual([
      'ADDRESS_UNAVAILABLE',
      'Cannot reserve 10.0.0.2 in "net": found it held by container "a"',
    ]);
    expect(list(store)).toHaveLength(1);
  });

  test('whose link is still there is refused', () => {
    using store = scratch();
    store.host.links.add('10.255.30.9');
    const failure = failureOf(() => ask(store, owner('b'), { requested: ['10.255.30.9'] }));
    expect([failure.code, failure.message]).toEqual([
      'ADDRESS_UNAVAILABLE',
      expect.stringContaining('link on the host'),
    ]);
  });

  test('is written by nobody when the lock is held', () => {
    using store = scratch();
    mkdirSync(paths.lock(store), { recursive: true });
    const failure = failureOf(() => ask({ ...store, lockTimeoutMs: 20 }, owner('a')));
    expect([failure.code, failure.message]).toEqual(['TRY_LATER', expect.stringContaining(paths.lock(store))]);
    expect(filesOf(store)).toEqual({});
  });
});
