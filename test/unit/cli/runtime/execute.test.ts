import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { executePlugin } from '../../../../src/cli/runtime/execute.ts';
import { attachment, RecordingPlugins, thrownBy } from '../recording-plugins.ts';

describe('executePlugin()', () => {
  test('gives the variables of the attachment, and the name and version of the list', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    const call = plugins.call([{ type: 'a', name: 'other', cniVersion: '0.1.0', mtu: 1400 }], '1.0.0');
    const cniArgs = [['IP', '10.1.2.3']] as [string, string][];
    executePlugin(call, 0, { command: 'ADD', attachment: { ...attachment, cniArgs } });
    expect(plugins.env('a', 'ADD')).toEqual([
      'CNI_ARGS=IP=10.1.2.3',
      'CNI_COMMAND=ADD',
      'CNI_CONTAINERID=c1',
      'CNI_IFNAME=eth0',
      'CNI_NETNS=/run/netns/a',
      `CNI_PATH=${join(plugins.dir, 'bin')}`,
    ]);
    expect(plugins.stdin('a', 'ADD')).toEqual({ type: 'a', name: 'blue', cniVersion: '1.0.0', mtu: 1400 });
  });

  test('gives no variable of an attachment where there is none', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    executePlugin(plugins.call([{ type: 'a' }]), 0, { command: 'STATUS' });
    expect(plugins.env('a', 'STATUS')).toEqual(['CNI_COMMAND=STATUS', `CNI_PATH=${join(plugins.dir, 'bin')}`]);
  });

  test.each([
    { name: 'those declared', capabilities: { mac: true }, runtimeConfig: { mac: '02:00:00:00:00:01' } },
    { name: 'none of those not declared', capabilities: undefined, runtimeConfig: undefined },
    { name: 'none of those declared as false', capabilities: { mac: false, ips: false }, runtimeConfig: undefined },
    { name: 'none of those not given', capabilities: { bandwidth: true }, runtimeConfig: undefined },
  ])('passes capability arguments: $name', ({ capabilities, runtimeConfig }) => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    const call = plugins.call([{ type: 'a', capabilities }]);
    const capabilityArgs = { mac: '02:00:00:00:00:01', ips: ['10.1.2.3/24'] };
    executePlugin(call, 0, { command: 'ADD', attachment: { ...attachment, capabilityArgs } });
    expect(plugins.stdin('a', 'ADD')['runtimeConfig']).toEqual(runtimeConfig);
  });

  test('names the plugin, its place and its own code when it fails', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.add('b', { errors: { ADD: { code: 999, msg: 'no such thing', details: 'at all' } } });
    const call = plugins.call([{ type: 'a' }, { type: 'b' }]);
    expect(thrownBy(() => executePlugin(call, 1, { command: 'ADD', attachment }))).toMatchObject({
      code: 'DELEGATE_FAILED',
      cniCode: 999,
      message: 'Cannot finish ADD: b (plugin 2 of 2): no such thing',
      details: 'at all',
    });
  });
});
