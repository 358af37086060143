import { describe, expect } from '@jest/globals';
import type { Container } from '../support/host.ts';
import { dig } from '../support/json.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, versions, versionsWithCheck } from '../support/network.ts';
import type { PluginCall } from '../support/plugin-call.ts';
import { reservations } from '../support/reservations.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { all, holders, promise, type Subject } from './promise.ts';

/** The containers of ADDs that are refused: each has none of it, and serves for all of its subject. */
const refused = new WeakMap<Subject, Container>();

/** The code and the message of an ADD that differs from a good one as said. */
function refusal(subject: Subject, call: PluginCall): { code: unknown; msg: string } {
  const container = refused.get(subject) ?? subject.host.addContainer();
  refused.set(subject, container);
  const outcome = subject.attachment(subject.network(), { container }).tryAdd(call);
  return { code: outcome.error?.code, msg: outcome.error?.msg ?? '' };
}

describe('C2 the environment', () => {
  promise('C2.11', { programs: all, versions }, (subject) => {
    for (const command of ['add', 'Add', 'REMOVE', ' ADD']) {
      expect(refusal(subject, { command }).code).toBe(4);
      expect(refusal(subject, { command }).msg).toContain('CNI_COMMAND');
    }
  });

  promise('C2.12', { programs: all }, (subject) => {
    const outcome = subject.call({ config: subject.network() });
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
    for (const word of [subject.program, ...versions]) expect(outcome.stderr).toContain(word);
  });

  promise('C2.13', { programs: all }, (subject) => {
    const all = {
      containerId: 'c9',
      netns: subject.host.addContainer().netns,
      ifname: 'eth0',
      config: subject.network(),
    };
    const wanted = {
      ADD: ['CONTAINERID', 'NETNS', 'IFNAME'],
      CHECK: ['CONTAINERID', 'NETNS', 'IFNAME'],
      DEL: ['CONTAINERID', 'IFNAME'],
    };
    const keys = { CONTAINERID: 'containerId', NETNS: 'netns', IFNAME: 'ifname' } as const;
    for (const [command, variables] of Object.entries(wanted)) {
      for (const variable of Object.keys(keys) as (keyof typeof keys)[]) {
        const outcome = subject.call({ ...all, command, [keys[variable]]: undefined });
        const named = outcome.error?.code === 4 && outcome.error.msg.includes(`CNI_${variable}`);
        expect({ command, variable, named }).toEqual({ command, variable, named: variables.includes(variable) });
      }
    }
    const valid = subject.network({ 'cni.dev/valid-attachments': [] });
    for (const command of ['GC', 'STATUS', 'VERSION']) expect(subject.call({ command, config: valid }).code).toBe(0);
    const dummies = { command: 'VERSION', netns: 'dummy', ifname: 'dummy', path: 'dummy', containerId: '' };
    expect(subject.call({ ...dummies, config: '{"cniVersion":"0.4.0"}' }).code).toBe(0);
  });

  promise('C2.14', { programs: all, versions }, (subject) => {
    const outcome = subject.call({ command: 'ADD', containerId: '', ifname: '', config: subject.network() });
    expect(outcome.error?.code).toBe(4);
    for (const name of ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME']) expect(outcome.error?.msg).toContain(name);
  });

  promise('C2.15', { programs: holders }, (subject) => {
    for (const containerId of ['-a', '.a', '_a', 'a/b', 'a b', 'a:b', 'ä', '../x', 'a\n']) {
      expect({ containerId, code: refusal(subject, { containerId }).code }).toEqual({ containerId, code: 4 });
    }
    for (const id of ['a', 'A9', 'a..b', 'a_b-c.d', `a${'b'.repeat(400)}`]) {
      const attachment = subject.attachment(subject.network(), { container: { ...subject.host.addContainer(), id } });
      attachment.add();
      attachment.check();
      expect(attachment.tryAdd().code).toBe(1);
      attachment.del();
      expect(reservations(subject.reservationDir)).toEqual({});
    }
  });

  promise('C2.16', { programs: all }, (subject) => {
    for (const ifname of [
      '.',
      '..',
      'a/b',
      'a:b',
      'a b',
      'a\tb',
      'a\u00a0b',
      'sixteen-bytes-xx',
      'ääääääää',
      'eth%d',
    ]) {
      expect({ ifname, code: refusal(subject, { ifname }).code }).toEqual({ ifname, code: 4 });
    }
    for (const ifname of ['fifteen-bytes-x', 'äää', 'eth0.1']) {
      const attachment = subject.attachment(subject.network(), { ifname });
      attachment.add();
      attachment.del();
    }
  });

  promise('C2.17', { programs: all, versions }, (subject) => {
    for (const name of [undefined, '', '/', '../x', 'a/b', 'a b', '.hidden', '-x', 7]) {
      expect({ name, code: refusal(subject, { config: subject.network({ name }) }).code }).toEqual({ name, code: 7 });
    }
    subject.attachment(subject.network({ name: 'a..b' })).add();
  });

  promise('C2.18', {}, (subject) => {
    const plugin = scriptPlugin(subject.host, 'evil', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    for (const type of ['../plugin-evil/evil', `${plugin.dir}/evil`, './evil', 'a\\b']) {
      const path = cniPath(plugin.dir);
      const { code } = refusal(subject, { config: subject.network({ ipam: { type } }), path });
      expect([4, 7]).toContain(code);
    }
    expect(plugin.commands()).toEqual([]);
  });

  promise('C2.19', { programs: all }, (subject) => {
    const badConfig = 'no JSON';
    expect(refusal(subject, { containerId: '/', ifname: '', config: badConfig }).msg).toContain('CNI_CONTAINERID');
    expect(refusal(subject, { ifname: '', config: badConfig }).code).toBe(4);
    expect(refusal(subject, { config: badConfig }).code).toBe(6);
    expect(refusal(subject, { config: subject.network({ name: '/', cniVersion: '9.0.0' }) }).code).toBe(7);
    expect(refusal(subject, { config: subject.network({ cniVersion: '9.0.0', mtu: 'x', ipam: 3 }) }).code).toBe(1);
  });

  promise('C2.20', { programs: holders, versions }, (subject) => {
    for (const args of ['A', 'A=B=C', 'A=1;', 'IgnoreUnknown=maybe', 'Unknown=1', 'IgnoreUnknown=0;X=1']) {
      const { code } = refusal(subject, { args });
      expect({ args, refused: typeof code === 'number' }).toEqual({ args, refused: true });
    }
    const pod = 'K8S_POD_NAMESPACE=ns;IgnoreUnknown=1;K8S_POD_NAME=pod;K8S_POD_INFRA_CONTAINER_ID=abc;K8S_POD_UID=1-2';
    for (const args of ['', 'IgnoreUnknown=1;Unknown=1', 'IgnoreUnknown=TRUE;Unknown=1', pod])
      subject.attachment().add({ args });
  });

  promise('C2.21', { programs: holders, versions: versionsWithCheck }, (subject) => {
    const subnet = subject.program === 'silk-cni' ? '10.255.30' : '10.1.2';
    const attachment = subject.attachment(subject.network({ args: { cni: { ips: [`${subnet}.77`] } } }));
    attachment.add({ args: `IP=${subnet}.78` });
    expect(Object.keys(reservations(subject.reservationDir))).toEqual([`${subnet}.77`]);
  });

  promise('C2.22', {}, (subject) => {
    const first = scriptPlugin(subject.host, 'twin', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const second = subject.host.write('second/twin', '#!/bin/sh\nexit 9\n', 0o755).replace('/twin', '');
    const attachment = subject.attachment(subject.network({ ipam: { type: 'twin' } }));
    attachment.add({ path: `:/nonexistent::${first.dir}:${second}:` });
    expect(dig(attachment.result, 'ips', 0, 'address')).toBe('10.9.0.5/32');
    const missing = refusal(subject, { config: subject.network({ ipam: { type: 'no-such' } }) });
    expect(missing.code).toBe(4);
    expect(missing.msg).toContain('no-such');
  });

  promise('C2.23', { versions: versionsWithCheck }, (subject) => {
    for (const netns of ['/run/netns/silk-t-nowhere', '/etc/hostname']) {
      const attachment = subject.attachment();
      expect([3, 4]).toContain(attachment.tryAdd({ netns }).error?.code);
      expect(holdings(subject.host)).toEqual(nothing);
      attachment.add();
      expect([3, 4]).toContain(attachment.tryCheck({ netns }).error?.code);
      attachment.del({ netns });
      expect(holdings(subject.host)).toEqual(nothing);
    }
  });
});
