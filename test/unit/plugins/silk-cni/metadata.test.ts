import { expect, test } from '@jest/globals';
import { entryMetadata } from '../../../../plugins/silk-cni/metadata.ts';
import { readSilkCniConfig } from '../../../../src/config/validate.ts';

const labels = [
  { key: 'app', value: 'web' },
  { key: '__proto__', value: '' },
];
const pod =
  'K8S_POD_UID=1-2;IgnoreUnknown=1;K8S_POD_INFRA_CONTAINER_ID=f00;K8S_POD_NAME=web-0;K8S_POD_NAMESPACE=default';
const podMember = '"pod":{"namespace":"default","name":"web-0","uid":"1-2"}';

test.each([
  { name: 'null without any', keys: {}, args: '', expected: 'null' },
  { name: 'null as it is', keys: { metadata: null }, args: 'IP=10.0.0.1', expected: 'null' },
  { name: 'an empty object as it is', keys: { metadata: {} }, args: '', expected: '{}' },
  {
    name: 'no empty labels',
    keys: { metadata: { a: 1 }, args: { cni: { labels: [] } } },
    args: '',
    expected: '{"a":1}',
  },
  {
    name: 'labels',
    keys: { args: { cni: { labels } } },
    args: '',
    expected: '{"labels":{"app":"web","__proto__":""}}',
  },
  { name: 'a pod, in any order', keys: {}, args: pod, expected: `{${podMember}}` },
  { name: 'of a pod what is told', keys: {}, args: 'K8S_POD_NAME=a;K8S_POD_UID=', expected: '{"pod":{"name":"a"}}' },
  {
    name: 'all together',
    keys: { metadata: { app_id: 'x' }, args: { cni: { labels } } },
    args: pod,
    expected: `{"labels":{"app":"web","__proto__":""},${podMember},"app_id":"x"}`,
  },
  {
    name: "the configuration's own members before ours",
    keys: { metadata: { labels: 'mine' }, args: { cni: { labels } } },
    args: 'K8S_POD_NAME=a',
    expected: '{"labels":"mine","pod":{"name":"a"}}',
  },
])('entryMetadata() has $name', ({ keys, args, expected }) => {
  const config = readSilkCniConfig({ name: 'n', type: 'silk-cni', ...keys });
  expect(JSON.stringify(entryMetadata(config, args))).toBe(expected);
});
