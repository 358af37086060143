import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { startDaemon } from '../support/daemon-stub.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { hostLinkNames, linkNames, namespaceState } from '../support/kernel-state.ts';
import { referenceNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { reference } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';
import { run } from '../support/run.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { injecting, traceChanges } from '../support/strace.ts';
import { entriesBelow } from '../support/tree.ts';

// The harness itself, proven with plugins that are known to be right.

jest.setTimeout(60_000);
afterEach(disposeHosts);

function ptpNetwork(host: Host) {
  return referenceNetwork('ptp', { type: 'host-local', subnet: '10.1.2.0/24', dataDir: host.dataDir });
}

describe('the harness', () => {
  test('calls a plugin on the host: ADD, CHECK and DEL of ptp with host-local', () => {
    const host = new Host();
    const container = host.addContainer();
    const attachment = new Attachment(host, container, ptpNetwork(host), { program: reference('ptp') });
    const before = namespaceState(host.netns);
    attachment.add();
    expect(attachment.ip).toBe('10.1.2.2');
    expect(linkNames(container.netns)).toEqual(['eth0']);
    expect(reservations(`${host.dataDir}/blue`)).toEqual({ '10.1.2.2': 'c1 eth0' });
    attachment.check();
    attachment.del();
    expect(linkNames(container.netns)).toEqual([]);
    expect(reservations(`${host.dataDir}/blue`)).toEqual({});
    expect(namespaceState(host.netns)).toBe(before);
  });

  test('gives exactly the environment and the stdin that the call says', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'recorder', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const call = { command: 'ADD', containerId: 'c1', path: '/nowhere', env: { EXTRA: 'yes' }, config: 'not JSON' };
    const outcome = callPlugin(host, `${plugin.dir}/recorder`, call);
    expect(outcome.json).toMatchObject({ ips: [{ address: '10.9.0.5/24' }] });
    expect(plugin.stdinOf('ADD')).toBe('not JSON');
    const variables = plugin
      .envOf('ADD')
      .split('\n')
      .filter((line) => /^(CNI|EXTRA|HOME|USER)/.test(line));
    expect(variables.sort()).toEqual(['CNI_COMMAND=ADD', 'CNI_CONTAINERID=c1', 'CNI_PATH=/nowhere', 'EXTRA=yes']);
  });

  test('reads an error object', () => {
    const host = new Host();
    const outcome = callPlugin(host, reference('ptp'), { command: 'ADD', config: ptpNetwork(host) });
    expect(outcome.code).toBe(1);
    expect(outcome.error?.code).toBe(4);
  });

  test('a daemon answers on the host and nowhere else', async () => {
    const host = new Host();
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
    const fetch = ['busybox', 'wget', '-q', '-O', '-', 'http://127.0.0.1:23954/'];
    expect(JSON.parse(host.exec(...fetch))).toEqual({ overlay_subnet: '10.255.30.0/24', mtu: 1450 });
    expect(run(fetch).code).not.toBe(0);
  });

  test('traces the changes of a call, and kills it right before one of them', () => {
    const host = new Host();
    const container = host.addContainer();
    const network = referenceNetwork('any', { type: 'host-local', subnet: '10.1.2.0/24', dataDir: host.dataDir });
    const call = { command: 'ADD', containerId: container.id, netns: container.netns, ifname: 'eth0', config: network };
    const { outcome, calls } = traceChanges(host, reference('host-local'), call);
    expect(outcome.code).toBe(0);
    expect(calls.map(({ name }) => name)).toContain('exit_group');
    const killed = callPlugin(host, reference('host-local'), {
      ...call,
      containerId: 'c2',
      wrapper: injecting({ name: 'openat', ordinal: 1 }, 'signal=SIGKILL'),
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(Object.values(reservations(`${host.dataDir}/blue`))).toEqual(['c1 eth0']);
  });

  test('dispose() leaves no namespace, no link and no file', () => {
    const host = new Host();
    const container = host.addContainer();
    new Attachment(host, container, ptpNetwork(host), { program: reference('ptp') }).add();
    const { name, dir } = host;
    host.dispose();
    expect(run(['ip', 'netns', 'list']).stdout).not.toContain(name);
    expect(entriesBelow(dir)).toEqual([]);
    expect(hostLinkNames('/proc/self/ns/net')).toEqual([]);
  });
});
