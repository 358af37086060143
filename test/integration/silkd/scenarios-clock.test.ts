import { afterEach, expect, jest, test } from '@jest/globals';
import { FakeClock } from '../../support/fake-clock.ts';
import { disposeHosts } from '../../support/host.ts';
import { digText } from '../../support/json.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { leaseTtlSeconds } from '../../support/leased-network.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const daySeconds = 86_400;

// The machine's clock is not touched: libfaketime stands between silkd and its wall clock. Its monotonic clock cannot jump while it
// runs: a time namespace has its offset before its first process, and the kernel changes neither that nor the clock itself.
test("silkd's clock jumps a day ahead and a day back while packets flow: no lease, no host and no packet is lost", async () => {
  const scene = await LeaseScene.make();
  const { network, first, second } = scene;
  const clock = new FakeClock(first.host.dir);
  for (const host of [first, second]) {
    await host.silkd.stop('KILL');
    clock.launch(host);
  }
  await network.untilRenewed();
  for (const offset of [daySeconds, -daySeconds]) {
    clock.set(offset);
    await sleep((leaseTtlSeconds + 1) * 1000);
    const lastRound = Date.parse(digText(first.silkd.status(), 'lastRound', 'endedAt'));
    expect(Math.abs(lastRound - Date.now() - offset * 1000)).toBeLessThan(10_000);
    for (const path of ['/healthz', '/readyz']) expect(first.silkd.get(path).status).toBe(200);
    expect(network.recordedOwners()).toHaveLength(3);
    network.expectMeshed();
  }
  await scene.expectUnharmed();
});
