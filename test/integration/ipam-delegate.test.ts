import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { dig, type JsonObject } from '../support/json.ts';
import { ipv4Addresses, linkNames } from '../support/kernel-state.ts';
import { ipamNetwork, referenceNetwork } from '../support/network.ts';
import { callPlugin, type PluginOutcome } from '../support/plugin-call.ts';
import { reference, silkIpam } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const plugins: readonly { name: string; over: JsonObject }[] = [
  { name: 'ptp', over: {} },
  { name: 'bridge', over: { bridge: 'br0', isGateway: true } },
  { name: 'macvlan', over: { master: 'uplink' } },
];

const ipamVersions = ['0.3.1', '0.4.0', '1.0.0'];

describe.each(plugins.map((plugin) => ({ ...plugin })))('the reference $name with silk-ipam', ({ name, over }) => {
  test.each(ipamVersions.map((version) => ({ version })))(
    'ADD, CHECK, DEL and repeated DEL in $version',
    ({ version }) => {
      const host = new Host();
      host.addUplink();
      const ipam = { type: 'silk-ipam', subnet: '10.1.2.0/24', dataDir: host.dataDir, routes: [{ dst: '0.0.0.0/0' }] };
      const network = referenceNetwork(name, ipam, { cniVersion: version, ...over });
      const attachment = new Attachment(host, host.addContainer(), network, { program: reference(name) });
      attachment.add();
      expect(attachment.ip).toBe('10.1.2.2');
      expect(ipv4Addresses(attachment.container.netns, 'eth0')).toEqual(['10.1.2.2']);
      expect(reservations(`${host.dataDir}/blue`)).toEqual({ '10.1.2.2': 'c1 eth0' });
      if (version !== '0.3.1') attachment.check();
      attachment.del();
      attachment.del();
      expect(reservations(`${host.dataDir}/blue`)).toEqual({});
      expect(linkNames(attachment.container.netns)).toEqual([]);
    },
  );

  test('a CHECK fails when the reservation is gone', () => {
    const host = new Host();
    host.addUplink();
    const network = referenceNetwork(name, { type: 'silk-ipam', subnet: '10.1.2.0/24', dataDir: host.dataDir }, over);
    const attachment = new Attachment(host, host.addContainer(), network, { program: reference(name) });
    attachment.add();
    host.exec('rm', `${host.dataDir}/blue/10.1.2.2`);
    expect(attachment.tryCheck().error?.code).toBe(107);
  });
});

describe('in one directory', () => {
  /** The same configuration for both programs: host-local speaks up to 1.0.0. */
  const configOf = (host: Host) => ipamNetwork(host, { subnet: '10.1.2.0/28' }, { cniVersion: '1.0.0' });
  const call = (host: Host, program: string, command: string, containerId: string): PluginOutcome =>
    callPlugin(host, program, {
      command,
      containerId,
      netns: '/run/netns/none',
      ifname: 'eth0',
      config: configOf(host),
    });
  const checkOf = (host: Host, program: string, containerId: string, address: string): PluginOutcome => {
    const prevResult = { cniVersion: '1.0.0', ips: [{ address, gateway: '10.1.2.1' }] };
    const config = { ...configOf(host), prevResult };
    return callPlugin(host, program, {
      command: 'CHECK',
      containerId,
      netns: '/run/netns/none',
      ifname: 'eth0',
      config,
    });
  };
  const ipOf = (outcome: PluginOutcome): unknown => dig(outcome.json, 'ips', 0, 'address');

  test.each([
    { name: 'silk-ipam takes over from host-local', first: reference('host-local'), second: silkIpam },
    { name: 'host-local takes over from silk-ipam', first: silkIpam, second: reference('host-local') },
  ])('$name: no address twice, and what the one gave the other takes back', ({ first, second }) => {
    const host = new Host();
    const dir = `${host.dataDir}/blue`;
    expect([ipOf(call(host, first, 'ADD', 'a')), ipOf(call(host, first, 'ADD', 'b'))]).toEqual([
      '10.1.2.2/28',
      '10.1.2.3/28',
    ]);
    expect(ipOf(call(host, second, 'ADD', 'c'))).toBe('10.1.2.4/28');
    expect(call(host, second, 'ADD', 'a').code).toBe(1);
    expect(checkOf(host, second, 'b', '10.1.2.3/28').code).toBe(0);
    expect(call(host, second, 'DEL', 'a').code).toBe(0);
    expect(reservations(dir)).toEqual({ '10.1.2.3': 'b eth0', '10.1.2.4': 'c eth0' });
    expect(call(host, first, 'DEL', 'c').code).toBe(0);
    expect(ipOf(call(host, first, 'ADD', 'd'))).toBe('10.1.2.5/28');
    expect(call(host, second, 'DEL', 'b').code).toBe(0);
    expect(call(host, second, 'DEL', 'd').code).toBe(0);
    expect(reservations(dir)).toEqual({});
  });

  test('both at once, turn by turn, give every address once', () => {
    const host = new Host();
    const given = Array.from({ length: 13 }, (_, i) =>
      ipOf(call(host, i % 2 === 0 ? silkIpam : reference('host-local'), 'ADD', `c${i}`)),
    );
    expect(new Set(given).size).toBe(13);
    expect(call(host, silkIpam, 'ADD', 'late').error?.code).toBe(100);
    expect(call(host, reference('host-local'), 'ADD', 'late').code).toBe(1);
  });
});
