import { afterEach, expect, jest, test } from '@jest/globals';
import { EvpnNetwork, untilContent } from '../../support/evpn-network.ts';
import { disposeHosts } from '../../support/host.ts';
import { sleep } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

test('a route that a policy of gobgpd changes is told, and not announced again and again', async () => {
  const network = new EvpnNetwork();
  const host = network.addHost(32);
  await network.start([host]);
  await untilContent(host);
  const ask = (line: string) => host.gobgpd.ask(...line.split(' '));
  ask('policy statement add more');
  ask('policy statement more add action ext-community add rt:64512:99');
  ask('policy statement more add action accept');
  ask('policy add more more');
  ask('global policy import add more default accept');
  ask('global rib del all -a evpn');
  await host.silkd.until('the problem', () => host.silkd.get('/status').text.includes('see the policies of gobgpd'));
  await sleep(2000);
  const [, seconds] = / 00:00:(\d\d) .*64512:99/.exec(ask('global rib -a evpn')) ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
});
