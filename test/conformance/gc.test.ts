import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { type Attachment, attachmentCall } from '../support/attachment.ts';
import type { JsonObject } from '../support/json.ts';
import { hostLinkNames } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { bridgeNetwork, cniPath, ipamNetwork, silkNetwork } from '../support/network.ts';
import { type PluginOutcome, startPlugin } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { until } from '../support/wait.ts';
import { holders, type Program, promise, type Subject } from './promise.ts';

function gc(subject: Subject, ids: readonly string[], over: JsonObject = {}, path = cniPath()): PluginOutcome {
  const list = ids.map((containerID) => ({ containerID, ifname: 'eth0' }));
  const config = { ...subject.network(over), 'cni.dev/valid-attachments': list };
  return subject.call({ command: 'GC', config, path });
}

function owners(subject: Subject): string[] {
  return Object.values(reservations(subject.reservationDir)).sort();
}

/** Containers of these ids, added. */
function addAll(subject: Subject, ...ids: string[]): Attachment[] {
  return ids.map((id) => {
    const attachment = subject.attachment(subject.network(), { container: subject.host.addContainer(id) });
    attachment.add();
    return attachment;
  });
}

describe('C9 GC', () => {
  promise('C9.74', { programs: holders }, (subject) => {
    addAll(subject, 'a', 'b');
    expect(gc(subject, ['a'])).toMatchObject({ code: 0, stdout: '' });
    expect(owners(subject)).toEqual(['a eth0']);
    for (const list of ['a', [7], [{ ifname: 'eth0' }]]) {
      const config = subject.network({ 'cni.dev/valid-attachments': list });
      expect(subject.call({ command: 'GC', config }).error?.code).toBe(7);
    }
    expect(owners(subject)).toEqual(['a eth0']);
  });

  promise('C9.75', {}, (subject) => {
    const [kept] = addAll(subject, 'a', 'b', 'c');
    expect(gc(subject, ['a']).code).toBe(0);
    expect(holdings(subject.host)).toEqual({
      hostLinks: ['s-010255030002'],
      containerLinks: [],
      reservations: { '10.255.30.2': 'a eth0' },
      handles: [kept?.container.handle],
    });
    kept?.check();
  });

  promise('C9.76', { programs: holders }, (subject) => {
    addAll(subject, 'a');
    const over = { name: 'green', cniVersion: '1.1.0' };
    const subnet = '10.77.0.0/24';
    const green: Partial<Record<Program, JsonObject>> = {
      'silk-cni': silkNetwork(subject.host, { ...over, subnet }),
      'silk-ipam': ipamNetwork(subject.host, { subnet }, over),
      'silk-bridge': bridgeNetwork(subject.host, { ...over, vni: 43, bridge: 'br1' }, { subnet }),
    };
    const other = subject.attachment(green[subject.program]);
    other.add();
    expect(gc(subject, []).code).toBe(0);
    expect(owners(subject)).toEqual([]);
    other.check();
  });

  promise('C9.77', {}, (subject) => {
    addAll(subject, 'a', 'b');
    // A claim that cannot be removed, because it is a directory.
    const odd = `${subject.host.dataDir}/attachments/${subject.network()['name']}/odd`;
    subject.host.exec('mkdir', '-p', odd);
    const outcome = gc(subject, []);
    expect(outcome.code).toBe(1);
    expect(`${outcome.error?.msg} ${outcome.error?.details}`).toContain(odd);
    expect(owners(subject)).toEqual([]);
    expect(hostLinkNames(subject.host.netns)).toEqual([]);
  });

  promise('C9.78', {}, (subject) => {
    const plugin = scriptPlugin(subject.host, 'willing', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    subject.host.exec('mkdir', '-p', subject.host.datastore);
    gc(subject, ['a'], { ipam: { type: 'willing' } }, cniPath(plugin.dir));
    expect(plugin.commands()).toEqual(['GC']);
    expect(JSON.parse(plugin.stdinOf('GC'))['cni.dev/valid-attachments']).toEqual([
      { containerID: 'a', ifname: 'eth0' },
    ]);
  });

  promise('C9.79', { programs: holders }, (subject) => {
    const [a] = addAll(subject, 'a');
    if (a !== undefined) subject.host.removeContainer(a.container);
    expect(gc(subject, ['a']).code).toBe(0);
    expect(owners(subject)).toEqual(['a eth0']);
  });

  promise('C9.80', { programs: ['silk-ipam'] }, (subject) => {
    addAll(subject, 'a', 'b');
    const dir = subject.reservationDir;
    writeFileSync(join(dir, 'lock'), '');
    // Records as host-local wrote them before it knew interfaces.
    writeFileSync(join(dir, '10.1.2.50'), 'a');
    writeFileSync(join(dir, '10.1.2.51'), 'gone');
    expect(gc(subject, ['a']).code).toBe(0);
    const left = readdirSync(dir)
      .filter((name) => !name.startsWith('.'))
      .sort();
    expect(left).toEqual(['10.1.2.2', '10.1.2.50', 'last_reserved_ip.0', 'lock']);
  });

  promise('C9.81', {}, async (subject) => {
    const { host } = subject;
    const wait =
      'if [ $CNI_COMMAND = ADD ]; then touch $record/reached; until [ -e $record/go ]; do sleep 0.02; done; fi';
    const slow = scriptPlugin(host, 'slow', `${wait}\n${fixedIpam('10.9.0.5/24', '10.9.0.1')}`);
    const config = subject.network({ ipam: { type: 'slow' } });
    const container = host.addContainer('late');
    const path = cniPath(slow.dir);
    const add = startPlugin(host, silkCni, { command: 'ADD', ...attachmentCall(container), config, path });
    await until('the IPAM plugin to be called', () => existsSync(join(slow.dir, 'reached')));
    expect(gc(subject, [], { ipam: { type: 'slow' } }, path).code).toBe(0);
    host.write('plugin-slow/go', '');
    expect((await add.result).error?.code).toBe(104);
    expect(holdings(host, container)).toEqual(nothing);
  });
});
