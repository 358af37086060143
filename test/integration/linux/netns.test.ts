import { readdirSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { inNetns, isOwnNetns, type Netns, openNetns } from '../../../src/linux/netns.ts';
import { listLinks } from '../../../src/linux/rtnetlink/link.ts';
import { readSysctl, writeSysctl } from '../../../src/linux/sysctl.ts';
import { ip, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('netns');
const forward = ['net', 'ipv4', 'ip_forward'];
let name = '';
let netns: Netns;

beforeAll(() => {
  const made = namespaces.add();
  name = made.name;
  netns = openNetns(made.path);
});

afterAll(() => {
  netns[Symbol.dispose]();
  namespaces.removeAll();
});

function ownNow(): string {
  return readlinkSync('/proc/thread-self/ns/net');
}

describe('inNetns()', () => {
  test('runs the function in the namespace and comes back', () => {
    const own = ownNow();
    const inside = inNetns(netns, ownNow);
    expect(inside).toBe(`net:[${netns.identity.split(':')[1]}]`);
    expect(ownNow()).toBe(own);
  });

  test('comes back when the function throws, and closes what it opened', () => {
    const own = ownNow();
    const before = readdirSync('/proc/self/fd').length;
    const fail = () => {
      throw new Error('fault');
    };
    expect(() => inNetns(netns, fail)).toThrow('fault');
    expect(ownNow()).toBe(own);
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  });

  test('refuses a promise, and is back by then', () => {
    const own = ownNow();
    // @ts-expect-error: refused by the compiler too.
    expect(() => inNetns(netns, () => Promise.resolve(1))).toThrow(expect.objectContaining({ code: 'UNEXPECTED' }));
    expect(ownNow()).toBe(own);
  });

  test('makes sysctls those of the namespace', () => {
    const own = readSysctl(forward);
    inNetns(netns, () => writeSysctl(forward, '1'));
    expect(inNetns(netns, () => readSysctl(forward))).toBe('1');
    inNetns(netns, () => writeSysctl(forward, '0'));
    expect(inNetns(netns, () => readSysctl(forward))).toBe('0');
    expect(readSysctl(forward)).toBe(own);
  });
});

describe('isOwnNetns()', () => {
  test('tells the own namespace from another', () => {
    using own = openNetns('/proc/self/ns/net');
    expect([isOwnNetns(own), isOwnNetns(netns)]).toEqual([true, false]);
    expect(inNetns(netns, () => [isOwnNetns(own), isOwnNetns(netns)])).toEqual([false, true]);
  });
});

describe('NetlinkSocket.open()', () => {
  test('stays in the namespace that it was opened in', () => {
    ip({ name }, 'link add only-here type bridge');
    using socket = NetlinkSocket.open(netns);
    using own = NetlinkSocket.open();
    expect(listLinks(socket).map((link) => link.name)).toEqual(['lo', 'only-here']);
    expect(listLinks(own).map((link) => link.name)).not.toContain('only-here');
  });
});
