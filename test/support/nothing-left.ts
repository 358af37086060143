import { expect } from '@jest/globals';
import type { FullHost } from './full-host.ts';
import { leftovers, noLeftovers } from './full-host-leftovers.ts';
import { heldOn, nothingHeld } from './held.ts';
import { disposeHosts } from './host.ts';
import { untilNoError } from './wait.ts';

/** A host with a runtime. */
export interface RuntimeHost {
  readonly at: FullHost;
  /** Ends all that the runtime has running, as its user would. */
  endAll(): Promise<void>;
}

/**
 * For afterEach: ends what a test has left running by the runtime's own way, after which nothing of it is held on any host; then
 * disposes of the hosts, after which nothing of them is left on the machine.
 */
export async function expectNothingLeft(...runtimes: readonly RuntimeHost[]): Promise<void> {
  try {
    for (const runtime of runtimes) await runtime.endAll();
    // A runtime says that a container has ended before it has called the plugins.
    for (const { at } of runtimes) {
      await untilNoError('nothing to be held', async () => expect(heldOn(at)).toEqual(nothingHeld));
    }
  } finally {
    disposeHosts();
  }
  for (const { at } of runtimes) expect(leftovers(at)).toEqual(noLeftovers);
}
