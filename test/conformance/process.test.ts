import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { dig, parseObject } from '../support/json.ts';
import { linkNames } from '../support/kernel-state.ts';
import { cniPath, silkNetwork, versions, versionsWithCheck } from '../support/network.ts';
import { startPlugin } from '../support/plugin-call.ts';
import { projectRoot } from '../support/project.ts';
import { must } from '../support/run.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { all, holders, promise } from './promise.ts';

describe('C1 the process contract', () => {
  promise('C1.1', { programs: holders, versions }, (subject) => {
    const failures = [
      { config: '' },
      { config: 'null' },
      { config: '{' },
      { config: `${'['.repeat(10_000)}` },
      { config: '{"cniVersion":{}}' },
      { config: subject.network({ name: 7 }) },
      { config: subject.network({ ipam: 7 }) },
      { config: subject.network({ ipam: null }) },
      { config: subject.network({ args: 'x' }) },
      { config: subject.network({ prevResult: 'x', cniVersion: 'x' }) },
      { command: 'NONSENSE' },
      { ifname: '/' },
    ];
    for (const failure of failures) {
      const outcome = subject.attachment().tryAdd(failure);
      expect({ failure, code: outcome.code, one: outcome.json !== undefined }).toEqual({ failure, code: 1, one: true });
      expect(outcome.stdout).not.toMatch(/\n\s+at /);
    }
  });

  promise('C1.2', { programs: all, versions }, (subject) => {
    const outcome = subject.attachment(subject.network({ name: '/' })).tryAdd();
    const { details, ...rest } = outcome.json ?? {};
    expect(rest).toEqual({ cniVersion: subject.version, code: 7, msg: expect.stringContaining('/') });
    expect(details === undefined || (typeof details === 'string' && details !== '')).toBe(true);
  });

  promise('C1.3', { programs: all, versions }, (subject) => {
    const attachment = subject.attachment();
    const added = attachment.tryAdd();
    expect(parseObject(added.stdout)?.['cniVersion']).toBe(subject.version);
    if (versionsWithCheck.includes(subject.version)) {
      expect(attachment.tryCheck()).toMatchObject({ code: 0, stdout: '' });
    }
    if (subject.version === '1.1.0') {
      expect(subject.call({ command: 'STATUS', config: subject.network() })).toMatchObject({ code: 0, stdout: '' });
      const config = subject.network({
        'cni.dev/valid-attachments': [{ containerID: attachment.container.id, ifname: 'eth0' }],
      });
      expect(subject.call({ command: 'GC', config })).toMatchObject({ code: 0, stdout: '' });
    }
    expect(attachment.tryDel()).toMatchObject({ code: 0, stdout: '' });
    expect(parseObject(subject.call({ command: 'VERSION', config: '' }).stdout)).toBeDefined();
  });

  promise('C1.4', {}, (subject) => {
    const plugin = scriptPlugin(
      subject.host,
      'talking',
      `echo "a word of $CNI_COMMAND" >&2\n${fixedIpam('10.9.0.5/24', '10.9.0.1')}`,
    );
    const attachment = subject.attachment(subject.network({ ipam: { type: 'talking' } }));
    const path = cniPath(plugin.dir);
    expect(attachment.tryAdd({ path }).stderr).toContain('a word of ADD');
    expect(attachment.tryCheck({ path }).stderr).toContain('a word of CHECK');
    expect(attachment.tryDel({ path }).stderr).toContain('a word of DEL');
  });

  promise('C1.5', { programs: all }, (subject) => {
    const inPieces = ['/bin/sh', '-c', '(head -c 20; sleep 0.2; cat) | "$0"'];
    const env = { PATH: '/usr/bin:/bin' };
    subject.attachment().add({ wrapper: inPieces, env });
    subject.attachment().add({ config: `\n\t ${JSON.stringify(subject.network())} \n\n` });
    const padded = subject.network({ args: { filler: 'x'.repeat(300_000) } });
    subject.attachment().add({ config: padded });
    expect(subject.attachment().tryAdd({ config: `${JSON.stringify(subject.network())}{}` }).error?.code).toBe(6);
  });

  promise('C1.6', { programs: holders }, async (subject) => {
    const one = subject.host.addContainer();
    const two = subject.host.addContainer();
    const calls = [one, two].flatMap((container) =>
      ['eth0', 'eth1', 'eth2'].map((ifname) => attachmentCall(container, { ifname })),
    );
    const config = subject.network();
    const all = calls.map(
      (call) => startPlugin(subject.host, subject.path, { command: 'ADD', ...call, config }).result,
    );
    const outcomes = await Promise.all(all);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(new Set(outcomes.map(({ json }) => dig(json, 'ips', 0, 'address'))).size).toBe(6);
  });

  promise('C1.7', {}, (subject) => {
    const container = subject.host.addContainer();
    const attachments = versions.map((version, i) => {
      const over = { name: `net${i}`, subnet: `10.${50 + i}.0.0/24`, cniVersion: version };
      return new Attachment(subject.host, container, silkNetwork(subject.host, over), { ifname: `eth${i}` });
    });
    const results = attachments.map((attachment) => attachment.add());
    expect(results.map((result) => result['cniVersion'])).toEqual([...versions]);
    expect(linkNames(container.netns).length).toBe(versions.length);
    for (const attachment of attachments) attachment.del();
    expect(linkNames(container.netns)).toEqual([]);
  });

  promise('C1.8', {}, (subject) => {
    const destination = join(subject.host.dir, 'root');
    const install = () =>
      must(['make', '-C', projectRoot, 'install', `DESTDIR=${destination}`], { timeoutMs: 120_000 });
    install();
    const inode = statSync(join(destination, 'usr/local/bin/silk')).ino;
    install();
    expect(statSync(join(destination, 'usr/local/bin/silk')).ino).not.toBe(inode);
  });

  promise('C1.9', {}, (subject) => {
    const plugin = scriptPlugin(subject.host, 'recorder', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const env = {
      TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      TRACESTATE: 'a=b',
      BAGGAGE: 'c=d',
    };
    subject.attachment(subject.network({ ipam: { type: 'recorder' } })).add({ env, path: cniPath(plugin.dir) });
    for (const [key, value] of Object.entries(env)) expect(plugin.envOf('ADD')).toContain(`${key}=${value}\n`);
  });

  promise('C1.10', { programs: all, versions }, (subject) => {
    const reserved = {
      args: { cni: { labels: [{ key: 'a', value: 'b' }] }, other: { x: 1 } },
      runtimeConfig: {},
      capabilities: { ips: true },
      'cni.dev/attachments': [],
      'cni.dev/future': { x: 1 },
      dns: {},
      ipMasq: false,
    };
    const attachment = subject.attachment(subject.network(reserved));
    attachment.add();
    attachment.del();
  });
});
