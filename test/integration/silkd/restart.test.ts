import { copyFileSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import type { LeasedHost } from '../../support/leased-host.ts';
import { silk } from '../../support/project.ts';
import { sleep, until } from '../../support/wait.ts';

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

test('silkd restarted, killed and exchanged on both hosts loses none of 1,000 packets a second', async () => {
  const scene = await LeaseScene.make({ rate: 1000 });
  const { first, second } = scene;
  const swapped = new Map([first, second].map((host) => [host, install(host)]));
  for (const host of [first, second]) {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await host.end(signal);
      await sleep(300);
      host.start();
      await until('silkd to be ready again', () => host.subnet !== undefined);
      await sleep(1500); // more than one converge
    }
    const program = swapped.get(host) ?? '';
    await host.end('SIGTERM');
    host.start({ program });
    await sleep(1500);
    install(host);
    await host.end('SIGKILL');
    host.start({ program });
    await sleep(1500);
  }
  const report = await scene.expectUnharmed();
  expect(report.sent).toBeGreaterThan(5000);
  console.log(report);
});
