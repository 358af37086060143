import { closeSync, openSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { inContainer } from '../support/host.ts';
import { dig, type JsonObject } from '../support/json.ts';
import { link, linkNames, namespaceState } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, silkNetwork, versions } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { holders, promise } from './promise.ts';

const from030 = versions.slice(2);

describe('C5 ADD', () => {
  promise('C5.37', { versions }, (subject) => {
    const attachment = subject.attachment(subject.network(), { ifname: 'net7' });
    attachment.add();
    expect(linkNames(attachment.container.netns)).toEqual(['net7']);
  });

  promise('C5.38', { versions }, (subject) => {
    const attachment = subject.attachment();
    inContainer(attachment.container, 'ip', 'link', 'add', 'eth0', 'type', 'bridge');
    const before = namespaceState(attachment.container.netns);
    expect(Number(attachment.tryAdd().error?.code)).toBeGreaterThanOrEqual(100);
    expect(namespaceState(attachment.container.netns)).toBe(before);
    expect(holdings(subject.host)).toEqual(nothing);
  });

  promise('C5.39', { versions: from030 }, (subject) => {
    const attachment = subject.attachment();
    const interfaces = attachment.add()['interfaces'] as JsonObject[];
    expect(interfaces.map(({ name, sandbox }) => ({ name, sandbox }))).toEqual([
      { name: 's-010255030002', sandbox: undefined },
      { name: 'eth0', sandbox: attachment.container.netns },
    ]);
    expect(dig(attachment.result, 'ips', 0, 'interface')).toBe(1);
  });

  promise('C5.40', { versions: from030 }, (subject) => {
    const attachment = subject.attachment();
    const [hostEnd, containerEnd] = attachment.add()['interfaces'] as JsonObject[];
    const mtu = subject.version === '1.1.0' ? 1410 : undefined;
    expect(containerEnd?.['mac']).toBe(link(attachment.container.netns, 'eth0').address);
    expect(hostEnd?.['mac']).toBe(link(subject.host.netns, 's-010255030002').address);
    expect([hostEnd?.['mtu'], containerEnd?.['mtu']]).toEqual([mtu, mtu]);
  });

  promise('C5.41', { versions: from030 }, (subject) => {
    const added = subject.attachment().add();
    expect(dig(added, 'ips', 0)).toMatchObject({ address: '10.255.30.2/32', gateway: '169.254.0.1' });
    expect(added['routes']).toEqual([{ dst: '0.0.0.0/0', gw: '169.254.0.1' }]);
  });

  promise('C5.42', { versions }, (subject) => {
    const plugin = scriptPlugin(subject.host, 'recorder', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const network = subject.network({ ipam: { type: 'recorder', key: 'v' }, args: { cni: { a: 1 } } });
    const attachment = subject.attachment(network);
    const added = attachment.add({ path: cniPath(plugin.dir), args: 'IgnoreUnknown=1;A=b', env: { EXTRA: 'x' } });
    expect(plugin.commands()).toEqual(['ADD']);
    expect(JSON.parse(plugin.stdinOf('ADD'))).toEqual(network);
    expect(plugin.envOf('ADD')).toContain('EXTRA=x\n');
    expect(plugin.envOf('ADD')).toContain('CNI_ARGS=IgnoreUnknown=1;A=b\n');
    if (from030.includes(subject.version)) expect(dig(added, 'ips', 0, 'interface')).toBe(1);
  });

  promise('C5.43', { versions }, (subject) => {
    const container = subject.host.addContainer();
    inContainer(container, 'ip', 'link', 'add', 'first', 'type', 'veth', 'peer', 'name', 'first-peer');
    for (const name of ['first', 'first-peer']) inContainer(container, 'ip', 'link', 'set', name, 'up');
    inContainer(container, 'ip', 'addr', 'add', '10.20.0.2/24', 'dev', 'first');
    inContainer(container, 'ip', 'route', 'add', 'default', 'via', '10.20.0.1');
    const attachment = subject.attachment(subject.network(), { container, ifname: 'eth1' });
    attachment.add();
    expect(inContainer(container, 'ip', 'route', 'get', '192.0.2.1')).toContain('dev first');
    attachment.del();
    expect(inContainer(container, 'ip', 'route', 'get', '192.0.2.1')).toContain('dev first');
  });

  promise('C5.44', { versions }, (subject) => {
    const refusing = scriptPlugin(subject.host, 'refusing', failingOn('ADD', 155, failingOn('DEL', 156)));
    const refused = subject.attachment(subject.network({ ipam: { type: 'refusing' } }));
    expect(refused.tryAdd({ path: cniPath(refusing.dir) }).error?.code).toBe(155);
    expect(refusing.commands()).toEqual(['ADD', 'DEL']);
    const giving = scriptPlugin(subject.host, 'giving', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const attachment = subject.attachment(subject.network({ ipam: { type: 'giving' } }));
    const full = openSync('/dev/full', 'w');
    expect(attachment.tryAdd({ path: cniPath(giving.dir), stdoutFd: full }).code).toBe(1);
    closeSync(full);
    expect(giving.commands()).toEqual(['ADD', 'DEL']);
    expect(holdings(subject.host, attachment.container)).toEqual(nothing);
  });

  promise('C5.45', { versions: from030 }, (subject) => {
    const prevResult = { cniVersion: subject.version, ips: [], interfaces: [] };
    const attachment = subject.attachment(subject.network({ prevResult }));
    expect(attachment.tryAdd().error?.code).toBe(7);
    expect(holdings(subject.host, attachment.container)).toEqual(nothing);
  });

  promise('C5.46', { versions }, (subject) => {
    const resolvConf = subject.host.write('resolv.conf', 'nameserver 10.0.0.53\nsearch ipam.internal\n');
    const ipam = { type: 'silk-ipam', ranges: [[{ subnet: '10.255.30.0/24' }]], resolvConf };
    const dnsWith = (dns: object | undefined) => subject.attachment(subject.network({ ipam, dns })).add()['dns'];
    const fromIpam = { nameservers: ['10.0.0.53'], search: ['ipam.internal'] };
    expect(dnsWith(undefined)).toEqual(fromIpam);
    expect(dnsWith({})).toEqual(fromIpam);
    expect(dnsWith({ domain: 'ours' })).toEqual({ domain: 'ours' });
  });

  promise('C5.47', { programs: holders, versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    const before = [reservations(subject.reservationDir), namespaceState(attachment.container.netns)];
    expect(Number(attachment.tryAdd().error?.code)).toBeGreaterThanOrEqual(100);
    expect([reservations(subject.reservationDir), namespaceState(attachment.container.netns)]).toEqual(before);
    attachment.del();
    expect(reservations(subject.reservationDir)).toEqual({});
  });

  promise('C5.48', { versions }, (subject) => {
    const container = subject.host.addContainer();
    const green = silkNetwork(subject.host, { cniVersion: subject.version, name: 'green', subnet: '10.77.0.0/24' });
    const first = subject.attachment(subject.network(), { container });
    const second = new Attachment(subject.host, container, green, { ifname: 'eth1' });
    const third = subject.attachment(subject.network(), { container, ifname: 'eth2' });
    for (const attachment of [first, second, third]) attachment.add();
    second.del();
    expect(linkNames(container.netns).sort()).toEqual(['eth0', 'eth2']);
    third.del();
    first.del();
    expect(holdings(subject.host, container)).toEqual(nothing);
  });

  promise('C5.49', { versions }, (subject) => {
    const asked = subject.attachment(subject.network({ runtimeConfig: { ips: ['10.255.30.77'] } }));
    asked.add();
    expect(Object.keys(reservations(subject.reservationDir))).toEqual(['10.255.30.77']);
    asked.del();
    const ipRanges = [[{ subnet: '10.255.30.0/24', rangeStart: '10.255.30.88' }]];
    const dns = { servers: ['10.0.0.53'], searches: ['apps.internal'], options: ['ndots:2'] };
    const more = subject.attachment(subject.network({ runtimeConfig: { ipRanges, dns } }));
    expect(more.add()['dns']).toEqual({
      nameservers: ['10.0.0.53'],
      search: ['apps.internal'],
      options: ['ndots:2'],
    });
    expect(Object.keys(reservations(subject.reservationDir))).toEqual(['10.255.30.88']);
    for (const runtimeConfig of [
      { mac: '02:11:22:33:44:55' },
      { portMappings: [{ hostPort: 80, containerPort: 80 }] },
      { bandwidth: { ingressRate: 1 } },
    ]) {
      expect([2, 7]).toContain(subject.attachment(subject.network({ runtimeConfig })).tryAdd().error?.code);
    }
  });
});
