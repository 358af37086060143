import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNetwork } from '../../../src/cli/runtime/conflist.ts';
import type { ChainCall } from '../../../src/cli/runtime/execute.ts';
import type { JsonObject } from '../../../src/cni/json.ts';
import type { CniVersion } from '../../../src/cni/version.ts';

/** What a recording plugin answers. */
export interface Answers {
  readonly versions?: readonly string[];
  readonly result?: object;
  /** Command to the error object that it is answered with. */
  readonly errors?: Readonly<Record<string, object>>;
}

/** A temporary directory with plugins that are shell scripts, really executed, and write down how they were called. */
export class RecordingPlugins implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'silk-cli-'));
  readonly confDir = join(this.dir, 'net.d');
  readonly cacheDir = join(this.dir, 'cache');

  constructor() {
    for (const name of ['bin', 'record', 'net.d']) mkdirSync(join(this.dir, name));
  }

  add(name: string, answers: Answers = {}): void {
    const record = join(this.dir, 'record');
    const versions = answers.versions ?? ['0.3.1', '0.4.0', '1.0.0', '1.1.0'];
    const outputs: Record<string, object> = {
      VERSION: { cniVersion: '1.1.0', supportedVersions: versions },
      ADD: answers.result ?? { ips: [{ address: '10.1.2.3/24' }] },
    };
    const cases = Object.entries(outputs).map(([command, output]) => `${command}) echo '${JSON.stringify(output)}';;`);
    const errors = Object.entries(answers.errors ?? {}).map(
      ([command, output]) => `${command}) echo '${JSON.stringify(output)}'; exit 1;;`,
    );
    const script = `#!/bin/sh
cat > ${record}/${name}.$CNI_COMMAND.stdin
env | grep ^CNI_ | sort > ${record}/${name}.$CNI_COMMAND.env
echo "${name} $CNI_COMMAND" >> ${record}/order
case $CNI_COMMAND in
${[...errors, ...cases].join('\n')}
esac
`;
    writeFileSync(join(this.dir, 'bin', name), script);
    chmodSync(join(this.dir, 'bin', name), 0o755);
  }

  /** A network of these plugins, each `{"type": ...}` with more keys where wanted. */
  call(plugins: readonly JsonObject[], version: CniVersion = '1.1.0', keys: JsonObject = {}): ChainCall {
    const text = JSON.stringify({ name: 'blue', cniVersion: version, plugins, ...keys });
    return { runtime: this.runtime, network: parseNetwork(text, 'test', () => []), version };
  }

  get runtime() {
    return { cniPath: [join(this.dir, 'bin')], cacheDir: this.cacheDir, env: process.env };
  }

  /** `name COMMAND` of every execution, in order. */
  get order(): string[] {
    const path = join(this.dir, 'record/order');
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  }

  /** What the plugin read on stdin when it was last called so. */
  stdin(name: string, command: string): JsonObject {
    return JSON.parse(readFileSync(join(this.dir, `record/${name}.${command}.stdin`), 'utf8'));
  }

  /** Its CNI_ variables, a line each. */
  env(name: string, command: string): string[] {
    return readFileSync(join(this.dir, `record/${name}.${command}.env`), 'utf8')
      .trimEnd()
      .split('\n');
  }

  writeConf(name: string, content: object | string): void {
    writeFileSync(join(this.confDir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true });
  }
}

/** An attachment for tests. */
export const attachment = {
  containerId: 'c1',
  netns: '/run/netns/a',
  ifname: 'eth0',
  cniArgs: [],
  capabilityArgs: {},
} as const;

/** What a function throws. @throws Error when it throws nothing. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
