import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { AddressCheck, isAddress, isUnicastIpv4 } from '../../../src/config/address-check.ts';

describe('isAddress()', () => {
  test.each([
    { text: '10.0.0.1', kinds: ['ip', 'unicastIpv4', 'ipOrPrefix'] },
    { text: '127.0.0.1', kinds: ['ip', 'ipOrPrefix'] },
    { text: 'fd00::1', kinds: ['ip', 'ipOrPrefix'] },
    { text: '10.0.0.1/24', kinds: ['prefix', 'ipv4Prefix', 'ipOrPrefix'] },
    { text: 'fd00::1/64', kinds: ['prefix', 'ipOrPrefix'] },
    { text: '10.0.0.1/', kinds: [] },
    { text: '10.1', kinds: [] },
    { text: '', kinds: [] },
    { text: ' 10.0.0.1', kinds: [] },
  ])('knows $text as $kinds', ({ text, kinds }) => {
    const all = ['ip', 'unicastIpv4', 'prefix', 'ipv4Prefix', 'ipOrPrefix'] as const;
    expect(all.filter((kind) => isAddress(text, kind))).toEqual(kinds);
  });
});

describe('AddressCheck', () => {
  test('keeps one fault for each text that is not of the kind', () => {
    const check = new AddressCheck();
    check.one('absent', undefined, 'ip');
    check.one('good', '::1', 'ip');
    check.one('bad', 'x', 'ip');
    check.each('absent', undefined, 'prefix');
    check.each('list', ['10.0.0.0/8', 'y'], 'prefix');
    expect(check.faults.map((fault) => fault.text)).toEqual([
      'bad: found "x", wanted an IPv4 or IPv6 address',
      'list[1]: found "y", wanted a prefix such as 10.255.30.0/24',
    ]);
  });
});

test('isUnicastIpv4() knows the addresses next to those that no host can have', () => {
  for (const text of ['1.0.0.0', '126.255.255.255', '128.0.0.0', '223.255.255.255', '240.0.0.0', '255.255.255.254']) {
    expect([text, isUnicastIpv4(parseIp(text, 'x'))]).toEqual([text, true]);
  }
});
