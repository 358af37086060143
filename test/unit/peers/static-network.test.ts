import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { filePeers } from '../../../src/peers/peers-file.ts';
import { staticNetwork } from '../../../src/peers/static-network.ts';
import { inlinePeers } from '../../../src/peers/static-peers.ts';

const dir = mkdtempSync(join(tmpdir(), 'silk-static-network-'));
const path = join(dir, 'peers.json');
afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const place = {
  network: parsePrefix('10.255.0.0/16', 'x'),
  subnet: parsePrefix('10.255.30.0/24', 'x'),
  vni: 1,
  port: 4789,
  gbp: true,
};
const write = (...subnets: string[]) =>
  writeFileSync(path, JSON.stringify({ peers: subnets.map((subnet) => ({ subnet, underlay: '10.244.0.48' })) }));

test('the place is for ever; what was read of a file holds until it can be read again', async () => {
  const source = staticNetwork({ place, peers: filePeers(path), watched: path });
  expect(source.view()).toMatchObject({ place, lease: { state: 'static' }, peers: { state: 'unknown' }, problems: [] });
  await source.refresh();
  expect(source.view()).toMatchObject({
    peers: { state: 'unknown' },
    problems: [{ reason: `there is no peers file ${path}` }],
  });
  write('10.255.48.0/24', '10.255.49.0/24');
  await source.refresh();
  const known = source.view().peers;
  expect(source.view()).toMatchObject({ peers: { state: 'known', peers: [{}, {}] }, problems: [] });
  write('10.255.48.0/24', '10.255.48.0/25');
  await source.refresh();
  expect(source.view().peers).toBe(known);
  const [problem] = source.view().problems;
  expect(problem?.reason).toMatch(/Cannot use the peers file .*overlap/);
  await source.refresh();
  expect(source.view().problems[0]?.sinceMs).toBe(problem?.sinceMs);
  rmSync(path);
  await source.refresh();
  expect(source.view()).toMatchObject({ peers: { state: 'known' }, problems: [{}] });
  write();
  await source.refresh();
  expect(source.view()).toMatchObject({ peers: { state: 'known', peers: [] }, problems: [] });
});

test('run() ends with the signal, and tells of what is known at the start', async () => {
  const source = staticNetwork({ place, peers: inlinePeers([]) });
  const stop = new AbortController();
  let told = 0;
  const run = source.run(() => {
    told += 1;
    stop.abort();
  }, stop.signal);
  await run;
  expect(told).toBe(1);
  expect(source.view().peers).toEqual({ state: 'known', peers: [] });
});
