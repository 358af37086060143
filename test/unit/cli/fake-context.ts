import { join } from 'node:path';
import { parseIp } from '../../../src/addr/ip.ts';
import type { CliContext } from '../../../src/cli/context.ts';
import { run } from '../../../src/cli/program.ts';
import type { TeardownHost } from '../../../src/cli/teardown/teardown-host.ts';
import { FakeOverlay } from './fake-overlay.ts';
import { noSegments } from './no-segments.ts';

/** A host that is not to be torn down. */
const noTeardown: TeardownHost = {
  keepDaemonOut: unasked,
  look: unasked,
  removeContainers: unasked,
  removeSegments: unasked,
  removeVtep: unasked,
  removeSubnetFile: unasked,
  releaseLease: unasked,
};

function unasked(): never {
  throw new Error('nobody is to ask this');
}

/** What a command line printed, and its exit code. */
export interface RunOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine with these links of kind veth. */
export type FakeLinks = readonly { readonly name: string; readonly alias?: string }[];

/** A context that writes into lists. */
export function fakeContext(
  links: FakeLinks = [],
  overlay = new FakeOverlay(),
): CliContext & { readonly printed: [out: string[], err: string[]] } {
  const printed: [string[], string[]] = [[], []];
  return {
    version: '1.2.3',
    env: process.env,
    stdout: { write: (text) => void printed[0].push(text), colour: false, terminal: false },
    stderr: { write: (text) => void printed[1].push(text), colour: false, terminal: false },
    host: {
      listVeths: () => links,
      openStore: (network, dataDir) => ({
        dir: join(dataDir, network),
        lockTimeoutMs: 1000,
        host: { linkExists: () => false, withFlock: (_, fn) => fn(), bootId: () => 'boot', bootTimeMs: () => 0 },
      }),
      underlayIp: () => parseIp('10.244.0.11', 'the underlay'),
      overlay,
      segments: noSegments,
      teardown: noTeardown,
    },
    printed,
  };
}

/** Runs one command line with the variables given, and without those that an option could be set by. */
export async function runCli(argv: readonly string[], links: FakeLinks = [], env = {}): Promise<RunOutcome> {
  const context = fakeContext(links);
  const before = { ...process.env };
  for (const name of ['NETCONFPATH', 'CNI_PATH', 'CNI_IFNAME', 'CNI_ARGS', 'CAP_ARGS']) delete process.env[name];
  Object.assign(process.env, env);
  try {
    const code = await run(argv, context);
    return { code, stdout: context.printed[0].join(''), stderr: context.printed[1].join('') };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** Runs one command line on a host with this overlay. */
export async function runOverlay(overlay: FakeOverlay, ...argv: readonly string[]): Promise<RunOutcome> {
  const context = fakeContext([], overlay);
  const code = await run(argv, context);
  return { code, stdout: context.printed[0].join(''), stderr: context.printed[1].join('') };
}
