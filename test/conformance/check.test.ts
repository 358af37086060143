import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import type { Attachment } from '../support/attachment.ts';
import { inContainer } from '../support/host.ts';
import { namespaceState, setSysctl } from '../support/kernel-state.ts';
import { cniPath, versionsWithCheck } from '../support/network.ts';
import { reservedIps } from '../support/reservations.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { treeState } from '../support/tree.ts';
import { all, both, holders, promise, type Subject } from './promise.ts';

const versions = versionsWithCheck;

/** An attachment that has been added. */
function added(subject: Subject): Attachment {
  const attachment = subject.attachment();
  attachment.add();
  return attachment;
}

/** A change of a link; each is made on an attachment of its own, which CHECK then has to refuse. */
function expectReported(subject: Subject, ...changes: ((attachment: Attachment, hostEnd: string) => void)[]): void {
  for (const change of changes) {
    const attachment = added(subject);
    change(attachment, String((attachment.result['interfaces'] as { name: string }[])[0]?.name));
    const outcome = attachment.tryCheck();
    expect({ change: change.toString(), code: outcome.error?.code }).toEqual({ change: change.toString(), code: 107 });
    attachment.del();
  }
}

describe('C7 CHECK', () => {
  promise('C7.58', { programs: holders, versions }, (subject) => {
    const attachment = added(subject);
    expect(attachment.tryCheck({ config: attachment.network }).error?.code).toBe(7);
  });

  promise('C7.59', { programs: all, versions }, (subject) => {
    expect(added(subject).tryCheck({ path: '' })).toMatchObject({ code: 0, stdout: '' });
  });

  promise('C7.60', { versions }, (subject) => {
    const attachment = added(subject);
    const { netns } = attachment.container;
    inContainer(attachment.container, 'ip', 'link', 'set', 'eth0', 'mtu', '1300');
    inContainer(attachment.container, 'ip', 'addr', 'add', '10.88.0.1/32', 'dev', 'eth0');
    inContainer(attachment.container, 'ip', 'route', 'add', '10.99.0.0/16', 'via', '169.254.0.1');
    setSysctl(netns, 'net/core/somaxconn', '500');
    const interfaces = (attachment.result['interfaces'] as { name: string; mtu?: number }[]).map((one) =>
      one.name === 'eth0' && one.mtu !== undefined ? { ...one, mtu: 1300 } : one,
    );
    const later = [...interfaces, { name: 'ifb0' }, { name: 'extra', mac: '02:00:00:00:00:09', sandbox: netns }];
    attachment.check({ config: attachment.withPrevResult({ ...attachment.result, interfaces: later }) });
  });

  promise('C7.61', { versions }, (subject) => {
    expectReported(
      subject,
      ({ container }) => inContainer(container, 'ip', 'link', 'del', 'eth0'),
      ({ container }) => inContainer(container, 'ip', 'link', 'set', 'eth0', 'down'),
      ({ container }) => inContainer(container, 'ip', 'link', 'set', 'eth0', 'address', '02:00:00:00:00:01'),
      ({ container }) => inContainer(container, 'ip', 'link', 'set', 'eth0', 'mtu', '9000'),
      ({ container }) => inContainer(container, 'ip', 'addr', 'flush', 'dev', 'eth0'),
      ({ container }) => inContainer(container, 'ip', 'route', 'del', 'default'),
      ({ host }, hostEnd) => host.exec('ip', 'link', 'set', hostEnd, 'down'),
      ({ host }, hostEnd) => host.exec('ip', 'link', 'set', hostEnd, 'mtu', '1300'),
      ({ host }, hostEnd) => host.exec('ip', 'addr', 'flush', 'dev', hostEnd),
    );
  });

  promise('C7.62', { versions }, (subject) => {
    expectReported(
      subject,
      ({ container }) => inContainer(container, 'ip', 'neigh', 'del', '169.254.0.1', 'dev', 'eth0'),
      ({ host, ip }, hostEnd) => host.exec('ip', 'neigh', 'del', ip, 'dev', hostEnd),
      ({ container }) => setSysctl(container.netns, 'net/ipv4/conf/eth0/rp_filter', '0'),
      ({ host }, hostEnd) => setSysctl(host.netns, `net/ipv4/conf/${hostEnd}/rp_filter`, '0'),
      ({ host, ip }) => host.exec('rm', join(subject.reservationDir, ip)),
    );
  });

  promise('C7.63', { versions }, (subject) => {
    const attachment = added(subject);
    subject.host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=0');
    expect(attachment.tryCheck().error?.code).toBe(107);
  });

  promise('C7.64', { programs: all, versions }, (subject) => {
    for (let i = 0; i < 10; i += 1) added(subject).check();
  });

  promise('C7.65', { versions }, (subject) => {
    const plugin = scriptPlugin(
      subject.host,
      'doubting',
      failingOn('CHECK', 177, fixedIpam('10.9.0.5/24', '10.9.0.1')),
    );
    const attachment = subject.attachment(subject.network({ ipam: { type: 'doubting' } }));
    attachment.add({ path: cniPath(plugin.dir) });
    const outcome = attachment.tryCheck({ path: cniPath(plugin.dir) });
    expect(`${outcome.error?.msg} ${outcome.error?.details}`).toContain('the script refuses CHECK');
    expect(JSON.parse(plugin.stdinOf('CHECK'))).toMatchObject({ prevResult: attachment.result });
    const gone = attachment.tryCheck();
    expect(gone.code).toBe(1);
  });

  promise('C7.66', { programs: both, versions }, (subject) => {
    const attachment = added(subject);
    const { host, container } = attachment;
    if (subject.program === 'silk-cni') inContainer(container, 'ip', 'route', 'del', 'default');
    host.exec('rm', join(subject.reservationDir, reservedIps(subject.reservationDir)[0] ?? ''));
    const state = () => [treeState(host.dir), namespaceState(host.netns), namespaceState(container.netns)];
    const before = state();
    expect(attachment.tryCheck().code).toBe(1);
    expect(state()).toEqual(before);
  });

  promise('C7.67', { programs: ['silk-ipam'], versions }, (subject) => {
    const attachment = added(subject);
    attachment.check();
    const ips = [
      { address: '10.1.2.99/24', gateway: '10.1.2.1', ...(versions[0] === subject.version ? { version: '4' } : {}) },
    ];
    const other = attachment.withPrevResult({ ...attachment.result, ips });
    expect(attachment.tryCheck({ config: other }).error?.code).toBe(107);
    writeFileSync(join(subject.reservationDir, '10.1.2.2'), 'somebody\r\neth0');
    expect(attachment.tryCheck().error?.code).toBe(107);
  });
});
