import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { list } from '../../../src/ipam/list.ts';
import { ask, filesOf, owner, put, scratch, texts } from './scratch.ts';

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

  test('garbage is removed only while host-local is kept out', () => {
    using store = scratch();
    ask(store, owner('a'));
    put(store, 'lock', '');
    put(store, '10.255.30.3', '');
    expect(texts(ask(store, owner('b')))).toEqual(['10.255.30.3']);
    expect(store.host.flocks).toBe(1);
  });

  test('what host-local is about to write is not garbage', () => {
    using store = scratch();
    ask(store, owner('a'));
    put(store, 'lock', '');
    put(store, '10.255.30.3', '');
    const { withFlock } = store.host;
    store.host.withFlock = (path, fn) => {
      put(store, '10.255.30.3', 'theirs\r\neth0');
      return withFlock(path, fn);
    };
    expect(texts(ask(store, owner('b')))).toEqual(['10.255.30.4']);
    expect(filesOf(store)['10.255.30.3']).toBe('theirs\r\neth0');
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
