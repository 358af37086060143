import { describe, expect } from '@jest/globals';
import { attachmentCall } from '../support/attachment.ts';
import { versions, versionsWithCheck } from '../support/network.ts';
import { vtepState } from '../support/vtep-scene.ts';
import { promise } from './promise.ts';

const programs = ['silk-vtep'] as const;
const from030 = versions.filter((version) => version >= '0.3.0');

describe('C10 a chained plugin: silk-vtep', () => {
  promise('C10.83', { programs, versions }, (subject) => {
    const prevResult = { ...subject.earlierResult, dns: { domain: 'd' }, 'x-unknown': { b: 1, a: [null, 1.5] } };
    const outcome = subject.attachment(subject.network({ prevResult })).tryAdd();
    expect(outcome.stdout).toBe(`${JSON.stringify(prevResult)}\n`);
  });

  promise('C10.84', { programs, versions }, (subject) => {
    for (const prevResult of [undefined, null]) {
      expect(subject.attachment(subject.network({ prevResult })).tryAdd().error?.code).toBe(7);
    }
    expect(vtepState(subject.host).link).toEqual([]);
  });

  promise('C10.85', { programs, versions: from030 }, (subject) => {
    const { container } = subject.attachment();
    for (const name of ['ib0', 'tap7', 'macvtap0']) {
      const mac = '80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1';
      const prevResult = {
        ...subject.earlierResult,
        interfaces: [{ name: 'x' }, { name, mac, sandbox: container.netns }],
      };
      subject.attachment(subject.network({ prevResult }), { container, ifname: name }).add();
    }
  });

  promise('C10.86', { programs, versions }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    const made = vtepState(subject.host);
    attachment.del();
    const call = { ...attachmentCall(attachment.container), command: 'DEL', netns: '' };
    expect(subject.call({ ...call, config: subject.network({ prevResult: undefined }) }).code).toBe(0);
    expect(vtepState(subject.host)).toEqual(made);
  });

  promise('C10.87', { programs, versions: versionsWithCheck }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    // Nothing of the interface that the plugin before is said to have made is there.
    attachment.check();
    subject.host.exec('ip', 'route', 'del', '10.255.48.0/24');
    const { error } = attachment.tryCheck();
    expect(error).toMatchObject({ code: 107, details: 'missing: route 10.255.48.0/24 via 10.255.48.0' });
    expect(vtepState(subject.host).routes).toHaveLength(3);
  });
});
