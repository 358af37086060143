import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSysctl, writeSysctl } from '../../../src/linux/sysctl.ts';

describe('readSysctl()', () => {
  test('gives the value without the line break', () => {
    expect(readSysctl(['kernel', 'ostype'])).toBe('Linux');
  });

  test('reads a value longer than one piece', () => {
    const parts = ['net', 'core', 'netdev_rss_key'];
    const found = readSysctl(parts);
    expect(found?.length).toBeGreaterThan(128);
    expect(found).toBe(readFileSync(`/proc/sys/${parts.join('/')}`, 'utf8').trim());
  });

  test('gives undefined where the kernel has no such sysctl', () => {
    expect(readSysctl(['net', 'ipv4', 'conf', 'silk-none', 'rp_filter'])).toBeUndefined();
  });

  test('refuses a directory', () => {
    expect(() => readSysctl(['net', 'ipv4'])).toThrow(expect.objectContaining({ code: 'IO_FAILURE' }));
  });
});

describe('writeSysctl()', () => {
  test('fails, naming the file and the value, where there is no such sysctl', () => {
    expect(() => writeSysctl(['net', 'ipv4', 'conf', 'silk-none', 'rp_filter'], '1')).toThrow(
      expect.objectContaining({
        code: 'IO_FAILURE',
        message: expect.stringContaining('Cannot write "1" to /proc/sys/net/ipv4/conf/silk-none/rp_filter'),
      }),
    );
  });
});

describe.each(['', '.', '..', 'a/b', 'a\0b'])('a part that is %j', (part) => {
  test('is refused by both, so that no name leads elsewhere', () => {
    const wanted = expect.objectContaining({ code: 'UNEXPECTED' });
    expect(() => readSysctl(['net', part, 'x'])).toThrow(wanted);
    expect(() => writeSysctl(['net', part, 'x'], '1')).toThrow(wanted);
  });
});
