import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../../src/addr/ip.ts';
import type { Peer } from '../../../../src/addr/peer.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import { FormerHosts } from '../../../../src/peers/etcd/former-hosts.ts';

function peer(third: number, last = third): Peer {
  return { subnet: parsePrefix(`10.255.${third}.0/24`, 'x'), underlay: parseIp(`10.0.0.${last}`, 'x') };
}

/** Known were 1, 2 and 3; etcd says that 2 is at 10.0.0.9, and that there is a 4. */
const listed = [peer(1), peer(2, 9), peer(4)];

function lost() {
  const former = new FormerHosts();
  former.compare([peer(1), peer(2), peer(3)], listed, 1000);
  const restore = (list: readonly Peer[], nowMs: number) =>
    former.restore(list, nowMs).map(({ underlay }) => formatIp(underlay));
  return { former, restore };
}

describe('FormerHosts', () => {
  test('leads to the host that was known where the record names another, and as listed otherwise', () => {
    const { former, restore } = lost();
    expect(restore(listed, 1)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.4']);
    expect(former).toMatchObject({ count: 1, untilMs: 1000 });
  });

  test.each([
    { name: 'until its time is over', list: listed, nowMs: 1000 },
    { name: 'until the record is gone', list: [peer(1)], nowMs: 1 },
    { name: 'until the record names a third', list: [peer(2, 7)], nowMs: 1 },
  ])('$name, and never again', ({ list, nowMs }) => {
    const { former, restore } = lost();
    expect(restore(list, nowMs)).toEqual(list.map(({ underlay }) => formatIp(underlay)));
    expect(former.untilMs).toBeUndefined();
    expect(restore(listed, 2)).toEqual(['10.0.0.1', '10.0.0.9', '10.0.0.4']);
  });
});
