import { afterEach, expect, jest, test } from '@jest/globals';
import { Flow } from '../../support/flow.ts';
import { disposeHosts } from '../../support/host.ts';
import { OverlayNetwork } from '../../support/overlay-network.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

test('a flow between two hosts tells what was lost, and where nothing was', async () => {
  const network = new OverlayNetwork([144, 138]);
  const [first, second] = network.hosts;
  const from = network.addContainer(first);
  const to = network.addContainer(second);

  const whole = await Flow.start(first.host, from, to);
  await sleep(1000);
  expect(await whole.stop()).toMatchObject({ lost: 0, duplicated: 0, longestGap: 0 });

  const broken = await Flow.start(first.host, from, to);
  await sleep(500);
  second.host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
  await sleep(100);
  second.host.exec('ip', 'link', 'set', 'silk-vtep', 'up');
  await sleep(500);
  const { sent, lost, longestGap } = await broken.stop();
  expect(lost).toBeGreaterThan(50);
  expect(longestGap).toBe(lost);
  expect(sent).toBeGreaterThan(lost + 500);
});
