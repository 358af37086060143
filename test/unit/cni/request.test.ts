import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CniCommand } from '../../../src/cni/environment.ts';
import { type CniRequest, readRequest } from '../../../src/cni/request.ts';
import { supportedVersions } from '../../../src/cni/version.ts';

const env = {
  CNI_CONTAINERID: 'box',
  CNI_NETNS: '/run/netns/box',
  CNI_IFNAME: 'eth0',
  CNI_ARGS: 'IP=10.0.0.9',
  CNI_PATH: '/a:/b',
};
const prevResult = { ips: [{ address: '10.0.0.2/24' }] };

function read(command: CniCommand, json: object): CniRequest<string> {
  const readConfig = (_json: object, seen: CniCommand) => `config of ${seen}`;
  return readRequest({ command, env, stdin: JSON.stringify(json), readConfig });
}

// The tests of a prevResult that is ignored would print their warnings.
const before = process.env['SILK_LOG_LEVEL'];
beforeAll(() => {
  process.env['SILK_LOG_LEVEL'] = 'error';
});
afterAll(() => {
  if (before === undefined) delete process.env['SILK_LOG_LEVEL'];
  else process.env['SILK_LOG_LEVEL'] = before;
});

describe('readRequest()', () => {
  test('gives all that a call has', () => {
    const json = { cniVersion: '1.0.0', name: 'net', type: 'silk-cni', prevResult, x: 1 };
    expect(read('ADD', json)).toEqual({
      command: 'ADD',
      containerId: 'box',
      netns: '/run/netns/box',
      ifname: 'eth0',
      cniArgs: 'IP=10.0.0.9',
      cniPath: ['/a', '/b'],
      env,
      version: '1.0.0',
      network: 'net',
      stdin: JSON.stringify(json),
      json,
      config: 'config of ADD',
      prevResult,
      validAttachments: undefined,
    });
  });

  test.each([{ name: 'GC' as const }, { name: 'STATUS' as const }])('$name has no attachment', ({ name }) => {
    const request = read(name, { cniVersion: '1.1.0', name: 'net', 'cni.dev/attachments': [] });
    expect([request.containerId, request.netns, request.ifname]).toEqual(['', '', '']);
  });

  test.each([
    { name: 'absent', value: undefined },
    { name: 'empty', value: '' },
    { name: '..', value: '..' },
    { name: 'a path', value: 'a/b' },
    { name: 'a number', value: 7 },
  ])('refuses a network name that is $name (cni.md 17)', ({ value }) => {
    expect(() => read('DEL', { cniVersion: '1.0.0', name: value })).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining('name: found') }),
    );
  });

  test('looks at the JSON, then the name, then the version, then the command (cni.md 19)', () => {
    const codeOf = (stdin: string) => {
      try {
        return readRequest({ command: 'GC', env, stdin, readConfig: () => 0 });
      } catch (error) {
        return error;
      }
    };
    expect(codeOf('[]')).toMatchObject({ code: 'BAD_JSON' });
    expect(codeOf('{"cniVersion":"9.9.9"}')).toMatchObject({ code: 'BAD_CONFIG' });
    expect(codeOf('{"cniVersion":"9.9.9","name":"n"}')).toMatchObject({ code: 'INCOMPATIBLE_VERSION' });
    expect(codeOf('{"cniVersion":"1.0.0","name":"n"}')).toMatchObject({ code: 'INCOMPATIBLE_VERSION' });
    expect(codeOf('{"cniVersion":"1.1.0","name":"n"}')).toMatchObject({ code: 'BAD_CONFIG' });
  });
});

describe('the versions that have a command (cni.md 34)', () => {
  const since = { ADD: '0.1.0', DEL: '0.1.0', CHECK: '0.4.0', GC: '1.1.0', STATUS: '1.1.0' } as const;
  const cells = supportedVersions.flatMap((version) =>
    (['ADD', 'DEL', 'CHECK', 'GC', 'STATUS'] as const).map((command) => ({
      command,
      version,
      allowed: version >= since[command],
    })),
  );

  test.each(cells)('$command at $version: $allowed', ({ command, version, allowed }) => {
    const previous = version < '0.3.0' ? { ip4: { ip: '10.0.0.2/24' } } : prevResult;
    const json = { cniVersion: version, name: 'net', prevResult: previous, 'cni.dev/attachments': [] };
    if (allowed) expect(read(command, json).version).toBe(version);
    else {
      expect(() => read(command, json)).toThrow(
        expect.objectContaining({
          code: 'INCOMPATIBLE_VERSION',
          message: expect.stringContaining(`config version does not allow ${command}`),
        }),
      );
    }
  });
});

describe('prevResult', () => {
  const commands = (['ADD', 'DEL', 'CHECK', 'GC', 'STATUS'] as const).map((name) => ({ name }));
  const corrupt = [[], 'x', 7, { ips: [{}] }, { interfaces: 'eth0' }];

  test.each(commands)('of $name that cannot be read', ({ name }) => {
    for (const value of corrupt) {
      const json = { cniVersion: '1.1.0', name: 'net', prevResult: value, 'cni.dev/attachments': [] };
      if (name === 'ADD' || name === 'CHECK') expect(() => read(name, json)).toThrow('Cannot read prevResult');
      else expect(read(name, json).prevResult).toBeUndefined();
    }
  });

  test.each(commands)('of $name that is absent or null', ({ name }) => {
    for (const absent of [{}, { prevResult: null }]) {
      const json = { cniVersion: '1.1.0', name: 'net', 'cni.dev/attachments': [], ...absent };
      if (name === 'CHECK') expect(() => read(name, json)).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
      else expect(read(name, json).prevResult).toBeUndefined();
    }
  });

  test.each([
    { name: 'the configuration when it has none', config: '0.2.0', own: undefined, address: '10.0.0.4/24' },
    { name: 'its own', config: '1.0.0', own: '0.2.0', address: '10.0.0.4/24' },
    { name: 'the configuration when its own is unknown', config: '1.0.0', own: '9.9.9', address: '10.0.0.2/24' },
  ])('is read in the version of $name (cni.md 35)', ({ config, own, address }) => {
    const previous = { cniVersion: own, ip4: { ip: '10.0.0.4/24' }, ips: [{ address: '10.0.0.2/24' }] };
    expect(read('ADD', { cniVersion: config, name: 'net', prevResult: previous }).prevResult).toEqual({
      ips: [{ address }],
    });
  });
});

describe('the valid attachments of GC (cni.md 0.2, 0.3, 74)', () => {
  const gc = (keys: object) => read('GC', { cniVersion: '1.1.0', name: 'net', ...keys }).validAttachments;
  const a = [{ containerID: 'a', ifname: 'eth0' }];
  const b = [{ containerID: 'b', ifname: 'eth1' }];

  test.each([
    { name: 'valid-attachments', keys: { 'cni.dev/valid-attachments': a }, ids: ['a'] },
    { name: 'attachments', keys: { 'cni.dev/attachments': b }, ids: ['b'] },
    {
      name: 'both, the first counting',
      keys: { 'cni.dev/attachments': b, 'cni.dev/valid-attachments': a },
      ids: ['a'],
    },
    { name: 'null and a list', keys: { 'cni.dev/attachments': b, 'cni.dev/valid-attachments': null }, ids: ['b'] },
    { name: 'an empty list', keys: { 'cni.dev/valid-attachments': [] }, ids: [] },
    {
      name: 'null, an empty list of Go',
      keys: { 'cni.dev/attachments': null, 'cni.dev/valid-attachments': null },
      ids: [],
    },
    {
      name: 'an empty list before another',
      keys: { 'cni.dev/attachments': b, 'cni.dev/valid-attachments': [] },
      ids: [],
    },
  ])('come from $name', ({ keys, ids }) => {
    expect(gc(keys)?.map((one) => one.containerId)).toEqual(ids);
  });

  test('have container ID and interface', () => {
    expect(gc({ 'cni.dev/attachments': b })).toEqual([{ containerId: 'b', ifname: 'eth1' }]);
  });

  test.each([
    { name: 'no list at all', keys: {} },
    { name: 'an object', keys: { 'cni.dev/attachments': {} } },
    { name: 'a text for a member', keys: { 'cni.dev/attachments': ['a'] } },
    { name: 'an empty containerID', keys: { 'cni.dev/attachments': [{ containerID: '', ifname: 'e' }] } },
    { name: 'a missing ifname', keys: { 'cni.dev/attachments': [{ containerID: 'a' }] } },
    { name: 'a number for ifname', keys: { 'cni.dev/valid-attachments': [{ containerID: 'a', ifname: 0 }] } },
  ])('are refused for $name', ({ keys }) => {
    expect(() => gc(keys)).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining('cni.dev/') }),
    );
  });
});
