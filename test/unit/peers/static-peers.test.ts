import { expect, test } from '@jest/globals';
import { inlinePeers } from '../../../src/peers/static-peers.ts';
import { peer } from './peer.ts';

test.each([
  { name: 'peers', peers: [peer('10.255.48.0/24', '10.244.0.48')] },
  { name: 'no peers', peers: [] },
])('inlinePeers() knows $name', async ({ peers }) => {
  const source = inlinePeers(peers);
  expect(source.name).toBe('the configuration');
  expect(await source.latest()).toEqual({ state: 'known', peers });
});
