import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { readEtcdOptions } from '../../../../src/config/etcd-options.ts';
import { etcdNetwork } from '../../../../src/peers/etcd/network.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-network-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function problems() {
  const options = readEtcdOptions({ endpoints: ['http://127.0.0.1:1'] });
  const stateFile = join(dir, 'lease.json');
  const host = { underlayIp: parseIp('10.0.0.1', 'ip'), mayMove: () => true, stateFile, bootId: 'b' };
  return etcdNetwork(options, host).view().problems;
}

test('a lease file that cannot be read is told of; none is no problem', () => {
  expect(problems()).toEqual([]);
  writeFileSync(join(dir, 'lease.json'), '{"network":');
  expect(problems()).toMatchObject([{ what: join(dir, 'lease.json'), reason: 'found no lease in it, wanted one' }]);
});
