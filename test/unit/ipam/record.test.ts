import { describe, expect, test } from '@jest/globals';
import { attachmentFileName, formatRecord, isOwnedBy, parseRecord } from '../../../src/ipam/record.ts';

describe('parseRecord()', () => {
  test.each([
    { name: 'a record of host-local', text: 'abc\r\neth0', found: { containerId: 'abc', ifname: 'eth0' } },
    { name: 'white space at the end', text: 'abc\r\neth0\n', found: { containerId: 'abc', ifname: 'eth0' } },
    { name: 'a record of an old host-local', text: 'abc', found: { containerId: 'abc', ifname: '' } },
    { name: 'one cut before its interface name', text: 'abc\r\n', found: { containerId: 'abc', ifname: '' } },
    { name: 'all characters of an ID', text: 'A0_.-z\r\ne', found: { containerId: 'A0_.-z', ifname: 'e' } },
    { name: 'an interface name in UTF-8', text: 'abc\r\nété', found: { containerId: 'abc', ifname: 'été' } },
    { name: 'nothing', text: '', found: undefined },
    { name: 'white space alone', text: '\r\n', found: undefined },
    { name: 'zeros, as a power loss leaves them', text: '\0\0\0\0', found: undefined },
    { name: 'a line break without carriage return', text: 'abc\neth0', found: undefined },
    { name: 'an ID with a slash', text: 'a/b\r\neth0', found: undefined },
    { name: 'an ID that begins with a dot', text: '.abc\r\neth0', found: undefined },
    { name: 'a third line', text: 'abc\r\neth0\r\nx', found: undefined },
    { name: 'an interface name of 16 bytes', text: 'abc\r\n0123456789abcdef', found: undefined },
    { name: 'an interface name with a colon', text: 'abc\r\neth0:1', found: undefined },
    { name: 'an interface name with a space', text: 'abc\r\ne 0', found: undefined },
    { name: 'an interface name of two dots', text: 'abc\r\n..', found: undefined },
    { name: 'bytes that are no text', text: 'abc\r\n\ufffd\ufffd', found: undefined },
  ])('$name', ({ text, found }) => {
    expect(parseRecord(text)).toEqual(found);
  });
});

test('formatRecord() writes what host-local writes, byte for byte', () => {
  expect(formatRecord({ containerId: 'abc', ifname: 'eth0' })).toBe('abc\r\neth0');
  expect(formatRecord({ containerId: 'abc', ifname: '' })).toBe('abc');
});

describe('isOwnedBy()', () => {
  test.each([
    { name: 'the same attachment', record: ['abc', 'eth0'], owned: true },
    { name: 'another interface', record: ['abc', 'eth1'], owned: false },
    { name: 'another container', record: ['abd', 'eth0'], owned: false },
    { name: 'the container without interface name', record: ['abc', ''], owned: true },
    { name: 'another container without interface name', record: ['ab', ''], owned: false },
  ])('$name: $owned', ({ record: [containerId = '', ifname = ''], owned }) => {
    expect(isOwnedBy({ containerId, ifname }, { containerId: 'abc', ifname: 'eth0' })).toBe(owned);
  });
});

describe('attachmentFileName()', () => {
  test('is the attachment where that fits into a file name', () => {
    expect(attachmentFileName({ containerId: 'abc', ifname: 'eth0' })).toBe('abc:eth0');
    expect(attachmentFileName({ containerId: 'a'.repeat(250), ifname: 'eth0' })).toHaveLength(255);
  });

  test('is a hash where it does not, another one for another attachment', () => {
    const names = ['eth0', 'eth1'].map((ifname) => attachmentFileName({ containerId: 'a'.repeat(400), ifname }));
    expect(names[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(names[0]).not.toBe(names[1]);
  });
});
