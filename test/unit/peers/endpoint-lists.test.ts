import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SegmentEntry } from '../../../src/addr/endpoint.ts';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { learnedEndpointsPath } from '../../../src/config/segment.ts';
import { EndpointLists } from '../../../src/peers/endpoint-lists.ts';

const vnis = new Set([42]);

let runDir: string;
let endpointsFile: string;
let lists: EndpointLists;

beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'silk-lists-'));
  endpointsFile = join(runDir, 'operator.json');
  lists = new EndpointLists({ endpointsFile, runDir });
});

afterEach(() => rmSync(runDir, { recursive: true }));

function write(path: string, ...ips: readonly string[]): void {
  const endpoints = ips.map((ip) => ({ vni: 42, ip, mac: macOf(ip), underlay: '10.244.0.48' }));
  writeFileSync(path, JSON.stringify({ endpoints }));
}

function macOf(ip: string): string {
  return `02:00:00:00:00:0${ip.slice(-1)}`;
}

function entry(ip: string, vni = 42): SegmentEntry {
  return { vni, ip: parseIp(ip, 'x'), mac: parseMac(macOf(ip), 'x'), underlay: parseIp('10.244.0.49', 'x') };
}

async function known(isLearning = false) {
  await lists.refresh();
  const { endpoints, isPartial } = lists.known(isLearning);
  return [...(endpoints?.map(({ ip }) => ip && formatIp(ip)) ?? ['none']), ...(isPartial ? ['and more'] : [])];
}

describe('EndpointLists', () => {
  test('has the list of the operator first, then what was learned, as both change', async () => {
    expect(await known()).toEqual(['none']);
    expect(await known(true)).toEqual(['none', 'and more']);
    write(endpointsFile, '10.0.0.1');
    expect(await known()).toEqual(['10.0.0.1']);
    // Who has said nothing yet may know of others.
    expect(await known(true)).toEqual(['10.0.0.1', 'and more']);
    lists.learn([entry('10.0.0.2')], vnis);
    expect(await known(true)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(readFileSync(learnedEndpointsPath(runDir), 'utf8')).toContain('"10.0.0.2"');
  });

  test('goes on with what it read last where the list of the operator is broken or gone, and says so', async () => {
    write(endpointsFile, '10.0.0.1');
    expect(await known()).toEqual(['10.0.0.1']);
    writeFileSync(endpointsFile, '{');
    expect(await known()).toEqual(['10.0.0.1']);
    expect(lists.problems).toMatchObject([{ what: `the endpoints file ${endpointsFile}` }]);
    lists.learn([entry('10.0.0.2')], vnis);
    expect(await known()).toEqual(['10.0.0.1', '10.0.0.2']);
    rmSync(endpointsFile);
    expect(await known()).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(lists.problems).toMatchObject([{ reason: expect.stringContaining('found none') }]);
    write(endpointsFile);
    expect(await known()).toEqual(['10.0.0.2']);
    expect(lists.problems).toEqual([]);
  });

  test.each([
    { name: 'removed', spoil: () => rmSync(learnedEndpointsPath(runDir)) },
    { name: 'emptied', spoil: () => writeFileSync(learnedEndpointsPath(runDir), '') },
  ])('writes what was learned anew where somebody has $name its file', async ({ spoil }) => {
    const entries = [entry('10.0.0.2')];
    lists.learn([entry('10.0.0.3', 43)], new Set([43]));
    lists.learn(entries, vnis);
    const text = readFileSync(learnedEndpointsPath(runDir), 'utf8');
    spoil();
    expect(await known(true)).toEqual(['10.0.0.2', '10.0.0.3']);
    lists.learn(entries, vnis);
    expect(readFileSync(learnedEndpointsPath(runDir), 'utf8')).toBe(text);
  });

  test('takes nothing away where the list of the operator was broken from the start', async () => {
    writeFileSync(endpointsFile, '{');
    lists.learn([entry('10.0.0.2')], vnis);
    expect(await known(true)).toEqual(['10.0.0.2', 'and more']);
  });

  test('lets be what was learned of segments that are not kept, and forgets what nobody says', async () => {
    lists.learn([entry('10.0.0.2'), entry('10.0.0.3', 43)], new Set([42, 43]));
    lists = new EndpointLists({ endpointsFile, runDir });
    await lists.refresh();
    lists.learn([entry('10.0.0.4')], vnis);
    expect(await known()).toEqual(['10.0.0.4', '10.0.0.3']);
    lists.unlearn(vnis);
    expect(await known()).toEqual(['10.0.0.3']);
    expect(readFileSync(learnedEndpointsPath(runDir), 'utf8')).not.toContain('10.0.0.4');
  });

  test('empties a learned list that nobody can read, where there is nobody to learn from', async () => {
    writeFileSync(learnedEndpointsPath(runDir), '{');
    expect(await known()).toEqual(['none', 'and more']);
    lists.unlearn(vnis);
    expect(await known()).toEqual([]);
    expect(readFileSync(learnedEndpointsPath(runDir), 'utf8')).toBe('{"endpoints":[]}\n');
  });
});
