import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../src/cli/program.ts';
import { fakeContext, runCli } from './fake-context.ts';
import { RecordingPlugins } from './recording-plugins.ts';

describe('run() gives exit code', () => {
  test.each([
    { name: '0 for help', argv: ['--help'], code: 0 },
    { name: '0 for help of a command', argv: ['help', 'cni'], code: 0 },
    { name: '0 for the version', argv: ['--version'], code: 0 },
    { name: '1 for a failure', argv: ['cni', 'status', 'blue', '--conf-dir', '/nonexistent'], code: 1 },
    { name: '2 for nothing at all', argv: [], code: 2 },
    { name: '2 for a group alone', argv: ['cni'], code: 2 },
    { name: '2 for an unknown command', argv: ['cni', 'adds'], code: 2 },
    { name: '2 for an unknown option', argv: ['ipam', 'list', '--colour'], code: 2 },
    { name: '2 for a missing argument', argv: ['cni', 'add', 'blue'], code: 2 },
    { name: '2 for one argument too many', argv: ['cni', 'status', 'blue', 'a'], code: 2 },
    { name: '2 for a --keep that is not ID/IFNAME', argv: ['cni', 'gc', 'blue', '--keep', 'c1'], code: 2 },
    { name: '2 for a missing --network', argv: ['ipam', 'release', '10.0.0.1'], code: 2 },
  ])('$name', async ({ argv, code }) => {
    expect((await runCli(argv)).code).toBe(code);
  });
});

test('run() says on stderr, in one line, what is wrong with which code and what to do', async () => {
  const { stdout, stderr } = await runCli(['cni', 'status', 'blue', '--conf-dir', '/nonexistent']);
  expect(stdout).toBe('');
  expect(stderr).toBe(
    'silk: Cannot find network "blue" in /nonexistent: found no networks (7 BAD_CONFIG). ' +
      'Correct what the message names, in the network configuration or on the command line, and repeat the command.\n',
  );
});

test('run() prints the error on stdout with --json', async () => {
  const { stdout, stderr } = await runCli(['cni', 'status', 'blue', '--conf-dir', '/nonexistent', '--json']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, code: 7, name: 'BAD_CONFIG' });
});

test('run() helps with a command that is written almost right', async () => {
  expect((await runCli(['cni', 'statis'])).stderr).toContain('Did you mean status?');
});

describe('silk cni', () => {
  const conflist = { name: 'blue', cniVersion: '1.1.0', plugins: [{ type: 'a', capabilities: { mac: true } }] };
  const dirs = (plugins: RecordingPlugins) => [
    ...['--conf-dir', plugins.confDir, '--cache-dir', plugins.cacheDir],
    ...['--plugin-dir', join(plugins.dir, 'bin'), '--plugin-dir', '/nonexistent'],
  ];

  test('add prints the result, check and del say what they did, and all find each other', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.writeConf('blue.conflist', conflist);
    const common = [...dirs(plugins), '--json'];
    const added = await runCli(['cni', 'add', 'blue', 'a', ...common]);
    expect(JSON.parse(added.stdout)).toEqual({ cniVersion: '1.1.0', ips: [{ address: '10.1.2.3/24' }] });
    for (const command of ['check', 'del']) {
      const { code, stdout } = await runCli(['cni', command, 'blue', 'a', ...common]);
      expect([code, JSON.parse(stdout)]).toMatchObject([0, { ok: true, network: 'blue', plugins: [{ plugin: 'a' }] }]);
    }
    expect(plugins.order).toEqual(['a ADD', 'a CHECK', 'a DEL']);
  });

  test('takes from variables what is not given as options', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.writeConf('blue.conflist', conflist);
    const env = {
      NETCONFPATH: plugins.confDir,
      CNI_PATH: `/nonexistent:${join(plugins.dir, 'bin')}`,
      CNI_IFNAME: 'eth7',
      CNI_ARGS: 'A=1',
      CAP_ARGS: '{"mac":"m"}',
    };
    const { code } = await runCli(['cni', 'add', 'blue', 'a', '--cache-dir', plugins.cacheDir], [], env);
    expect(code).toBe(0);
    expect(plugins.env('a', 'ADD')).toEqual(expect.arrayContaining(['CNI_IFNAME=eth7', 'CNI_ARGS=A=1']));
    expect(plugins.stdin('a', 'ADD')['runtimeConfig']).toEqual({ mac: 'm' });
  });

  test('lets an option win over its variable, and takes empty variables for absent ones', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.writeConf('blue.conflist', conflist);
    const env = { NETCONFPATH: '', CNI_PATH: '', CNI_IFNAME: '', CNI_ARGS: 'A=1', CAP_ARGS: '' };
    const argv = ['cni', 'add', 'blue', 'a', ...dirs(plugins), '--args', 'B=2'];
    expect((await runCli(argv, [], env)).code).toBe(0);
    expect(plugins.env('a', 'ADD')).toEqual(expect.arrayContaining(['CNI_IFNAME=eth0', 'CNI_ARGS=B=2']));
  });

  test('takes an empty CNI_PATH for an absent one', async () => {
    using plugins = new RecordingPlugins();
    plugins.writeConf('blue.conflist', { ...conflist, plugins: [{ type: 'no-such-plugin' }] });
    const argv = ['cni', 'version', 'blue', '--conf-dir', plugins.confDir];
    expect((await runCli(argv, [], { CNI_PATH: '' })).stderr).toContain('in CNI_PATH /opt/cni/bin:/usr/lib/cni');
  });

  test('del works from the cache when the configuration is gone', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.writeConf('blue.conflist', conflist);
    await runCli(['cni', 'add', 'blue', 'a', ...dirs(plugins)]);
    const argv = ['cni', 'del', 'blue', 'a', '--conf-dir', '/nonexistent', ...dirs(plugins).slice(2)];
    expect(await runCli(argv)).toMatchObject({ code: 0 });
    expect(plugins.order).toEqual(['a ADD', 'a DEL']);
  });

  test('gc --dry-run asks no plugin', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a');
    plugins.writeConf('blue.conflist', conflist);
    await runCli(['cni', 'add', 'blue', '/nonexistent/netns', '--container-id', 'c1', ...dirs(plugins)]);
    const { stdout } = await runCli(['cni', 'gc', 'blue', '--dry-run', '--json', ...dirs(plugins)]);
    expect(JSON.parse(stdout)).toMatchObject({ kept: [], removed: [{ containerId: 'c1', ifname: 'eth0' }] });
    expect(plugins.order).toEqual(['a ADD']);
  });

  test('version shows what each plugin supports and which version is used', async () => {
    using plugins = new RecordingPlugins();
    plugins.add('a', { versions: ['0.4.0', '1.0.0'] });
    plugins.writeConf('blue.conflist', { ...conflist, cniVersions: ['0.4.0', '1.0.0', '1.1.0'] });
    const { stdout } = await runCli(['cni', 'version', 'blue', '--json', ...dirs(plugins)]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: '1.0.0',
      plugins: [{ plugin: 'a', versions: ['0.4.0', '1.0.0'] }],
    });
  });
});

describe('every command', () => {
  const commands = listCommands(buildProgram(fakeContext()));

  test.each(commands)('$path has a sentence, an example and a description of each option', ({ command, path }) => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
    for (const option of command.options) expect(option.description).not.toBe('');
    if (path !== 'silk completion words') expect(helpOf(command)).toMatch(/Examples?:\n {2}/);
  });
});

function listCommands(command: CommandUnknownOpts, above = ''): { path: string; command: CommandUnknownOpts }[] {
  const path = `${above} ${command.name()}`.trim();
  return [{ path, command }, ...command.commands.flatMap((below) => listCommands(below, path))];
}

function helpOf(command: CommandUnknownOpts): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (text) => void parts.push(text) });
  command.outputHelp();
  return parts.join('');
}
