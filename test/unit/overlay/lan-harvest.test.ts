import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { formatMac, macKey, parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import type { LanRules } from '../../../src/overlay/judge-arp.ts';
import { LanHarvest, type LearnedMac } from '../../../src/overlay/lan-harvest.ts';
import { ipKey } from '../../../src/overlay/remote-host.ts';
import { chosenSeed, seededRandom } from '../../support/random.ts';

const limits = { macs: 3, addresses: 2, addressRestMs: 1000, memoryMs: 2500 };
const attached = new Map([[ipKey(parseIp('10.0.10.10', 'x')), parseMac('ee:ee:0a:00:0a:0a', 'x')]]);
const elsewhere = new Set([macKey(parseMac('02:00:00:00:00:09', 'x'))]);
const rules: LanRules = { gateway: parsePrefix('10.0.10.1/24', 'x'), attached, elsewhere };

/** `a` is 02:00:00:00:00:0a. */
const mac = (letter: string) => parseMac(`02:00:00:00:00:0${letter}`, 'x');

/** `a@lan` for each. */
function behind(text: string): LearnedMac[] {
  return text.split(' ').flatMap((word) => {
    const [letter = '', port = ''] = word.split('@');
    return letter === '' ? [] : [{ port, mac: mac(letter) }];
  });
}

/** `a@lan 10.0.10.20`, or `a=b@lan 10.0.10.20`: a frame from a, which says that it is from b. */
function hear(harvest: LanHarvest, text: string, atMs: number): boolean {
  const [who = '', ip = ''] = text.split(' ');
  const [names = '', port = ''] = who.split('@');
  const [source = '', said = source] = names.split('=');
  return harvest.hear({ port, sender: { source: mac(source), mac: mac(said), ip: parseIp(ip, 'x') }, atMs });
}

function show(harvest: LanHarvest): string[] {
  const all = harvest.endpoints().map(({ port, mac, ip }) => {
    return `${formatMac(mac).slice(-1)}@${port}${ip ? ` ${formatIp(ip)}` : ''}`;
  });
  return all.sort();
}

/** What is heard, then `learned: ...`: what the bridge knows then. */
interface Case {
  readonly name: string;
  readonly steps: readonly string[];
  readonly rules?: LanRules;
  readonly expected: readonly string[];
  readonly refused?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'a silent MAC is there without an address', steps: ['learned: a@lan'], expected: ['a@lan'] },
  {
    name: 'an address is there with its MAC',
    steps: ['a@lan 10.0.10.20', 'a@lan 10.0.10.21', 'learned: a@lan b@lan'],
    expected: ['a@lan 10.0.10.20', 'a@lan 10.0.10.21', 'b@lan'],
  },
  { name: 'who the bridge does not know is not there', steps: ['a@lan 10.0.10.20', 'learned: '], expected: [] },
  {
    name: 'a frame that is heard before the bridge learns its MAC counts',
    steps: ['a@lan 10.0.10.20', 'learned: ', 'learned: a@lan'],
    expected: ['a@lan 10.0.10.20'],
  },
  {
    name: 'but is not waited for longer',
    steps: ['a@lan 10.0.10.20', 'learned: ', 'learned: ', 'learned: a@lan'],
    expected: ['a@lan'],
  },
  {
    name: 'addresses go with their MAC',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan b@lan', 'learned: b@lan'],
    expected: ['b@lan'],
  },
  {
    name: 'addresses come back with their MAC, which may know whom it speaks to and ask nobody',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan', 'learned: ', 'wait', 'learned: a@two'],
    expected: ['a@two 10.0.10.20'],
  },
  {
    name: 'but not after long',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan', 'learned: ', 'wait', 'wait', 'wait', 'learned: a@lan'],
    expected: ['a@lan'],
  },
  {
    name: 'nor where another MAC has had it since',
    steps: [
      'a@lan 10.0.10.20',
      'learned: a@lan',
      'learned: b@lan',
      'b@lan 10.0.10.20',
      'learned: b@lan',
      'learned: a@lan b@lan',
    ],
    expected: ['a@lan', 'b@lan 10.0.10.20'],
  },
  {
    name: 'what was known before a restart holds for who is there',
    steps: ['remember: a 10.0.10.20', 'remember: b 10.0.10.21', 'remember: a 10.0.10.1', 'learned: a@lan'],
    expected: ['a@lan 10.0.10.20'],
    refused: ["lan the gateway's address"],
  },
  {
    name: 'an address that moves to another MAC is taken from the first, on another port too',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan b@two', 'b@two 10.0.10.20', 'learned: a@lan b@two'],
    expected: ['a@lan', 'b@two 10.0.10.20'],
  },
  {
    name: 'an address of a MAC that has gone is free',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan', 'learned: b@lan', 'b@lan 10.0.10.20', 'learned: b@lan'],
    expected: ['b@lan 10.0.10.20'],
  },
  {
    name: 'a MAC that moves to another port takes its addresses along',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan', 'learned: a@two'],
    expected: ['a@two 10.0.10.20'],
  },
  {
    name: 'what is heard at a port where the bridge does not have the MAC does not count',
    steps: ['a@two 10.0.10.20', 'learned: a@lan', 'learned: a@lan'],
    expected: ['a@lan'],
  },
  {
    name: 'who asks whether an address is free does not have it',
    steps: ['a@lan 0.0.0.0', 'learned: a@lan'],
    expected: ['a@lan'],
  },
  {
    name: 'a forged sender is refused',
    steps: ['a=b@lan 10.0.10.20', 'learned: a@lan b@lan'],
    expected: ['a@lan', 'b@lan'],
    refused: ["lan another's MAC"],
  },
  {
    name: 'a MAC that another host has is not there, and takes no address',
    steps: ['a@lan 10.0.10.20', 'learned: a@lan', '9@lan 10.0.10.20', '9@lan 10.0.10.21', 'learned: a@lan 9@lan'],
    expected: ['a@lan 10.0.10.20'],
    refused: ['lan a MAC of another host'],
  },
  {
    name: "the gateway's address is refused",
    steps: ['a@lan 10.0.10.1', 'learned: a@lan'],
    expected: ['a@lan'],
    refused: ["lan the gateway's address"],
  },
  {
    name: 'an address that is attached to this host is refused',
    steps: ['a@lan 10.0.10.10', 'learned: a@lan'],
    expected: ['a@lan'],
    refused: ['lan an address that is attached'],
  },
  {
    name: "addresses outside the gateway's network are refused, and those in it that no host has",
    steps: ['a@lan 10.0.11.20', 'a@lan 10.0.10.0', 'a@lan 10.0.10.255', 'learned: a@lan'],
    expected: ['a@lan'],
    refused: ['lan an address of another network'],
  },
  {
    name: 'addresses that no host has are refused without a gateway',
    rules: { attached, elsewhere },
    steps: ['a@lan 127.0.0.1', 'a@lan 224.0.0.1', 'a@lan 192.0.2.7', 'learned: a@lan'],
    expected: ['a@lan 192.0.2.7'],
    refused: ["lan no host's address"],
  },
  {
    name: 'no more addresses than the limit of a MAC; the first stay',
    steps: ['a@lan 10.0.10.20', 'a@lan 10.0.10.21', 'a@lan 10.0.10.22', 'learned: a@lan'],
    expected: ['a@lan 10.0.10.20', 'a@lan 10.0.10.21'],
    refused: ['lan many addresses'],
  },
  {
    name: 'but one that was not heard of for long makes room',
    steps: [
      'a@lan 10.0.10.20',
      'a@lan 10.0.10.21',
      'learned: a@lan',
      'wait',
      'a@lan 10.0.10.20',
      'a@lan 10.0.10.22',
      'learned: a@lan',
    ],
    expected: ['a@lan 10.0.10.20', 'a@lan 10.0.10.22'],
  },
  {
    name: 'no more MACs than the limit of a port; those that are known stay',
    steps: ['learned: c@lan d@lan', 'learned: a@lan b@lan c@lan d@lan e@two'],
    expected: ['a@lan', 'c@lan', 'd@lan', 'e@two'],
    refused: ['lan many MACs'],
  },
];

describe('LanHarvest', () => {
  test.each(cases)('$name', ({ steps, expected, refused = [], rules: own = rules }) => {
    const harvest = new LanHarvest(limits);
    let nowMs = 5_000_000;
    harvest.settle([], own, nowMs);
    for (const step of steps) {
      if (step === 'wait') nowMs += limits.addressRestMs;
      else if (step.startsWith('remember: ')) {
        const [letter = '', ip = ''] = step.slice(10).split(' ');
        harvest.remember([{ mac: mac(letter), ip: parseIp(ip, 'x') }], nowMs);
      } else if (step.startsWith('learned: ')) harvest.settle(behind(step.slice(9)), own, nowMs);
      else hear(harvest, step, nowMs);
    }
    expect(show(harvest)).toEqual([...expected].sort());
    expect(harvest.refusals().map(({ port, kind }) => `${port} ${kind}`)).toEqual(refused);
  });

  test('hear() says whether there may be news: not of what is known or refused', () => {
    const harvest = new LanHarvest(limits);
    harvest.settle([], rules, 0);
    expect(hear(harvest, 'a@lan 10.0.10.20', 1)).toBe(true);
    harvest.settle(behind('a@lan'), rules, 1);
    const heard = ['a@lan 10.0.10.20', 'a@lan 10.0.10.1', 'a@lan 0.0.0.0', 'a@lan 10.0.10.21', 'b@lan 10.0.10.20'];
    expect(heard.map((text) => hear(harvest, text, 2))).toEqual([false, false, false, true, true]);
  });

  test('what is attached to this host later is taken away, and a refusal is over after five minutes', () => {
    const harvest = new LanHarvest(limits);
    hear(harvest, 'a@lan 10.0.10.20', 0);
    harvest.settle(behind('a@lan'), rules, 0);
    expect(show(harvest)).toEqual(['a@lan 10.0.10.20']);
    const more = { ...rules, attached: new Map([[ipKey(parseIp('10.0.10.20', 'x')), mac('f')]]) };
    harvest.settle(behind('a@lan'), more, 1);
    expect(show(harvest)).toEqual(['a@lan']);
    expect(harvest.refusals()).toEqual([expect.objectContaining({ port: 'lan', sinceMs: 1 })]);
    harvest.settle(behind('a@lan'), more, 300_002);
    expect(harvest.refusals()).toEqual([]);
  });

  const seed = chosenSeed();

  test(`holds its promises on a random walk (SILK_SEED=${seed})`, () => {
    const next = seededRandom(seed);
    const random = (below: number) => Math.floor(next() * below);
    const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
    const harvest = new LanHarvest(limits);
    const ports = ['lan', 'two'];
    const letters = [...'abcdef'];
    const ips = ['10.0.10.1', '10.0.10.10', '10.0.9.9', '10.0.10.20', '10.0.10.21', '10.0.10.22', '10.0.10.23'];
    const refusable = new Set(ips.slice(0, 3));
    let kept = 0;
    for (let step = 0; step < 500; step++) {
      for (let count = random(6); count > 0; count--)
        hear(harvest, `${pick(letters)}@${pick(ports)} ${pick(ips)}`, step * 100);
      const learned = letters.filter(() => random(4) > 0).map((letter) => `${letter}@${pick(ports)}`);
      harvest.settle(behind(learned.join(' ')), rules, step * 100);
      const found = harvest.endpoints();
      kept += found.filter(({ ip }) => ip !== undefined).length;
      const stations = new Map(found.map(({ port, mac }) => [formatMac(mac), port]));
      for (const [text, port] of stations) expect(learned).toContain(`${text.slice(-1)}@${port}`);
      for (const port of ports) {
        const here = [...stations.values()].filter((its) => its === port).length;
        const wanted = learned.filter((word) => word.endsWith(`@${port}`)).length;
        expect(here).toBe(Math.min(wanted, limits.macs));
      }
      const addresses = found.flatMap(({ ip }) => (ip === undefined ? [] : [formatIp(ip)]));
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses.filter((ip) => refusable.has(ip))).toEqual([]);
      for (const text of stations.keys()) {
        const own = found.filter(({ mac }) => formatMac(mac) === text);
        expect(own.length).toBeLessThanOrEqual(limits.addresses);
        if (own.length > 1) expect(own.every(({ ip }) => ip !== undefined)).toBe(true);
      }
    }
    expect(kept).toBeGreaterThan(100);
  });
});
