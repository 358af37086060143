import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { attachmentCall } from '../support/attachment.ts';
import { makeOfEarlierBoot } from '../support/earlier-boot.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, versions } from '../support/network.ts';
import { startPlugin } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { until } from '../support/wait.ts';
import { all, holders, promise } from './promise.ts';

describe("C12 the runtime's promises, broken", () => {
  promise('C12.96', { programs: all, versions }, (subject) => {
    for (const prevResult of ['', {}, { cniVersion: '' }, { cniVersion: subject.version, ips: null }]) {
      const attachment = subject.attachment();
      attachment.add();
      attachment.del({ config: { ...attachment.network, prevResult } });
      expect(holdings(subject.host, attachment.container)).toEqual(nothing);
      expect(reservations(subject.reservationDir)).toEqual({});
    }
  });

  promise('C12.97', { programs: holders }, (subject) => {
    const network = subject.networkOf('10.255.30.0/30');
    const lost = subject.attachment(network);
    lost.add();
    subject.host.removeContainer(lost.container);
    expect(subject.call({ command: 'GC', config: { ...network, 'cni.dev/valid-attachments': [] } }).code).toBe(0);
    const second = subject.attachment(network);
    second.add();
    // A reboot takes the namespaces and links away, and leaves the files.
    subject.host.removeContainer(second.container);
    makeOfEarlierBoot(subject.reservationDir, '10.255.30.2');
    const third = subject.attachment(network);
    third.add();
    second.del({ netns: '' });
    third.check();
  });

  promise('C12.98', { programs: all, versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    attachment.del({ config: { ...subject.networkOf('10.66.0.0/24'), prevResult: attachment.result } });
    expect(holdings(subject.host, attachment.container)).toEqual(nothing);
    expect(reservations(subject.reservationDir)).toEqual({});
  });

  promise('C12.99', { versions }, async (subject) => {
    const { host } = subject;
    const wait =
      'if [ $CNI_COMMAND = ADD ]; then touch $record/reached; until [ -e $record/go ]; do sleep 0.02; done; fi';
    const slow = scriptPlugin(host, 'slow', `${wait}\n${fixedIpam('10.9.0.5/24', '10.9.0.1')}`);
    const attachment = subject.attachment(subject.network({ ipam: { type: 'slow' } }));
    const call = { ...attachmentCall(attachment.container), config: attachment.network, path: cniPath(slow.dir) };
    const add = startPlugin(host, silkCni, { command: 'ADD', ...call });
    await until('the IPAM plugin to be called', () => existsSync(join(slow.dir, 'reached')));
    attachment.del({ path: cniPath(slow.dir) });
    host.write('plugin-slow/go', '');
    expect((await add.result).error?.code).toBe(104);
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });
});
