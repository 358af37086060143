import { expect, test } from '@jest/globals';
import { run } from '../../../../src/cli/program.ts';
import type { HostRemains, TeardownHost } from '../../../../src/cli/teardown/teardown-host.ts';
import { fakeContext } from '../fake-context.ts';

const nothing: HostRemains = {
  links: [],
  ports: [],
  segments: [],
  guards: [],
  records: [],
  masquerading: false,
  vtep: undefined,
  strayVteps: [],
  files: [],
  lease: undefined,
};

/** A host of which nothing can be removed but what is not told. */
function recordingHost(): { calls: string[]; host: TeardownHost } {
  const calls: string[] = [];
  const step = (name: string) => {
    calls.push(name);
    return [`Cannot do ${name}`];
  };
  const host: TeardownHost = {
    keepDaemonOut: () => {
      step('lock');
      return { [Symbol.dispose]: () => void step('unlock') };
    },
    look: () => {
      step('look');
      return nothing;
    },
    removeSubnetFile: () => step('subnet file'),
    removeContainers: async () => step('containers'),
    removeSegments: async () => step('segments'),
    removeVtep: async () => step('VTEP'),
    releaseLease: async () => step('lease'),
  };
  return { calls, host };
}

test('teardown removes containers, VTEP, lease in this order, looks again, and goes on where something cannot be removed', async () => {
  const { calls, host } = recordingHost();
  const context = fakeContext();
  const asked = { ...context, host: { ...context.host, teardown: host } };
  expect(await run(['teardown', '--containers'], asked)).toBe(1);
  const removals = ['subnet file', 'containers', 'segments', 'VTEP', 'lease'];
  expect(calls).toEqual(['lock', 'look', ...removals, 'look', 'unlock']);
  expect(context.printed[1].join('')).toBe(removals.map((name) => `silk: Cannot do ${name}\n`).join(''));
});
