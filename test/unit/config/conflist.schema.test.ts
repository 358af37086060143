import { describe, expect, test } from '@jest/globals';
import { readConflist } from '../../../src/config/validate.ts';
import { refusal } from './refusal.ts';

const base = { name: 'blue', plugins: [{ type: 'silk-cni' }] };

describe('conflistSchema', () => {
  test.each([
    { name: 'least', json: base },
    {
      name: 'all keys',
      json: { ...base, cniVersion: '1.0.0', cniVersions: ['1.0.0'], disableCheck: 'true', later: 1 },
    },
    { name: "plugins' own keys", json: { ...base, plugins: [{ type: 'a', any: 1 }, { type: 'b' }] } },
  ])('accepts $name', ({ json }) => {
    expect(readConflist(json)).toEqual(json);
  });

  test.each([
    { key: 'name', value: 'a/b', message: 'name: found "a/b", wanted a letter or digit, then' },
    { key: 'plugins', value: [], message: 'plugins: found [], wanted a list of one or more plugins' },
    { key: 'plugins', value: {}, message: 'plugins: found {}, wanted a list of one or more plugins' },
    { key: 'plugins', value: ['x'], message: 'plugins[0]: found "x", wanted an object with a type' },
    { key: 'plugins', value: [{}], message: 'plugins[0].type: found nothing, wanted the name of a plugin' },
    { key: 'plugins', value: [{ type: '../x' }], message: 'plugins[0].type: found "../x", wanted the name of' },
    { key: 'cniVersion', value: 1, message: 'cniVersion: found 1, wanted a CNI version' },
    { key: 'cniVersions', value: [1], message: 'cniVersions[0]: found 1, wanted a CNI version' },
    { key: 'cniVersions', value: '1', message: 'cniVersions: found "1", wanted a list of CNI versions' },
  ])('refuses $key $value', ({ key, value, message }) => {
    const read = () => readConflist({ ...base, [key]: value }, '/etc/cni/net.d/10.conflist');
    expect(refusal(read)).toContain(`BAD_CONFIG Cannot use /etc/cni/net.d/10.conflist: ${message}`);
  });
});
