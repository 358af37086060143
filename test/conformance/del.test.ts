import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { inContainer } from '../support/host.ts';
import { linkNames, namespaceState } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, versions } from '../support/network.ts';
import { letLocksGrowOld } from '../support/old-locks.ts';
import { reservations } from '../support/reservations.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { treeState } from '../support/tree.ts';
import { until } from '../support/wait.ts';
import { all, holders, promise } from './promise.ts';

describe('C6 DEL', () => {
  promise('C6.50', { programs: all, versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.del();
    attachment.add();
    for (let i = 0; i < 3; i += 1) attachment.del();
    expect(reservations(subject.reservationDir)).toEqual({});
  });

  promise('C6.51', { programs: holders, versions }, (subject) => {
    // A segment stays, and so does its underlay.
    const hosts = subject.program === 'silk-bridge' ? ['uplink', 'uplink-peer', 'br0', 'vxlan42'] : [];
    for (const prevResult of [undefined, null, 'x', {}, { ips: 7 }]) {
      const attachment = subject.attachment();
      attachment.add();
      if (subject.program === 'silk-cni') writeFileSync(subject.host.datastore, 'garbage');
      const config = { ...attachment.network, subnet: 'nonsense', prevResult };
      subject.host.removeContainer(attachment.container);
      const outcome = attachment.tryDel({ config });
      expect({ prevResult, code: outcome.code, stdout: outcome.stdout }).toEqual({ prevResult, code: 0, stdout: '' });
      expect(reservations(subject.reservationDir)).toEqual({});
      expect(linkNames(subject.host.netns).filter((name) => !hosts.includes(name))).toEqual([]);
      subject.host.exec('rm', '-f', subject.host.datastore);
    }
    const attachment = subject.attachment();
    attachment.add();
    truncateSync(join(subject.reservationDir, 'last_reserved_ip.0'));
    attachment.del();
    attachment.add();
  });

  promise('C6.52', { programs: all, versions }, (subject) => {
    for (const netns of [undefined, '']) {
      const attachment = subject.attachment();
      attachment.add();
      attachment.del({ netns });
      expect(holdings(subject.host, attachment.container)).toEqual(nothing);
      expect(reservations(subject.reservationDir)).toEqual({});
    }
  });

  promise('C6.53', { versions }, (subject) => {
    const rest = fixedIpam('10.9.0.5/24', '10.9.0.1');
    const stubborn = scriptPlugin(subject.host, 'stubborn', failingOn('DEL', 155, rest));
    const attachment = subject.attachment(subject.network({ ipam: { type: 'stubborn' } }));
    attachment.add({ path: cniPath(stubborn.dir) });
    expect(attachment.tryDel({ path: cniPath(stubborn.dir) }).code).toBe(1);
    expect(linkNames(subject.host.netns)).toEqual([]);
    const willing = scriptPlugin(subject.host, 'willing', rest);
    const second = subject.attachment(subject.network({ ipam: { type: 'willing' } }));
    second.add({ path: cniPath(willing.dir) });
    writeFileSync(subject.host.datastore, 'garbage');
    second.tryDel({ path: cniPath(willing.dir), netns: '/etc/hostname' });
    expect(willing.commands()).toEqual(['ADD', 'DEL']);
  });

  promise('C6.54', { versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    inContainer(attachment.container, 'ip', 'link', 'del', 'eth0');
    inContainer(attachment.container, 'ip', 'link', 'add', 'eth0', 'address', 'ee:ee:0a:ff:1e:02', 'type', 'bridge');
    const other = subject.attachment();
    other.add();
    const before = [namespaceState(attachment.container.netns), namespaceState(other.container.netns)];
    attachment.del({ netns: other.container.netns });
    attachment.del();
    attachment.del({ netns: '/proc/self/ns/net' });
    expect([namespaceState(attachment.container.netns), namespaceState(other.container.netns)]).toEqual(before);
    expect(linkNames(subject.host.netns)).toEqual(['s-010255030003']);
  });

  promise('C6.55', { programs: holders }, async (subject) => {
    const attachment = subject.attachment(subject.impatientNetwork());
    attachment.add();
    const lock = join(subject.reservationDir, '.silk/lock');
    const holder = subject.host.start(['sh', '-c', 'mkdir "$0"; while true; do touch "$0"; sleep 0.2; done', lock]);
    await until('the lock to be held', () => existsSync(lock));
    expect(attachment.tryDel().error?.code).toBe(11);
    expect(Object.keys(reservations(subject.reservationDir)).length).toBe(1);
    holder.child.kill('SIGKILL');
    await holder.ended;
    letLocksGrowOld(subject.host, subject.reservationDir);
    attachment.del();
    expect(reservations(subject.reservationDir)).toEqual({});
  });

  promise('C6.56', { programs: holders, versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    expect(attachment.tryDel().stdout).toBe('');
    expect(attachment.tryDel().stdout).toBe('');
    expect(readdirSync(subject.reservationDir).filter((name) => /^\d/.test(name))).toEqual([]);
    expect(treeState(subject.host.dir).filter((line) => line.includes('c1'))).toEqual([]);
  });
});
