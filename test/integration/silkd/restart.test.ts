import { copyFileSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import type { LeasedHost } from '../../support/leased-host.ts';
import { silk } from '../../support/project.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** Puts a copy of the program where the host's own silkd is, by rename, as `make install` does. */
function install(host: LeasedHost): string {
  const dir = join(host.host.dir, 'bin');
  mkdirSync(dir, { recursive: true });
  copyFileSync(silk, join(dir, '.silk.new'));
  renameSync(join(dir, '.silk.new'), join(dir, 'silk'));
  symlinkSync('silk', join(dir, '.silkd.new'));
  renameSync(join(dir, '.silkd.new'), join(dir, 'silkd'));
  return join(dir, 'silkd');
}

/** Nothing is lost because nothing is touched: the new silkd finds all as it wants it. */
async function expectNothingToRepair(host: LeasedHost): Promise<void> {
  await host.silkd.untilReady();
  await sleep(1500); // more than one interval
  expect(host.repairs).toBe(0);
}

test('silkd restarted, killed and exchanged on both hosts loses none of 1,000 packets a second', async () => {
  const scene = await LeaseScene.make({ rate: 1000 });
  const exchange = async (host: LeasedHost): Promise<void> => {
    for (const signal of ['TERM', 'KILL'] as const) {
      await host.silkd.stop(signal);
      await sleep(300);
      host.silkd.launch();
      await expectNothingToRepair(host);
    }
    for (let version = 1; version <= 2; version++) {
      const program = install(host);
      await host.silkd.stop('TERM');
      host.silkd.launch([], program);
      await expectNothingToRepair(host);
    }
  };
  await Promise.all([scene.first, scene.second].map(exchange));
  const report = await scene.expectUnharmed();
  expect(report.sent).toBeGreaterThan(5000);
});
