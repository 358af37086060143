import { expect, test } from '@jest/globals';
import { formatOwnerMark, networkMark, parseOwnerMark } from '../../../src/overlay/owner-mark.ts';

const owner = { network: 'blue', containerId: 'c1', ifname: 'eth0' };

test('formatOwnerMark() reads network, container and interface', () => {
  expect(formatOwnerMark(owner)).toBe('silk:blue:c1:eth0');
  expect(formatOwnerMark(owner).startsWith(networkMark('blue'))).toBe(true);
});

test('parseOwnerMark() reads what formatOwnerMark() writes, and nothing else', () => {
  expect(parseOwnerMark(formatOwnerMark(owner))).toEqual(owner);
  for (const alias of [undefined, 'uplink', 'silk:blue', 'silk-port:br0:/run/netns/c1:eth0'])
    expect([alias, parseOwnerMark(alias)]).toEqual([alias, undefined]);
});

test('networkMark() of one network is no beginning of another', () => {
  expect(formatOwnerMark({ ...owner, network: 'blue2' }).startsWith(networkMark('blue'))).toBe(false);
});

test('names of any length fit into an alias, and stay different', () => {
  const a = formatOwnerMark({ network: 'n'.repeat(400), containerId: `${'c'.repeat(400)}1`, ifname: 'a'.repeat(15) });
  const b = formatOwnerMark({ network: 'n'.repeat(400), containerId: `${'c'.repeat(400)}2`, ifname: 'a'.repeat(15) });
  expect(a.length).toBeLessThanOrEqual(255);
  expect(a).not.toBe(b);
  expect(a.startsWith(networkMark('n'.repeat(400)))).toBe(true);
});
