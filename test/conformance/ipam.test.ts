import { describe, expect } from '@jest/globals';
import { dig, type JsonObject } from '../support/json.ts';
import { ipamNetwork, versions } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';
import { promise, type Subject } from './promise.ts';

const programs = ['silk-ipam'] as const;
const from030 = versions.slice(2);

function network(subject: Subject, ipam: JsonObject, over: JsonObject = {}): JsonObject {
  return ipamNetwork(subject.host, { subnet: undefined, ...ipam }, { cniVersion: subject.version, ...over });
}

const twoSets = { ranges: [[{ subnet: '10.1.2.0/24' }], [{ subnet: '10.1.3.0/24' }]] };

describe('C11 IPAM', () => {
  promise('C11.88', { programs, versions: from030 }, (subject) => {
    const resolvConf = subject.host.write('resolv.conf', 'nameserver 10.0.0.53\n');
    const routes = [{ dst: '0.0.0.0/0' }];
    const added = subject.attachment(network(subject, { subnet: '10.1.2.0/24', routes, resolvConf })).add();
    const version = subject.version.startsWith('0.') ? { version: '4' } : {};
    expect(added).toEqual({
      cniVersion: subject.version,
      ips: [{ ...version, address: '10.1.2.2/24', gateway: '10.1.2.1' }],
      routes,
      dns: { nameservers: ['10.0.0.53'] },
    });
  });

  promise('C11.89', { programs, versions }, (subject) => {
    const foreign = {
      type: 'bridge',
      bridge: 'br0',
      isGateway: true,
      hairpinMode: false,
      vlan: 7,
      anything: { x: [1] },
    };
    subject.attachment(network(subject, { subnet: '10.1.2.0/24' }, foreign)).add();
  });

  promise('C11.90', { programs, versions: from030 }, (subject) => {
    const all = Array.from({ length: 8 }, () => subject.attachment(network(subject, twoSets)));
    const ips = all.flatMap((attachment) => (attachment.add()['ips'] as JsonObject[]).map((ip) => ip['address']));
    expect(ips.length).toBe(16);
    expect(new Set(ips).size).toBe(16);
    expect(
      all.map((attachment) => String(dig(attachment.result, 'ips', 1, 'address')).startsWith('10.1.3.')),
    ).not.toContain(false);
  });

  promise('C11.91', { programs, versions }, (subject) => {
    for (const ipam of [{ subnet: '10.9.0.0/24' }, { subnet: 'x' }, { ranges: [] }, { ranges: 'x' }, {}]) {
      const attachment = subject.attachment(network(subject, { subnet: '10.1.2.0/24' }));
      attachment.add();
      expect(attachment.tryDel({ config: network(subject, ipam), netns: '' })).toMatchObject({ code: 0, stdout: '' });
      expect(reservations(subject.reservationDir)).toEqual({});
    }
  });

  promise('C11.92', { programs, versions }, (subject) => {
    const outcome = subject.attachment(network(subject, twoSets)).tryAdd();
    const old = !from030.includes(subject.version);
    expect(outcome.error?.code).toBe(old ? 7 : undefined);
    expect(Object.keys(reservations(subject.reservationDir)).length).toBe(old ? 0 : 2);
  });

  promise('C11.93', { programs, versions: from030 }, (subject) => {
    const bare = subject.attachment(network(subject, { subnet: '10.1.2.0/24' })).add();
    expect(dig(bare, 'ips', 0, 'gateway')).toBe('10.1.2.1');
    expect(bare['routes']).toBeUndefined();
    const routes = [{ dst: '10.8.0.0/16', gw: '10.1.2.200' }];
    expect(subject.attachment(network(subject, { subnet: '10.1.2.0/24', routes })).add()['routes']).toEqual(routes);
  });

  promise('C11.94', { programs }, (subject) => {
    const config = network(subject, { ranges: [[{ subnet: '10.1.2.0/24' }], [{ subnet: '10.1.3.0/30' }]] });
    expect(subject.call({ command: 'STATUS', config }).code).toBe(0);
    subject.attachment(config).add();
    expect(subject.call({ command: 'STATUS', config }).error?.code).toBe(50);
  });

  promise('C11.95', { programs, versions: from030 }, (subject) => {
    subject.attachment(network(subject, twoSets)).add();
    const before = reservations(subject.reservationDir);
    for (const ip of ['10.1.3.0', '10.1.3.1', '10.1.3.2', '10.1.3.255', '10.7.0.7']) {
      const config = network(subject, twoSets, { args: { cni: { ips: ['10.1.2.50', ip] } } });
      expect(subject.attachment(config).tryAdd().error?.code).toBe(101);
      expect(reservations(subject.reservationDir)).toEqual(before);
    }
  });
});
