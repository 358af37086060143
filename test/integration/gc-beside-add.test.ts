import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { fileText } from '../support/file-text.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { holdings } from '../support/leftovers.ts';
import { silkNetwork } from '../support/network.ts';
import { startPlugin } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { injectingTo } from '../support/strace.ts';
import { until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function attach(host: Host, id: string): Attachment {
  const attachment = new Attachment(host, host.addContainer(id), silkNetwork(host));
  attachment.add();
  return attachment;
}

// A call that stops a process is carried out first.
test.each([
  { name: 'has dropped a claim', at: 'unlink' },
  { name: 'has asked the kernel for its links', at: 'sendto' },
])('an ADD that begins when GC $name is left alone, though the list cannot hold it', async ({ at }) => {
  const host = new Host();
  const kept = attach(host, 'kept');
  attach(host, 'stale');
  const trace = join(host.dir, 'trace');
  const list = { 'cni.dev/valid-attachments': [{ containerID: 'kept', ifname: 'eth0' }] };
  const wrapper = injectingTo(trace, { name: at, ordinal: 1 }, 'signal=SIGSTOP');
  const gc = startPlugin(host, silkCni, { command: 'GC', config: { ...silkNetwork(host), ...list }, wrapper });
  await until('GC to stop', () => fileText(trace)?.includes('stopped by SIGSTOP') === true);
  const late = attach(host, 'late');
  process.kill(Number(readFileSync(trace, 'utf8').split(' ')[0]), 'SIGCONT');
  expect((await gc.result).code).toBe(0);
  expect(holdings(host)).toEqual({
    hostLinks: ['s-010255030002', 's-010255030004'],
    containerLinks: [],
    reservations: { '10.255.30.2': 'kept eth0', '10.255.30.4': 'late eth0' },
    handles: [kept.container.handle, late.container.handle],
  });
  kept.check();
  late.check();
});
