import { describe, expect, test } from '@jest/globals';
import type { SegmentEntry } from '../../../../src/addr/endpoint.ts';
import { formatIp, parseIp } from '../../../../src/addr/ip.ts';
import { formatMac, parseMac } from '../../../../src/addr/mac.ts';
import type { Hearing } from '../../../../src/peers/evpn/judge-neighbours.ts';
import { KnownSegments } from '../../../../src/peers/evpn/known-segments.ts';
import type { LocalEndpoint } from '../../../../src/peers/segment-source.ts';

const nobody: Hearing = { isComplete: false, upForMs: 0, problems: [] };
const young: Hearing = { isComplete: true, upForMs: 2000, problems: [] };
const old: Hearing = { isComplete: true, upForMs: 600_000, problems: [] };
const limits = { fraction: 1 / 3, atLeast: 1, graceSeconds: 10 };

/** `host`: 10.244.0.1 has a part of segment 42; `02:..:07 10.0.10.7 host`, or with `-` for the address: it has an endpoint. */
function entry(text: string): SegmentEntry {
  const words = text.split(' ');
  const place = { vni: 42, underlay: parseIp(`10.244.0.${words.at(-1)}`, 'x') };
  const [mac, ip] = words;
  if (words.length === 1 || mac === undefined || ip === undefined) return place;
  return { ...place, mac: macOf(mac), ip: ip === '-' ? undefined : parseIp(`10.0.10.${ip}`, 'x') };
}

function macOf(last: string) {
  return parseMac(`02:00:00:00:00:0${last}`, 'x');
}

function textOf({ mac, ip, underlay }: SegmentEntry): string {
  const host = formatIp(underlay).split('.').at(-1);
  if (mac === undefined) return `${host}`;
  return `${formatMac(mac).at(-1)} ${ip === undefined ? '-' : formatIp(ip).split('.').at(-1)} ${host}`;
}

/** One that has heard some, and what it knows after it hears others. */
function began(...first: readonly string[]) {
  const known = new KnownSegments(limits, undefined);
  known.take({ entries: first.map(entry), hearing: old, nowMs: 0, own: [] });
  return {
    known,
    take(texts: readonly string[], { hearing = old, nowMs = 1, own = [] as readonly LocalEndpoint[] } = {}) {
      known.take({ entries: texts.map(entry), hearing, nowMs, own });
      return known.entries?.map(textOf);
    },
  };
}

describe('KnownSegments', () => {
  test('are what was remembered until all has been told; then that is missed like the rest', () => {
    const known = new KnownSegments(limits, ['1', '7 7 1'].map(entry));
    expect(new KnownSegments(limits, undefined).entries).toBeUndefined();
    known.take({ entries: [entry('2')], hearing: nobody, nowMs: 0, own: [] });
    expect(known.entries?.map(textOf)).toEqual(['1', '7 7 1']);
    known.take({ entries: [entry('2')], hearing: young, nowMs: 1, own: [] });
    expect(known.entries?.map(textOf)).toEqual(['1', '7 7 1', '2']);
    expect(known.isDue(10_001)).toBe(true);
    known.take({ entries: [entry('2')], hearing: old, nowMs: 10_001, own: [] });
    expect(known.entries?.map(textOf)).toEqual(['2']);
  });

  test('an endpoint goes at once where its host is still there, however many', () => {
    expect(began('1', '3 3 1', '4 4 1', '5 - 1').take(['1'])).toEqual(['1']);
    expect(began('1', '3 3 1').take(['1'], { hearing: young })).toEqual(['1']);
  });

  test('it stays while not all is told, and while its host may not have told all', () => {
    expect(began('1', '3 3 1').take(['1', '4 4 1'], { hearing: nobody })).toEqual(['1', '3 3 1', '4 4 1']);
    expect(began('1', '3 3 1').take(['4 4 1'], { hearing: young })).toEqual(['1', '3 3 1', '4 4 1']);
    expect(began('1', '3 3 1').take(['4 4 1'])).toEqual(['4 4 1']);
  });

  test('a host that is gone goes with all that it has, and is held where others are gone as well', () => {
    expect(began('1', '3 3 1', '2').take(['2'])).toEqual(['2']);
    const { known, take } = began('1', '3 3 1', '2', '4 4 2');
    expect(take([])).toEqual(['1', '3 3 1', '2', '4 4 2']);
    expect(known.take({ entries: [], hearing: old, nowMs: 2, own: [] })).toEqual([
      { what: 'missing hosts of segments', reason: expect.stringContaining('found no route to 2 of 2 hosts') },
    ]);
    expect(take([], { nowMs: 10_001 })).toEqual([]);
  });

  test.each([
    { name: 'another host has the MAC', now: ['2', '3 9 2'], entries: ['1', '2', '3 9 2'] },
    { name: 'another MAC has the address', now: ['2', '9 3 2'], entries: ['1', '2', '9 3 2'] },
    { name: 'its host has the address with another MAC', now: ['1', '9 3 1'], entries: ['1', '9 3 1'] },
    { name: 'nobody has either', now: ['2', '9 9 2'], entries: ['1', '3 3 1', '2', '9 9 2'] },
    { name: 'its host has the MAC with another address too', now: ['1', '3 9 1'], entries: ['1', '3 3 1', '3 9 1'] },
  ])('what is kept of a host yields where $name', ({ now, entries }) => {
    expect(began('1', '3 3 1').take(now, { hearing: nobody })).toEqual(entries);
  });

  test('what is kept yields to what is announced here, and a MAC alone to one with an address', () => {
    const own = { vni: 42, mac: macOf('3'), attachment: 'x', isLearned: false };
    expect(began('1', '3 3 1').take(['1'], { hearing: nobody, own: [own] })).toEqual(['1']);
    expect(began('1', '3 - 1').take(['1', '3 3 1'], { hearing: nobody })).toEqual(['1', '3 3 1']);
    expect(began('1', '3 - 1').take(['1', '3 - 1'])).toEqual(['1', '3 - 1']);
  });

  test('the list is the same while it says the same', () => {
    const { known, take } = began('1', '3 3 1', '2', '4 4 2');
    const before = known.entries;
    take(['2', '4 4 2', '3 3 1', '1']);
    expect(known.entries).toBe(before);
    take(['9 4 3'], { hearing: nobody });
    const held = known.entries;
    take(['9 4 3'], { hearing: nobody });
    expect(known.entries).toBe(held);
  });
});
