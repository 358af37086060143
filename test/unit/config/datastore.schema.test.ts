import { describe, expect, test } from '@jest/globals';
import { readDatastore } from '../../../src/config/validate.ts';
import { refusal } from './refusal.ts';

const entry = { handle: 'a', ip: '10.255.30.2' };

function read(json: unknown): unknown {
  return readDatastore(JSON.stringify(json), '/store.json');
}

describe('datastoreSchema', () => {
  test.each([
    { name: 'nothing', json: {} },
    { name: 'metadata null', json: { a: { ...entry, metadata: null } } },
    { name: 'metadata', json: { a: { ...entry, metadata: { app: 'x' } } } },
    { name: 'unknown members', json: { a: { ...entry, later: [1] }, b: entry } },
  ])('keeps $name', ({ json }) => {
    expect(JSON.parse(JSON.stringify(read(json)))).toEqual(json);
  });

  test.each([
    { json: [], message: 'the whole: found [], wanted an object' },
    { json: null, message: 'the whole: found null, wanted an object' },
    { json: { a: 1 }, message: 'a: found 1, wanted an object with handle and ip' },
    { json: { a: { ip: entry.ip } }, message: 'a.handle: found nothing, wanted a text' },
    { json: { a: { handle: 'a' } }, message: 'a.ip: found nothing, wanted an IPv4 or IPv6 address' },
    { json: { a: { handle: 1, ip: entry.ip } }, message: 'a.handle: found 1, wanted a text' },
    { json: { a: { handle: 'a', ip: '10.0' } }, message: 'a.ip: found "10.0", wanted an IPv4 or IPv6 address' },
    { json: { '7': { handle: 'a', ip: 7 } }, message: '["7"].ip: found 7, wanted an IPv4 or IPv6 address' },
    { json: { 'x/~y': { handle: 'a', ip: '' } }, message: '["x/~y"].ip: found "", wanted an IPv4 or IPv6 address' },
    { json: { 'x/~y': { handle: 'a', ip: 1 } }, message: '["x/~y"].ip: found 1, wanted an IPv4 or IPv6 address' },
  ])('refuses $json', ({ json, message }) => {
    expect(refusal(() => read(json))).toBe(`STATE_CORRUPT Cannot read the datastore /store.json: ${message}`);
  });
});
