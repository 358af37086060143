import { describe, expect, test } from '@jest/globals';
import { passOn } from '../../../src/cni/pass-on.ts';
import { readRequest } from '../../../src/cni/request.ts';
import { supportedVersions } from '../../../src/cni/version.ts';

/** What ADD prints for a configuration whose prevResult is that text. */
function passedOn(version: string, prevResult: string): string {
  const stdin = `{"cniVersion":"${version}","name":"blue","type":"silk-vtep","prevResult":${prevResult}}`;
  return passOn(readRequest({ command: 'ADD', env: {}, stdin, readConfig: () => undefined })).text;
}

describe('passOn()', () => {
  test.each(supportedVersions.map((name) => ({ name })))('gives a result of $name to the letter', ({ name }) => {
    const shape = name < '0.3.0' ? '"ip4":{"ip":"10.0.0.2/24"}' : '"ips":[{"version":"4","address":"10.0.0.2/24"}]';
    const text = `{"9":1.0, ${shape},\n"cniVersion":"${name}", "1":{"z":12345678901234567890}}`;
    expect(passedOn(name, text)).toBe(text);
  });

  test.each([
    { name: 'a result', text: '{ "ips":[], "x":1.0}', printed: '{"cniVersion":"1.0.0", "ips":[], "x":1.0}' },
    { name: 'an empty one', text: '{}', printed: '{"cniVersion":"1.0.0"}' },
    { name: 'one that is empty but for space', text: '{ }', printed: '{"cniVersion":"1.0.0" }' },
  ])('$name without a version is given the configuration’s', ({ text, printed }) => {
    expect(passedOn('1.0.0', text)).toBe(printed);
  });

  test.each([
    {
      name: 'an older version',
      from: '{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.2/24"},"x":1}',
      to: { cniVersion: '1.0.0', ips: [{ address: '10.0.0.2/24' }], x: 1 },
    },
    {
      name: 'a newer version',
      from: '{"cniVersion":"1.1.0","interfaces":[{"name":"a","mtu":9}],"x":1}',
      to: { cniVersion: '1.0.0', interfaces: [{ name: 'a' }], x: 1 },
    },
  ])("one in $name comes in the configuration's", ({ from, to }) => {
    expect(JSON.parse(passedOn('1.0.0', from))).toEqual(to);
  });

  test.each([
    { name: 'null', text: 'null', message: 'Cannot run ADD: prevResult: found none, wanted silk-vtep after a plugin' },
    { name: 'a list', text: '[]', message: 'prevResult' },
    {
      name: 'a version that there is not',
      text: '{"cniVersion":"9.9.9"}',
      message: 'prevResult.cniVersion: found "9.9.9"',
    },
    { name: 'no version in its place', text: '{"cniVersion":null}', message: 'prevResult.cniVersion: found null' },
    { name: 'a result that cannot be read', text: '{"ips":7}', message: 'prevResult.ips' },
  ])('refuses $name', ({ text, message }) => {
    expect(() => passedOn('1.0.0', text)).toThrow(message);
  });

  test('takes a text of millions of escapes, beyond what a search for its end can do', () => {
    const text = `{"cniVersion":"1.0.0","ips":[],"x":"${'a\\"'.repeat(3_000_000)}"}`;
    expect(passedOn('1.0.0', text)).toBe(text);
  });
});
