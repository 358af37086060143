import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bashScript } from '../../../../src/cli/completion/bash.ts';
import { modelOf } from '../../../../src/cli/completion/model.ts';
import { zshScript } from '../../../../src/cli/completion/zsh.ts';
import { buildProgram } from '../../../../src/cli/program.ts';
import { fakeContext, runCli } from '../fake-context.ts';
import { RecordingPlugins } from '../recording-plugins.ts';

const models = modelOf(buildProgram(fakeContext()));

describe.each([
  { shell: 'bash', script: bashScript('silk', models) },
  { shell: 'zsh', script: zshScript('silk', models) },
])('the $shell script', ({ shell, script }) => {
  test.each(models)('has every command and option of "$path"', ({ commands, options }) => {
    for (const word of [...commands.map((one) => one.name), ...options.flatMap((one) => one.flags)]) {
      expect(script).toContain(word);
    }
  });

  test('is what the command prints', async () => {
    expect((await runCli(['completion', shell])).stdout).toBe(script);
  });
});

test('modelOf() leaves out what is hidden', () => {
  expect(models.map((model) => model.path)).toContain('completion bash');
  expect(models.map((model) => model.path)).not.toContain('completion words');
});

describe('bash really completes', () => {
  test.each([
    {
      line: 'silk ',
      words: [
        ...['cni', 'completion', 'docker-options', 'endpoint', 'etcd', 'evpn', 'help', 'ipam', 'lease', 'peer'],
        ...['segment', 'teardown'],
        'vtep',
      ],
    },
    { line: 'silk c', words: ['cni', 'completion'] },
    { line: 'silk cni ', words: ['add', 'check', 'del', 'gc', 'help', 'status', 'version'] },
    { line: 'silk cni add ', words: ['blue', 'bluegreen', 'red'] },
    { line: 'silk cni add blue', words: ['blue', 'bluegreen'] },
    { line: 'silk cni add blue n', words: ['ns1', 'ns2'] },
    { line: 'silk cni add --ifname eth1 blue ns', words: ['ns1', 'ns2'] },
    { line: 'silk cni add blue --cap', words: ['--capability-args'] },
    { line: 'silk cni del --conf-dir /elsewhere ', words: ['other'] },
    { line: 'silk ipam list --j', words: ['--json'] },
    { line: 'silk ipam release 1.2.3.4 --network ', words: [] },
    { line: 'silk vtep ', words: ['down', 'help', 'show', 'up'] },
    { line: 'silk vtep up --no', words: ['--no-gbp'] },
    { line: 'silk peer ', words: ['add', 'help', 'list', 'remove', 'sync'] },
    { line: 'silk peer sync --peers-file try', words: ['try.bash'] },
    { line: 'silk peer add --mac ', words: [] },
  ])('"$line"', ({ line, words }) => {
    expect(complete(line)).toEqual(words);
  });
});

/** What bash offers at the end of a line, `silk` answering with fixed words. */
function complete(line: string): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'silk-completion-'));
  try {
    writeFileSync(
      join(dir, 'try.bash'),
      `${bashScript('silk', models)}
silk() {
  case "$*" in
    'completion words network') printf 'blue\\nbluegreen\\nred\\n' ;;
    'completion words network --conf-dir /elsewhere') echo other ;;
    'completion words netns') printf 'ns1\\nns2\\n' ;;
  esac
}
COMP_WORDS=(${line
        .split(' ')
        .map((word) => `'${word}'`)
        .join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_silk
printf '%s\\n' "\${COMPREPLY[@]}"
`,
    );
    const { stdout, stderr } = spawnSync('bash', ['try.bash'], { cwd: dir, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout
      .split('\n')
      .filter((word) => word !== '')
      .sort();
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('silk completion words network lists the networks of the directory once each', async () => {
  using plugins = new RecordingPlugins();
  plugins.writeConf('a.conflist', { name: 'red', cniVersion: '1.0.0', plugins: [{ type: 'a' }] });
  plugins.writeConf('b.conflist', { name: 'blue', cniVersion: '1.0.0', plugins: [{ type: 'a' }] });
  plugins.writeConf('c.conflist', { name: 'red', cniVersion: '1.0.0', plugins: [{ type: 'a' }] });
  const { stdout } = await runCli(['completion', 'words', 'network', '--conf-dir', plugins.confDir]);
  expect(stdout).toBe('red\nblue\n');
});
