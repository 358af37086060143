import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall, succeed } from '../../support/attachment.ts';
import { disposeHosts, Host, inContainer } from '../../support/host.ts';
import { bridgeNetwork } from '../../support/network.ts';
import { nft } from '../../support/nftables.ts';
import { letLocksGrowOld } from '../../support/old-locks.ts';
import { callPlugin } from '../../support/plugin-call.ts';
import { silkBridge } from '../../support/project.ts';
import { injecting, traceChanges } from '../../support/strace.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

/** What the first ADD on a host says to the kernel, and the files that it makes last. */
const changing = ['sendto', 'symlink', 'link'];

test('the first ADD on a host, killed at any change, is undone by DEL and done by another ADD', () => {
  const host = new Host();
  host.addUplink();
  host.write(
    'endpoints.json',
    JSON.stringify({ endpoints: [{ vni: 42, ip: '10.0.10.200', mac: '02:42:00:00:00:c8', underlay: '192.168.77.9' }] }),
  );
  const container = host.addContainer();
  const config = bridgeNetwork(host, { gateway: '10.0.10.1/24' });
  const add = { command: 'ADD', ...attachmentCall(container), config };
  const attachment = new Attachment(host, container, config, { program: silkBridge });
  const links = () => host.exec('ip', 'link');
  const startAnew = () => {
    attachment.del();
    for (const name of ['vxlan42', 'br0']) host.run(['ip', 'link', 'del', name]);
  };
  const { outcome, calls } = traceChanges(host, silkBridge, add);
  succeed(outcome, 'ADD');
  startAnew();
  const changes = calls.filter(({ name }) => changing.includes(name));
  expect(changes.length).toBeGreaterThan(15);
  let killed = 0;
  for (const at of changes) {
    const cut = callPlugin(host, silkBridge, { ...add, wrapper: injecting(at, 'signal=SIGKILL') });
    if (cut.signal === 'SIGKILL' || cut.code === 137) killed += 1;
    letLocksGrowOld(host, `${host.dataDir}/blue`);
    attachment.del();
    const isGuarded = nft(host, 'list', 'tables').includes('bridge');
    const left = [links().includes(' b-'), inContainer(container, 'ip', 'link').includes('eth0'), isGuarded];
    expect({ at: at.text, left }).toEqual({ at: at.text, left: [false, false, false] });
    attachment.add();
    attachment.check();
    expect(host.exec('bridge', 'fdb', 'show', 'dev', 'vxlan42')).toContain(
      '02:42:00:00:00:c8 dst 192.168.77.9 self extern_learn',
    );
    startAnew();
  }
  // A run may differ from the traced one by a call or two of the runtime's own.
  expect(killed).toBeGreaterThan(changes.length * 0.9);
});
