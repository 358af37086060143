import { describe, expect, test } from '@jest/globals';
import { askVersions, highestCommon, negotiateVersion } from '../../../../src/cli/runtime/negotiate.ts';
import { RecordingPlugins, thrownBy } from '../recording-plugins.ts';

const wide = { cniVersions: ['0.4.0', '1.0.0', '1.1.0'] };

describe('negotiateVersion()', () => {
  test('takes the highest version that the network allows and every plugin supports', () => {
    using plugins = new RecordingPlugins();
    plugins.add('new', { versions: ['0.4.0', '1.0.0', '1.1.0'] });
    plugins.add('old', { versions: ['0.3.1', '0.4.0', '1.0.0'] });
    const { runtime, network } = plugins.call([{ type: 'new' }, { type: 'old' }, { type: 'new' }], '1.1.0', wide);
    expect(negotiateVersion(runtime, network)).toBe('1.0.0');
    expect(plugins.order).toEqual(['new VERSION', 'old VERSION']);
  });

  test('asks nobody when the network has one version', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    const { runtime, network } = plugins.call([{ type: 'a' }], '1.0.0');
    expect(negotiateVersion(runtime, network)).toBe('1.0.0');
    expect(plugins.order).toEqual([]);
  });
});

test('highestCommon() refuses when there is no such version, and says what each supports', () => {
  using plugins = new RecordingPlugins();
  const { network } = plugins.call([{ type: 'a' }], '1.1.0', wide);
  expect(thrownBy(() => highestCommon(network, [{ plugin: 'a', versions: ['0.2.0', '0.3.0'] }]))).toMatchObject({
    code: 'INCOMPATIBLE_VERSION',
    details: 'a supports 0.2.0, 0.3.0',
  });
});

describe('askVersions()', () => {
  test('takes a plugin that does not know VERSION for one of 0.1.0', () => {
    using plugins = new RecordingPlugins();
    plugins.add('ancient', { errors: { VERSION: { code: 100, msg: 'unknown CNI_COMMAND: VERSION' } } });
    const { runtime, network } = plugins.call([{ type: 'ancient' }]);
    expect(askVersions(runtime, network)).toEqual([{ plugin: 'ancient', versions: ['0.1.0'] }]);
  });

  test('tells nothing of an attachment', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    const { runtime, network } = plugins.call([{ type: 'a' }]);
    askVersions(runtime, network);
    expect(plugins.env('a', 'VERSION')).toEqual([
      'CNI_COMMAND=VERSION',
      'CNI_CONTAINERID=dummy',
      'CNI_IFNAME=dummy',
      'CNI_NETNS=dummy',
      'CNI_PATH=dummy',
    ]);
  });
});
