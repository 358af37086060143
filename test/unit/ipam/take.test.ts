import { mkdirSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { formatIp } from '../../../src/addr/ip.ts';
import { list } from '../../../src/ipam/list.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, failureOf, filesOf, owner, put, scratch, texts } from './scratch.ts';

const garbage = [
  { name: 'an empty file', content: '' },
  { name: 'a line break alone', content: '\r\n' },
  { name: 'zeros', content: '\0'.repeat(12) },
  { name: 'an interface name cut to nothing before it', content: '\r\neth0' },
  { name: 'a long line of noise', content: '\u0001\u00ff'.repeat(40_000) },
  { name: 'JSON', content: '{"id":"abc"}' },
];

describe('take()', () => {
  test.each(garbage)('$name counts as free and is replaced', ({ content }) => {
    using store = scratch();
    mkdirSync(store.dir);
    put(store, '10.255.30.2', content);
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.2']);
    expect(filesOf(store)['10.255.30.2']).toBe('a\r\neth0');
    expect(list(store)).toHaveLength(1);
  });

  test.each(garbage)('$name is replaced also where nobody saw it come, in place', ({ content }) => {
    using store = scratch();
    for (const id of ['a', 'b']) ask(store, owner(id), { subnets: ['10.0.0.4/31'] });
    put(store, '10.0.0.4', content);
    expect(texts(ask(store, owner('c'), { subnets: ['10.0.0.4/31'] }))).toEqual(['10.0.0.4']);
  });

  test('what host-local is about to write is not garbage: that is looked at again with its lock held', () => {
    using store = scratch();
    const asking = { subnets: ['10.0.0.4/31'] };
    for (const id of ['a', 'b']) ask(store, owner(id), asking);
    put(store, '10.0.0.4', '');
    // The first host-local ever makes its lock, and then its file, which it has yet to fill.
    store.host.linkExists = () => {
      put(store, 'lock', '');
      return false;
    };
    const { withFlock } = store.host;
    store.host.withFlock = (path, fn) => {
      put(store, '10.0.0.4', 'theirs\r\neth0');
      return withFlock(path, fn);
    };
    expect(failureOf(() => ask(store, owner('c'), asking)).code).toBe('EXHAUSTED');
    expect([filesOf(store)['10.0.0.4'], store.host.flocks]).toEqual(['theirs\r\neth0', 1]);
  });

  test('an address that another caller takes in the last moment is not taken again', () => {
    using store = scratch();
    store.host.linkExists = (one) => {
      if (formatIp(one) === '10.255.30.2') put(store, '10.255.30.2', 'faster\r\neth0');
      return false;
    };
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.3']);
    expect(filesOf(store)['10.255.30.2']).toBe('faster\r\neth0');
  });

  test('leaves no temporary file, taken or not', () => {
    using store = scratch();
    for (const id of ['a', 'b']) ask(store, owner(id), { subnets: ['10.0.0.4/31'] });
    failureOf(() => ask(store, owner('c'), { subnets: ['10.0.0.4/31'] }));
    expect(readdirSync(paths.own(store)).sort()).toEqual(['attachments', 'boot_id']);
  });

  test('a directory in the way is passed by', () => {
    using store = scratch();
    mkdirSync(`${store.dir}/10.255.30.2`, { recursive: true });
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.3']);
  });

  test('an address whose link is on the host is passed by, whatever the files say', () => {
    using store = scratch();
    store.host.links.add('10.255.30.2').add('10.255.30.4');
    mkdirSync(store.dir);
    put(store, '10.255.30.4', '');
    expect(['a', 'b'].map((id) => texts(ask(store, owner(id)))[0])).toEqual(['10.255.30.3', '10.255.30.5']);
    expect(filesOf(store)['10.255.30.4']).toBe('');
  });
});
