import { existsSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { startDaemon } from '../support/daemon-stub.ts';
import { makeOfEarlierBoot } from '../support/earlier-boot.ts';
import { disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { namespaceState } from '../support/kernel-state.ts';
import { networkDir } from '../support/leftovers.ts';
import { cloudFoundryNetwork, cniPath, ipamNetwork, silkNetwork, subnetFileText } from '../support/network.ts';
import { callPlugin, type PluginOutcome } from '../support/plugin-call.ts';
import { silkCni, silkIpam } from '../support/project.ts';
import { failingOn, scriptPlugin } from '../support/script-plugin.ts';
import { treeState } from '../support/tree.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function status(host: Host, config: JsonObject, path = cniPath()): PluginOutcome {
  return callPlugin(host, silkCni, { command: 'STATUS', config, path });
}

/** STATUS must change nothing: the directories, stamps included, and the kernel are as before. */
function expectReadOnly(host: Host, act: () => PluginOutcome): PluginOutcome {
  const before = [treeState(host.dir, { stamps: true }), namespaceState(host.netns)];
  const outcome = act();
  expect([treeState(host.dir, { stamps: true }), namespaceState(host.netns)]).toEqual(before);
  return outcome;
}

const ready = { code: 0, stdout: '' };

describe('STATUS of silk-cni', () => {
  test('is ready before the first ADD, and makes no directory', () => {
    const host = new Host();
    expect(expectReadOnly(host, () => status(host, silkNetwork(host)))).toMatchObject(ready);
    expect(existsSync(host.dataDir)).toBe(false);
  });

  test('is ready while an address is left, and 50 when none is', () => {
    const host = new Host();
    const network = silkNetwork(host, { subnet: '10.255.30.0/29' });
    const all = Array.from({ length: 5 }, () => new Attachment(host, host.addContainer(), network));
    for (const attachment of all.slice(0, 4)) attachment.add();
    expect(expectReadOnly(host, () => status(host, network))).toMatchObject(ready);
    all[4]?.add();
    const outcome = expectReadOnly(host, () => status(host, network));
    expect(outcome.error?.code).toBe(50);
    all[0]?.del();
    expect(status(host, network)).toMatchObject(ready);
  });

  test('answers while the lock is held', () => {
    const host = new Host();
    const network = silkNetwork(host);
    new Attachment(host, host.addContainer(), network).add();
    host.exec('mkdir', '-p', `${host.dataDir}/ipam/blue/.silk/lock`);
    const startMs = performance.now();
    expect(status(host, network)).toMatchObject(ready);
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  test.each([
    { name: 'the subnet file is gone', over: { subnetFile: '/nonexistent' } },
    { name: 'the daemon is gone', over: { subnetFile: undefined, daemonPort: 23958 } },
  ])('is 50 when $name and no container exists', ({ over }) => {
    const host = new Host();
    const outcome = expectReadOnly(host, () =>
      status(host, cloudFoundryNetwork(host, { cniVersion: '1.1.0', ...over })),
    );
    expect(outcome.error?.code).toBe(50);
  });

  test('is ready with the subnet file, and with the daemon', async () => {
    const host = new Host();
    host.write('subnet.env', subnetFileText());
    const network = cloudFoundryNetwork(host, { cniVersion: '1.1.0' });
    expect(status(host, network)).toMatchObject(ready);
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
    expect(status(host, { ...network, subnetFile: undefined })).toMatchObject(ready);
  });

  test('is 51 when existing containers are hurt too: the host no longer forwards', () => {
    const host = new Host();
    const network = silkNetwork(host, { subnet: '10.255.30.0/30' });
    new Attachment(host, host.addContainer(), network).add();
    host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=0');
    const outcome = expectReadOnly(host, () => status(host, network));
    expect(outcome.error?.code).toBe(51);
  });

  test.each([
    { name: 'the host does not forward yet', forward: 0, over: {} },
    { name: 'the host has another subnet', forward: 1, over: { subnet: '10.255.99.0/24' } },
  ])('is ready after a reboot, which left no container to be hurt: $name', ({ forward, over }) => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    host.removeContainer(attachment.container);
    host.exec('sysctl', '-qw', `net.ipv4.ip_forward=${forward}`);
    const network = silkNetwork(host, over);
    expect(status(host, network).error?.code).toBe(51);
    makeOfEarlierBoot(networkDir(host), attachment.ip);
    expect(expectReadOnly(host, () => status(host, network))).toMatchObject(ready);
  });

  test.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'].map((name) => ({ name })))(
    'asks the daemon directly, whatever $name says',
    async ({ name }) => {
      const host = new Host();
      await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
      const config = cloudFoundryNetwork(host, { cniVersion: '1.1.0', subnetFile: undefined });
      const env = { [name]: 'http://127.0.0.1:9' };
      expect(callPlugin(host, silkCni, { command: 'STATUS', config, env })).toMatchObject(ready);
    },
  );

  test('passes on what a foreign IPAM plugin says', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'unready', failingOn('STATUS', 50));
    const outcome = status(host, silkNetwork(host, { ipam: { type: 'unready' } }), cniPath(plugin.dir));
    expect(outcome.error?.code).toBe(50);
    expect(`${outcome.error?.msg} ${outcome.error?.details}`).toContain('the script refuses STATUS');
    expect(plugin.commands()).toEqual(['STATUS']);
  });

  test('fails when the foreign IPAM plugin is gone', () => {
    const host = new Host();
    const outcome = status(host, silkNetwork(host, { ipam: { type: 'no-such-ipam' } }));
    expect(outcome.code).toBe(1);
    expect(`${outcome.error?.msg} ${outcome.error?.details}`).toContain('no-such-ipam');
  });
});

describe('STATUS of silk-ipam', () => {
  test('is 50 when any of the range sets has no address left', () => {
    const host = new Host();
    const config = ipamNetwork(host, {
      subnet: undefined,
      ranges: [[{ subnet: '10.1.2.0/24' }], [{ subnet: '10.1.3.0/30' }]],
    });
    const call = { containerId: 'c1', netns: '/run/netns/none', ifname: 'eth0', config };
    expect(expectReadOnly(host, () => callPlugin(host, silkIpam, { command: 'STATUS', config }))).toMatchObject(ready);
    expect(callPlugin(host, silkIpam, { command: 'ADD', ...call }).code).toBe(0);
    const outcome = expectReadOnly(host, () => callPlugin(host, silkIpam, { command: 'STATUS', config }));
    expect(outcome.error?.code).toBe(50);
  });
});
