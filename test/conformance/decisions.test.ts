import { describe, expect } from '@jest/globals';
import { holdings, nothing } from '../support/leftovers.ts';
import { versions } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';
import { treeState } from '../support/tree.ts';
import { all, holders, promise } from './promise.ts';

const list = [{ containerID: 'c1', ifname: 'eth0' }];

describe('C0 where the text contradicts itself', () => {
  promise('C0.1', { programs: all, versions }, (subject) => {
    const outcome = subject.attachment().tryAdd({ config: subject.network({ name: '' }) });
    expect(outcome.error?.code).toBe(7);
    expect(outcome.stderr).not.toContain('"code"');
  });

  promise('C0.2', { programs: holders }, (subject) => {
    const first = subject.attachment();
    first.add();
    subject.attachment().add();
    const before = treeState(subject.host.dir);
    expect(subject.call({ command: 'GC', config: subject.network() }).error?.code).toBe(7);
    expect(treeState(subject.host.dir)).toEqual(before);
    const config = subject.network({ 'cni.dev/attachments': list });
    expect(subject.call({ command: 'GC', config }).code).toBe(0);
    expect(Object.values(reservations(subject.reservationDir))).toEqual(['c1 eth0']);
    const valid = subject.network({ 'cni.dev/attachments': list, 'cni.dev/valid-attachments': [] });
    expect(subject.call({ command: 'GC', config: valid }).code).toBe(0);
    expect(reservations(subject.reservationDir)).toEqual({});
  });

  promise('C0.3', { programs: holders }, (subject) => {
    // libcni writes an empty list that Go never made as null.
    for (const empty of [
      { 'cni.dev/valid-attachments': [] },
      { 'cni.dev/valid-attachments': null, 'cni.dev/attachments': null },
    ]) {
      subject.attachment().add();
      subject.call({ command: 'GC', config: subject.network() });
      expect(Object.keys(reservations(subject.reservationDir)).length).toBe(1);
      expect(subject.call({ command: 'GC', config: subject.network(empty) }).code).toBe(0);
      expect(reservations(subject.reservationDir)).toEqual({});
    }
  });

  promise('C0.4', { programs: holders }, (subject) => {
    const attachment = subject.attachment();
    attachment.add({ path: '' });
    attachment.check({ path: '' });
    expect(subject.call({ command: 'STATUS', config: subject.network(), path: '' }).code).toBe(0);
    const gc = subject.network({ 'cni.dev/valid-attachments': list });
    expect(subject.call({ command: 'GC', config: gc, path: '' }).code).toBe(0);
    attachment.del({ path: '' });
    if (subject.program === 'silk-ipam') return;
    const foreign = subject.attachment(subject.network({ ipam: { type: 'host-local' } })).tryAdd({ path: '' });
    expect(foreign.error?.code).toBe(4);
    expect(foreign.error?.msg).toContain('CNI_PATH');
  });

  promise('C0.5', { versions }, (subject) => {
    expect(subject.attachment(subject.network({ mtuu: 1 })).tryAdd().error?.code).toBe(2);
    expect(subject.attachment(subject.network({ mtu: -1 })).tryAdd().error?.code).toBe(7);
  });

  promise('C0.6', { programs: holders }, (subject) => {
    const small = subject.networkOf('10.255.30.0/30');
    subject.attachment(small).add();
    const codes = [
      subject.attachment(subject.network({ name: '?' })).tryAdd(),
      subject.attachment(subject.network({ cniVersion: '9.0.0' })).tryAdd(),
      subject.attachment().tryAdd({ config: 'x' }),
      subject.attachment().tryAdd({ containerId: '/' }),
      subject.attachment(subject.networkOf('10.1.2.0/99')).tryAdd(),
      subject.attachment(small).tryAdd(),
      subject.attachment().tryCheck(),
    ].map((outcome) => Number(outcome.error?.code));
    expect(codes).toEqual([7, 1, 6, 4, 7, 100, expect.any(Number)]);
    expect([7, 107]).toContain(codes.at(-1));
    if (subject.program === 'silk-ipam') return;
    expect(subject.attachment().tryAdd({ netns: '/proc/self/ns/net' }).error?.code).toBe(8);
  });

  promise('C0.7', { programs: all, versions }, (subject) => {
    for (const command of ['ADD', 'DEL']) {
      const outcome = subject.attachment().tryAdd({ command, containerId: '' });
      expect(outcome.error?.code).toBe(4);
      expect(outcome.error?.msg).toContain('CNI_CONTAINERID');
    }
  });

  promise('C0.8', { programs: all }, (subject) => {
    const added = subject.attachment(subject.network({ cniVersion: undefined })).add();
    expect(added['cniVersion']).toBe('0.1.0');
    expect(Object.keys(added)).toContain('ip4');
  });

  promise('C0.9', { programs: all }, (subject) => {
    for (const command of ['ADD', 'DEL', 'CHECK', 'GC', 'STATUS', 'VERSION']) {
      const outcome = subject.call({ command, config: subject.network() });
      expect(outcome.error?.msg ?? '').not.toContain('CNI_COMMAND');
    }
  });

  promise('C0.10', { versions }, (subject) => {
    const attachment = subject.attachment();
    expect(attachment.tryAdd({ netns: '/proc/self/ns/net' }).error?.code).toBe(8);
    expect(holdings(subject.host, attachment.container)).toEqual(nothing);
    expect(treeState(subject.host.dataDir)).toEqual([]);
  });

  promise('C0.11', { programs: holders }, (subject) => {
    const network = subject.networkOf('10.255.30.0/30');
    subject.attachment(network).add();
    expect(subject.call({ command: 'STATUS', config: network }).error?.code).toBe(50);
    const config = { ...network, 'cni.dev/valid-attachments': [] };
    expect(subject.call({ command: 'GC', config }).code).toBe(0);
    expect(subject.call({ command: 'STATUS', config: network }).code).toBe(0);
  });

  promise('C0.12', { programs: all }, (subject) => {
    for (const version of versions) {
      const outcome = subject.call({ command: 'VERSION', config: { cniVersion: version } });
      expect(outcome.json?.['cniVersion']).toBe(version);
    }
    for (const config of ['', 'garbage', '{"cniVersion":"9.9.9"}', '{"cniVersion":7}', '[]']) {
      const outcome = subject.call({ command: 'VERSION', config });
      expect(outcome.code).toBe(0);
      expect(outcome.json?.['cniVersion']).toBe('1.1.0');
    }
  });
});
