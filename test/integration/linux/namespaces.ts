import { spawnSync } from 'node:child_process';

/** Network namespaces of one test file: made before, removed after, whatever happened between. */
export class TestNamespaces {
  readonly #names: string[] = [];
  readonly #purpose: string;

  /** `purpose` is part of the names, so that files that run at the same time do not meet. */
  constructor(purpose: string) {
    this.#purpose = purpose;
  }

  /** Makes a namespace. */
  add(): { name: string; path: string } {
    const name = `silk-t-${process.pid}-${this.#purpose}-${this.#names.length + 1}`;
    run('ip', ['netns', 'add', name]);
    this.#names.push(name);
    return { name, path: `/run/netns/${name}` };
  }

  removeAll(): void {
    for (const name of this.#names.splice(0)) run('ip', ['netns', 'del', name]);
  }
}

/** Runs iproute2 in a namespace and returns what it prints. */
export function ip(netns: { name: string }, args: string): string {
  return run('ip', ['-n', netns.name, ...args.split(' ')]);
}

export function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stderr}`);
  return stdout;
}
