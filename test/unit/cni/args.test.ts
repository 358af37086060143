import { describe, expect, test } from '@jest/globals';
import { parseCniArgs, pickCniArgs } from '../../../src/cni/args.ts';

const known = ['IP', 'K8S_POD_NAME'];

describe('parseCniArgs()', () => {
  test.each([
    { name: 'nothing', text: '', pairs: {} },
    { name: 'one pair', text: 'IP=10.0.0.1', pairs: { IP: '10.0.0.1' } },
    { name: 'an empty value', text: 'IP=', pairs: { IP: '' } },
    { name: 'a repeated key', text: 'IP=1;IP=2', pairs: { IP: '2' } },
    { name: 'IgnoreUnknown=1', text: 'IgnoreUnknown=1;X=1;IP=2', pairs: { IP: '2' } },
    { name: 'IgnoreUnknown=True at the end', text: 'X=1;IgnoreUnknown=True', pairs: {} },
    { name: 'IgnoreUnknown=0 and nothing unknown', text: 'IgnoreUnknown=0;IP=2', pairs: { IP: '2' } },
    {
      name: 'what Kubernetes sends',
      text: 'K8S_POD_UID=u;IgnoreUnknown=1;K8S_POD_NAMESPACE=n;K8S_POD_NAME=p;K8S_POD_INFRA_CONTAINER_ID=c',
      pairs: { K8S_POD_NAME: 'p' },
    },
  ])('reads $name', ({ text, pairs }) => {
    expect(Object.fromEntries(parseCniArgs(text, known))).toEqual(pairs);
  });

  test.each([
    { name: 'a value with =', text: 'IP=a=b', found: '"IP=a=b"' },
    { name: 'a trailing ;', text: 'IP=a;', found: '""' },
    { name: 'a key alone', text: 'IP', found: '"IP"' },
    { name: 'unknown keys, each once', text: 'X=1;IP=a;Y=2;X=3', found: 'unknown keys ["X","Y"]' },
    { name: 'unknown keys with IgnoreUnknown=0', text: 'IgnoreUnknown=0;X=1', found: 'unknown keys ["X"]' },
    { name: 'a key in the wrong case', text: 'ip=a', found: 'unknown keys ["ip"]' },
    { name: 'a bad boolean', text: 'IgnoreUnknown=yes', found: '"IgnoreUnknown=yes"' },
    { name: 'a fault even with IgnoreUnknown', text: 'IgnoreUnknown=1;X', found: '"X"' },
  ])('refuses $name', ({ text, found }) => {
    expect(() => parseCniArgs(text, known)).toThrow(
      expect.objectContaining({
        code: 'BAD_ENVIRONMENT',
        message: expect.stringContaining(`Cannot read CNI_ARGS: found ${found}`),
      }),
    );
  });
});

test('pickCniArgs() has the wanted keys, whatever is beside them', () => {
  const text = ';X;K8S_POD_NAME=a;IP=1=2;K8S_POD_NAME=b;IgnoreUnknown=maybe;ip=3;IP=';
  expect([...pickCniArgs(text, known)]).toEqual([
    ['K8S_POD_NAME', 'b'],
    ['IP', ''],
  ]);
  expect(pickCniArgs('', known).size).toBe(0);
});
