import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { formatMac, type Mac, parseMac } from '../../../src/addr/mac.ts';
import type { BridgeFdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import type { Link } from '../../../src/linux/rtnetlink/link.ts';
import { hostLinkMac } from '../../../src/overlay/derive.ts';
import { formatLinkMark, markWith, parseLinkMark } from '../../../src/overlay/link-mark.ts';
import { findLocalEndpoints } from '../../../src/overlay/local-endpoints.ts';
import { handPortMark, portName } from '../../../src/overlay/segment-port.ts';

const derived = 'ee:ee:0a:00:0a:0a';
const given = '02:42:00:00:00:0b';
const second = '02:42:00:00:00:0c';
/** NUD_NOARP, NUD_PERMANENT and NUD_REACHABLE. */
const [set, own, learned] = [0x40, 0x80, 0x02];

const mac = (text: string): Mac => parseMac(text, 'MAC');

function linkOf(name: string, alias: string | undefined): Link {
  const hostMac = hostLinkMac(parseIp('10.0.10.10', 'ip'));
  return { index: 7, name, mac: hostMac, mtuBytes: 1450, flags: 1, up: true, noArp: false, alias };
}

function entry(text: string, state: number, over: Partial<BridgeFdbEntry> = {}): BridgeFdbEntry {
  return { linkIndex: 7, mac: mac(text), state, ...over };
}

const handMark = handPortMark({ bridge: 'br0', netns: '/run/netns/c1', ifname: 'eth0' });
const cniMark = 'silk:blue:0123:eth0';
const tapMark = `silk-link:${given}=10.0.10.20`;

describe('findLocalEndpoints()', () => {
  test.each([
    {
      name: 'a container of silk-bridge',
      alias: cniMark,
      entries: [entry(given, set)],
      wanted: [`${given} 10.0.10.10`],
    },
    {
      name: 'one attached by hand',
      alias: handMark,
      entries: [entry(derived, set)],
      wanted: [`${derived} 10.0.10.10`],
    },
    { name: 'one that the bridge has not been told of', alias: cniMark, entries: [], wanted: [] },
    {
      name: 'the MAC that follows from the address, and another beside it without one',
      alias: cniMark,
      entries: [entry(second, set), entry(derived, set)],
      wanted: [second, `${derived} 10.0.10.10`],
    },
    {
      name: 'two MACs of which nobody can tell whose the address is',
      alias: cniMark,
      entries: [entry(second, set), entry(given, set)],
      wanted: [second, given],
    },
    {
      name: 'an entry for each VLAN once',
      alias: cniMark,
      entries: [entry(given, set), entry(given, set)],
      wanted: [`${given} 10.0.10.10`],
    },
    {
      name: 'neither what was learned, nor the own MAC of the port, nor what is behind another',
      alias: cniMark,
      entries: [
        entry(given, learned),
        entry(second, own),
        entry(second, set, { external: true }),
        entry(derived, set, { linkIndex: 8 }),
      ],
      wanted: [],
    },
    { name: 'no port without a mark', alias: undefined, entries: [entry(given, set)], wanted: [] },
    { name: "no port with another's mark", alias: 'vm-7', entries: [entry(given, set)], wanted: [] },
  ])('has $name', ({ alias, entries, wanted }) => {
    const ports = [linkOf(alias?.startsWith('silk') ? portName(alias) : 'b-0123456789ab', alias)];
    const texts = findLocalEndpoints(ports, entries).map((one) => {
      expect([one.linkIndex, one.linkName]).toEqual([7, ports[0]?.name]);
      return one.ip === undefined ? formatMac(one.mac) : `${formatMac(one.mac)} ${formatIp(one.ip)}`;
    });
    expect(texts).toEqual(wanted);
  });

  test('has no link of another name that bears the mark of a container', () => {
    expect(findLocalEndpoints([linkOf('eth7', cniMark)], [entry(given, set)])).toEqual([]);
  });

  test('has of a tap the MACs that are behind it, with the addresses that its alias says', () => {
    const entries = [entry(given, set), entry(second, set)];
    expect(findLocalEndpoints([linkOf('tap0', tapMark)], entries)).toEqual([
      { mac: mac(given), ip: parseIp('10.0.10.20', 'ip'), linkIndex: 7, linkName: 'tap0' },
      { mac: mac(second), ip: undefined, linkIndex: 7, linkName: 'tap0' },
    ]);
    expect(findLocalEndpoints([linkOf('tap0', tapMark)], [])).toEqual([]);
  });
});

describe('the mark of a link', () => {
  test('is written as it is read, grows by a MAC, and has one address for each', () => {
    const mark = parseLinkMark(tapMark) ?? new Map();
    const grown = markWith(mark, { mac: mac(second), ip: parseIp('10.0.10.21', 'ip') });
    expect(formatLinkMark(grown)).toBe(`${tapMark},${second}=10.0.10.21`);
    expect(formatLinkMark(parseLinkMark(formatLinkMark(grown)) ?? new Map())).toBe(formatLinkMark(grown));
    const moved = markWith(grown, { mac: mac(given), ip: parseIp('10.0.10.22', 'ip') });
    expect(formatLinkMark(moved)).toBe(`silk-link:${second}=10.0.10.21,${given}=10.0.10.22`);
    expect(formatLinkMark(markWith(mark, { mac: mac(given), ip: undefined }))).toBe('silk-link:');
  });

  test.each([
    { name: 'none', alias: undefined, size: undefined },
    { name: "another's", alias: 'silk-port:br0:c1:eth0', size: undefined },
    { name: 'one without an address', alias: 'silk-link:', size: 0 },
    { name: 'one with an item that is none', alias: `${tapMark},02:42=10.0.10.9,${second}=fd00::1,=`, size: 1 },
  ])('is read of $name', ({ alias, size }) => {
    expect(parseLinkMark(alias)?.size).toBe(size);
  });
});
