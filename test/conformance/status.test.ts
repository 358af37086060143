import { describe, expect } from '@jest/globals';
import { namespaceState } from '../support/kernel-state.ts';
import { cniPath } from '../support/network.ts';
import { failingOn, scriptPlugin } from '../support/script-plugin.ts';
import { treeState } from '../support/tree.ts';
import { all, both, holders, promise, type Subject } from './promise.ts';

function status(subject: Subject, config = subject.network(), path = cniPath()) {
  return subject.call({ command: 'STATUS', config, path });
}

describe('C8 STATUS', () => {
  promise('C8.68', {}, (subject) => {
    const network = subject.networkOf('10.255.30.0/30');
    expect(status(subject, network)).toMatchObject({ code: 0, stdout: '' });
    expect(status(subject, subject.network({ subnet: undefined, subnetFile: '/nonexistent' })).error?.code).toBe(50);
    const attachment = subject.attachment(network);
    attachment.add();
    expect(status(subject, network).error?.code).toBe(50);
    subject.host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=0');
    expect(status(subject, network).error?.code).toBe(51);
    attachment.del();
  });

  promise('C8.69', { programs: holders }, (subject) => {
    const network = subject.networkOf('10.255.30.0/29');
    const all = Array.from({ length: 5 }, () => subject.attachment(network));
    for (const attachment of all) {
      expect(status(subject, network).code).toBe(0);
      attachment.add();
    }
    expect(status(subject, network).error?.code).toBe(50);
    all[2]?.del();
    expect(status(subject, network).code).toBe(0);
  });

  promise('C8.70', {}, (subject) => {
    const plugin = scriptPlugin(subject.host, 'unready', failingOn('STATUS', 50));
    const outcome = status(subject, subject.network({ ipam: { type: 'unready' } }), cniPath(plugin.dir));
    expect(outcome.error?.code).toBe(50);
    expect(plugin.commands()).toEqual(['STATUS']);
    expect(status(subject, subject.network({ ipam: { type: 'no-such' } })).code).toBe(1);
  });

  promise('C8.71', { programs: holders }, (subject) => {
    const network = subject.networkOf('10.255.30.0/30');
    const attachment = subject.attachment(network);
    attachment.add();
    expect(status(subject, network).error?.code).toBe(50);
    attachment.check();
    attachment.del();
    attachment.add();
  });

  promise('C8.72', { programs: all }, (subject) => {
    expect(status(subject).code).toBe(0);
    expect(subject.call({ command: 'STATUS', config: subject.network(), containerId: '/', ifname: '/' }).code).toBe(0);
  });

  promise('C8.73', { programs: both }, (subject) => {
    subject.attachment().add();
    subject.host.exec('mkdir', `${subject.reservationDir}/.silk/lock`);
    const state = () => [treeState(subject.host.dir, { stamps: true }), namespaceState(subject.host.netns)];
    const before = state();
    const startMs = performance.now();
    expect(status(subject).code).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(state()).toEqual(before);
  });
});
