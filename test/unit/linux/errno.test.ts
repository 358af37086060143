import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { EAGAIN, EINTR, ENOBUFS, errnoName, errnoText } from '../../../src/linux/errno.ts';

describe('errnoName()', () => {
  test('agrees with the system for every errno that it knows', () => {
    const wrong = Object.entries(constants.errno).filter(([name, errno]) => {
      const found = errnoName(errno);
      // ENOTSUP and EWOULDBLOCK are other names of EOPNOTSUPP and EAGAIN.
      return found !== name && found !== `E${errno}` && !['ENOTSUP', 'EWOULDBLOCK'].includes(name);
    });
    expect(wrong).toEqual([]);
  });

  test('names the ones that code decides by', () => {
    expect([EINTR, EAGAIN, ENOBUFS].map(errnoName)).toEqual(['EINTR', 'EAGAIN', 'ENOBUFS']);
    expect([17, 19, 101].map(errnoName)).toEqual(['EEXIST', 'ENODEV', 'ENETUNREACH']);
  });

  test('gives an unknown one a name by its number', () => {
    expect(errnoName(524)).toBe('E524');
  });
});

describe('errnoText()', () => {
  test('says name and meaning', () => {
    expect(errnoText(17)).toBe('EEXIST File exists');
    expect(errnoText(524)).toBe('E524 Unknown error 524');
  });
});
