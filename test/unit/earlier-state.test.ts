import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatIp } from '../../src/addr/ip.ts';
import { peersFile } from '../../src/config/peers-file.ts';
import { formatSubnetFile, parseSubnetFile } from '../../src/config/subnet-file.ts';
import { heldBy } from '../../src/ipam/attachments.ts';
import { isCurrent, look } from '../../src/ipam/stamp.ts';
import { readLastReserved } from '../../src/ipam/store.ts';
import { formatPeersFile } from '../../src/peers/edit-peers-file.ts';
import { readEndpointsFile } from '../../src/peers/endpoints-file.ts';
import { formatOwnLease, readOwnLease } from '../../src/peers/etcd/own-lease.ts';
import { AnnouncedFile } from '../../src/peers/evpn/announced-file.ts';
import { writeLearnedEndpoints } from '../../src/peers/known-endpoints.ts';
import { readListFile } from '../../src/peers/list-file.ts';
import { PeerMemory } from '../../src/peers/peer-memory.ts';
import { earlierReservations, readEarlierState, writeEarlierState } from '../golden/state-files.ts';
import { fakeHost } from './ipam/scratch.ts';

/*
 * Each file of version 0.1.0 is read, whole, and what this version writes of the same is what that version would read: the same text.
 * A version that has more to write keeps the first half of each, with the golden texts as they are.
 */
const earlier = readEarlierState();
const { daemon } = earlier;
const dir = mkdtempSync(join(tmpdir(), 'silk-earlier-'));
const at = (name: string) => join(dir, name);
const written = (name: string) => readFileSync(at(name), 'utf8');

beforeAll(() => writeEarlierState(dir, earlier, 'BOOT'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('what version 0.1.0 has written', () => {
  test('the index of reservations, which is believed', () => {
    const store = { dir: at(earlierReservations), lockTimeoutMs: 1000, host: { ...fakeHost(), bootId: () => 'BOOT' } };
    const sight = look(store);
    expect(sight !== undefined && isCurrent(store, sight)).toBe(true);
    const held = ['web', 'db', 'other'].map((containerId) => heldBy(store, { containerId, ifname: 'eth0' }));
    expect(held.map((entries) => entries.map(({ ip }) => formatIp(ip)))).toEqual([
      ['10.255.30.2'],
      ['10.255.30.3'],
      [],
    ]);
    expect(readLastReserved(store, 0)?.value).toBe(0x0aff1e03n);
  });

  test.each(['lease.json', 'lost/lease.json'])('%s', (name) => {
    const lease = readOwnLease(at(name));
    expect(lease && `${formatOwnLease(lease)}\n`).toBe(daemon[name]);
    expect(lease?.lost === undefined).toBe(name === 'lease.json');
  });

  test.each([
    { name: 'etcd/known-peers.json', members: ['prefix', 'clusterId', 'revision'] },
    { name: 'evpn/known-peers.json', members: ['overlayNetwork', 'subnet', 'vni', 'routeTarget'] },
  ])('$name', ({ name, members }) => {
    const known = new PeerMemory(at(name), (json) => json).read();
    expect([Object.keys(known?.origin ?? {}), known?.peers.length]).toEqual([members, 2]);
    if (known !== undefined) new PeerMemory(at('again.json'), () => known.origin).write(known);
    expect(written('again.json')).toBe(daemon[name]);
    rmSync(at('again.json'));
  });

  test('announced.json, in the boot that it is of', () => {
    const announced = new AnnouncedFile(at('announced.json'), 'BOOT').read();
    expect([...announced.values()].map(({ sequence, isBeaten }) => [sequence, isBeaten])).toEqual([
      [0, false],
      [1, true],
    ]);
    new AnnouncedFile(at('announced-again.json'), 'BOOT').write(announced);
    expect(written('announced-again.json')).toBe(daemon['announced.json']);
    expect(new AnnouncedFile(at('announced.json'), 'OTHER').read().size).toBe(0);
  });

  test.each(['endpoints.json', 'lan-endpoints.json'])('%s', async (name) => {
    writeLearnedEndpoints(at(`again-${name}`), (await readEndpointsFile(at(name))) ?? []);
    expect(written(`again-${name}`)).toBe(daemon[name]);
  });

  test('peers.json', async () => {
    const peers = await readListFile(peersFile, at('peers.json'));
    expect(peers && formatPeersFile('peers.json', peers)).toBe(daemon['peers.json']);
  });

  test('subnet.env', () => {
    const { network, mtuBytes, ipMasq, subnet } = parseSubnetFile(written('subnet.env'), 'subnet.env');
    if (network === undefined || mtuBytes === undefined || ipMasq === undefined) throw new Error('not all was read');
    // It has the subnet's first host address, as flannel writes it.
    const own = { ...subnet, ip: { ...subnet.ip, value: subnet.ip.value - 1n } };
    expect(formatSubnetFile({ network, mtuBytes, ipMasq, subnet: own })).toBe(daemon['subnet.env']);
  });
});
