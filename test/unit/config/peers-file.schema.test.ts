import { describe, expect, test } from '@jest/globals';
import { checkListText } from '../../../src/config/list-file.ts';
import { peersFile } from '../../../src/config/peers-file.ts';

const peer = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };

describe('the schema of the peers file', () => {
  test.each([
    { name: 'no peer', json: { peers: [] } },
    { name: 'a peer', json: { peers: [peer] } },
    { name: 'a peer with a MAC', json: { peers: [{ ...peer, mac: 'ee:ee:0a:ff:30:01' }] } },
  ])('takes $name', ({ json }) => {
    expect(checkListText(peersFile, JSON.stringify(json)).faults).toBeUndefined();
  });

  test.each([
    { name: 'a list', json: [], at: [''] },
    { name: 'null', json: null, at: [''] },
    { name: 'a file without the list', json: {}, at: [''] },
    { name: 'another key', json: { peers: [], version: 1 }, at: ['/version'] },
    {
      name: 'a peer of other types',
      json: { peers: [{ subnet: 1, underlay: [], mac: null }] },
      at: ['/peers/0/subnet', '/peers/0/underlay', '/peers/0/mac'],
    },
    { name: 'a peer without its keys', json: { peers: [{}, peer] }, at: ['/peers/0', '/peers/0'] },
    { name: 'a peer with another key', json: { peers: [peer, { ...peer, 'a/b': 1 }] }, at: ['/peers/1/a~1b'] },
  ])('refuses $name', ({ json, at }) => {
    expect(checkListText(peersFile, JSON.stringify(json)).faults?.map((fault) => fault.at)).toEqual(at);
  });
});
