import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SegmentEntry } from '../../../src/addr/endpoint.ts';
import { parseIp } from '../../../src/addr/ip.ts';
import { learnedEndpointsPath } from '../../../src/config/segment.ts';
import { readKnownEndpoints, writeLearnedEndpoints } from '../../../src/peers/known-endpoints.ts';
import { readFileText } from '../../../src/peers/list-file.ts';
import { endpointOf } from '../../support/segment-samples.ts';

const written = endpointOf('10.0.10.11 02:42:00:00:00:0b 10.244.0.48');
const learned = endpointOf('10.0.10.12 02:42:00:00:00:0c 10.244.0.49');
const macAlone = endpointOf(' 02:42:00:00:00:0d 10.244.0.49');
const host: SegmentEntry = { vni: 42, underlay: parseIp('10.244.0.50', 'underlay') };
const writtenText = '{"endpoints":[{"vni":42,"ip":"10.0.10.11","mac":"02:42:00:00:00:0b","underlay":"10.244.0.48"}]}';

let runDir = '';
let endpointsFile = '';

beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'silk-endpoints-'));
  endpointsFile = join(runDir, 'written.json');
});

afterEach(() => rmSync(runDir, { recursive: true, force: true }));

const path = () => learnedEndpointsPath(runDir);
const textOf = () => readFileText({ kind: 'the file' }, path());

describe('readKnownEndpoints()', () => {
  test.each([
    { name: 'knows of none without a file', files: [''], endpoints: undefined },
    { name: "has the operator's alone", files: ['written'], endpoints: [written] },
    { name: 'has what was learned alone', files: ['learned'], endpoints: [learned] },
    { name: "has both, the operator's first", files: ['learned', 'written'], endpoints: [written, learned] },
  ])('$name', async ({ files, endpoints }) => {
    if (files.includes('written')) writeFileSync(endpointsFile, writtenText);
    if (files.includes('learned')) writeLearnedEndpoints(path(), [learned]);
    const known = await readKnownEndpoints({ endpointsFile, runDir });
    expect([known.endpoints, known.isPartial]).toEqual([endpoints, false]);
  });

  test.each([
    { name: 'with', text: writtenText, endpoints: [written] },
    { name: 'without', text: undefined, endpoints: undefined },
  ])("says that there may be more where what was learned is broken, $name an operator's file", async (one) => {
    if (one.text !== undefined) writeFileSync(endpointsFile, one.text);
    writeFileSync(path(), '{"endpoints":[');
    const known = await readKnownEndpoints({ endpointsFile, runDir });
    expect([known.endpoints, known.isPartial, known.fault?.code]).toEqual([one.endpoints, true, 'PEERS_UNUSABLE']);
  });

  test("fails where the operator's file is broken", async () => {
    writeFileSync(endpointsFile, '{}');
    await expect(readKnownEndpoints({ endpointsFile, runDir })).rejects.toMatchObject({ code: 'PEERS_UNUSABLE' });
  });
});

describe('writeLearnedEndpoints()', () => {
  test('writes each entry once, one a line, in the same order whatever the order of the list', () => {
    writeLearnedEndpoints(path(), [host, learned, macAlone, written, learned]);
    const text = textOf();
    expect(text?.split('\n')).toEqual([
      '{"endpoints":[',
      '{"vni":42,"ip":"10.0.10.11","mac":"02:42:00:00:00:0b","underlay":"10.244.0.48"},',
      '{"vni":42,"ip":"10.0.10.12","mac":"02:42:00:00:00:0c","underlay":"10.244.0.49"},',
      '{"vni":42,"mac":"02:42:00:00:00:0d","underlay":"10.244.0.49"},',
      '{"vni":42,"underlay":"10.244.0.50"}',
      ']}',
      '',
    ]);
    const inode = statSync(path()).ino;
    writeLearnedEndpoints(path(), [written, macAlone, learned, host]);
    expect([textOf(), statSync(path()).ino]).toEqual([text, inode]);
    writeLearnedEndpoints(path(), []);
    expect(textOf()).toBe('{"endpoints":[]}\n');
  });

  test('replaces a file that is broken', () => {
    writeFileSync(path(), '{"endpoints":[');
    writeLearnedEndpoints(path(), []);
    expect(textOf()).toBe('{"endpoints":[]}\n');
    // Larger than is read.
    truncateSync(path(), 2 ** 30);
    writeLearnedEndpoints(path(), []);
    expect(textOf()).toBe('{"endpoints":[]}\n');
  });

  test('leaves the file where two contradict each other', () => {
    writeLearnedEndpoints(path(), [learned]);
    const before = textOf();
    const other = endpointOf('10.0.10.12 02:42:00:00:00:0e 10.244.0.50');
    expect(() => writeLearnedEndpoints(path(), [learned, other])).toThrow('Cannot write the endpoints file');
    expect(textOf()).toBe(before);
  });
});
