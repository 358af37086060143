import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { startDaemon } from '../support/daemon-stub.ts';
import { fileText } from '../support/file-text.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, silkNetwork } from '../support/network.ts';
import { callPlugin, type PluginOutcome, startPlugin } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { injectingTo, type SystemCall, traceChanges } from '../support/strace.ts';
import { sleep, until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

describe('a DEL that arrives while the ADD still runs wins:', () => {
  test('the ADD waits for its IPAM plugin', async () => {
    const host = new Host();
    const wait =
      'if [ $CNI_COMMAND = ADD ]; then touch $record/reached; until [ -e $record/go ]; do sleep 0.02; done; fi';
    const plugin = scriptPlugin(host, 'slow', `${wait}\n${fixedIpam('10.255.30.9/24', '10.255.30.1')}`);
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { ipam: { type: 'slow' } }));
    const call = { ...attachmentCall(attachment.container), config: attachment.network, path: cniPath(plugin.dir) };
    const add = startPlugin(host, silkCni, { ...call, command: 'ADD' });
    await until('the IPAM plugin to be called', () => existsSync(join(plugin.dir, 'reached')));
    attachment.del({ path: cniPath(plugin.dir) });
    host.write('plugin-slow/go', '');
    expectOvertaken(await add.result);
    expect(plugin.commands().filter((command) => command === 'DEL').length).toBeGreaterThanOrEqual(1);
    expect(plugin.commands().at(-1)).toBe('DEL');
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('the ADD waits for the daemon', async () => {
    const host = new Host();
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 }, delayMs: 700 });
    const network = silkNetwork(host, { subnet: undefined, daemonPort: 23954 });
    const attachment = new Attachment(host, host.addContainer(), network);
    const add = startPlugin(host, silkCni, {
      command: 'ADD',
      ...attachmentCall(attachment.container),
      config: network,
    });
    await sleep(300);
    attachment.del();
    expectOvertaken(await add.result);
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('the namespace is gone as well', async () => {
    const host = new Host();
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 }, delayMs: 700 });
    const network = silkNetwork(host, { subnet: undefined, daemonPort: 23954 });
    const attachment = new Attachment(host, host.addContainer(), network);
    const add = startPlugin(host, silkCni, {
      command: 'ADD',
      ...attachmentCall(attachment.container),
      config: network,
    });
    await sleep(300);
    host.removeContainer(attachment.container);
    attachment.del({ netns: '' });
    expectOvertaken(await add.result);
    expect(holdings(host)).toEqual(nothing);
  });

  test('wherever the ADD is stopped', async () => {
    for (const call of stoppingPoints()) await stopAndOvertake(call);
  }, 120_000);
});

function expectOvertaken(outcome: PluginOutcome): void {
  expect(outcome.code).toBe(1);
  expect(outcome.error?.code).toBe(104);
}

/** From where the ADD has announced itself: one of each kind of change, and every request to the kernel. */
function stoppingPoints(): SystemCall[] {
  const host = new Host();
  const { container, network } = new Attachment(host, host.addContainer(), silkNetwork(host));
  const { calls } = traceChanges(host, silkCni, { command: 'ADD', ...attachmentCall(container), config: network });
  host.dispose();
  // What precedes the announcement (the last symlink) has changed nothing: there a DEL comes before the ADD, not during it.
  const announced = calls.findLastIndex(({ name }) => name === 'symlink');
  expect(announced).toBeGreaterThanOrEqual(0);
  const stops = calls.slice(announced + 1).filter(({ name }) => /^(sendto|sendmsg|link|rename|setns)$/.test(name));
  expect(stops.length).toBeGreaterThan(4);
  return stops;
}

/** Stops an ADD right before a system call, calls DEL, lets the ADD go on. */
async function stopAndOvertake(at: SystemCall): Promise<void> {
  const host = new Host();
  const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
  const trace = join(host.dir, 'trace');
  const call = { command: 'ADD', ...attachmentCall(attachment.container), config: attachment.network };
  const add = startPlugin(host, silkCni, { ...call, wrapper: injectingTo(trace, at, 'signal=SIGSTOP') });
  await until(`the ADD to stop at ${at.text}`, () => fileText(trace)?.includes('stopped by SIGSTOP') === true);
  const pid = Number(readFileSync(trace, 'utf8').split(' ')[0]);
  const del = callPlugin(host, silkCni, { ...call, command: 'DEL' });
  process.kill(pid, 'SIGCONT');
  const outcome = await add.result;
  const where = `stopped at ${at.name}#${at.ordinal} ${at.text}`;
  // An ADD that holds the IPAM lock can only be waited for: then DEL says "try again later", and ADD may succeed.
  expect({ where, del: del.code === 0 ? 0 : del.error?.code }).toEqual({ where, del: del.code === 0 ? 0 : 11 });
  if (del.code !== 0) attachment.del();
  else expect({ where, code: outcome.code }).toEqual({ where, code: 1 });
  expect({ where, held: holdings(host, attachment.container) }).toEqual({ where, held: nothing });
  host.dispose();
}
