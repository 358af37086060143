import { describe, expect } from '@jest/globals';
import { dig, type JsonObject } from '../support/json.ts';
import { cniPath, ipamNetwork, type Version, versions, versionsWithCheck } from '../support/network.ts';
import { scriptPlugin } from '../support/script-plugin.ts';
import { all, holders, promise, type Subject } from './promise.ts';

const before030: readonly Version[] = ['0.1.0', '0.2.0'];
const before040 = versions.filter((version) => !versionsWithCheck.includes(version));
const from030 = versions.filter((version) => !before030.includes(version));
const before110 = versions.filter((version) => version !== '1.1.0');

/** silk-ipam's configuration with a family or two, and routes of both. */
function dualStack(subject: Subject, ...subnets: string[]): JsonObject {
  const routes = [{ dst: '0.0.0.0/0', mtu: 1400, priority: 7 }, { dst: '::/0' }];
  const ipam = { subnet: undefined, ranges: subnets.map((subnet) => [{ subnet }]), routes };
  return ipamNetwork(subject.host, ipam, { cniVersion: subject.version });
}

describe('C4 versions and shapes', () => {
  promise('C4.28', { programs: all, versions }, (subject) => {
    const outcome = subject.call({ command: 'VERSION', config: { cniVersion: subject.version } });
    expect(outcome.json).toEqual({ cniVersion: subject.version, supportedVersions: [...versions] });
  });

  promise('C4.29', { programs: all }, (subject) => {
    for (const cniVersion of ['1.0.1', '1.1', '0.3.2', '2.0.0', 'v1.0.0', '']) {
      const outcome = subject.attachment(subject.network({ cniVersion })).tryAdd();
      if (cniVersion === '') continue; // an empty text counts as absent or as unsupported
      expect({ cniVersion, code: outcome.error?.code }).toEqual({ cniVersion, code: 1 });
      for (const word of [cniVersion, '0.1.0', '1.1.0']) expect(outcome.error?.details).toContain(word);
    }
  });

  promise('C4.30', { programs: holders, versions }, (subject) => {
    const added = subject.attachment().add();
    expect(added['cniVersion']).toBe(subject.version);
    const old = before030.includes(subject.version);
    const withInterfaces = !old && subject.program !== 'silk-ipam';
    expect(Object.keys(added).sort()).toEqual(expectedKeys(subject, old));
    expect(dig(added, 'interfaces') !== undefined).toBe(withInterfaces);
    expect(dig(added, 'ips', 0, 'version')).toBe(!old && subject.version.startsWith('0.') ? '4' : undefined);
  });

  promise('C4.31', { programs: ['silk-ipam'], versions: before030 }, (subject) => {
    const added = subject.attachment(dualStack(subject, '10.1.2.0/24', 'fd00:1::/64')).add();
    expect(added).toEqual({
      cniVersion: subject.version,
      ip4: { ip: '10.1.2.2/24', gateway: '10.1.2.1', routes: [{ dst: '0.0.0.0/0' }] },
      ip6: { ip: 'fd00:1::2/64', gateway: 'fd00:1::1', routes: [{ dst: '::/0' }] },
    });
    const two = subject.attachment(dualStack(subject, '10.3.2.0/24', '10.4.2.0/24')).tryAdd();
    expect(two.code).toBe(1);
    const family = subject.attachment(dualStack(subject, '10.5.2.0/24')).add();
    expect(Object.keys(family).sort()).toEqual(['cniVersion', 'ip4']);
  });

  promise('C4.32', { programs: holders, versions: from030 }, (subject) => {
    const newest = subject.version === '1.1.0';
    if (subject.program !== 'silk-ipam') {
      expect(dig(subject.attachment().add(), 'interfaces', 1, 'mtu')).toBe(newest ? 1410 : undefined);
      return;
    }
    const added = subject.attachment(dualStack(subject, '10.1.2.0/24', 'fd00:1::/64')).add();
    const route = newest ? { dst: '0.0.0.0/0', mtu: 1400, priority: 7 } : { dst: '0.0.0.0/0' };
    expect(added['routes']).toEqual([route, { dst: '::/0' }]);
  });

  promise('C4.33', { programs: all, versions }, (subject) => {
    const outcome = subject.attachment().tryAdd();
    expect(outcome.stdout).not.toMatch(/null|"dns"|\[\]|\{\}|"interface":"|"mtu":"/);
    expect(outcome.stdout).not.toMatch(/"mac":"[^"]*[A-F-]/);
  });

  promise('C4.34', { programs: all, versions: before110 }, (subject) => {
    const attachment = subject.attachment();
    attachment.add();
    const outcome = attachment.tryCheck();
    expect(outcome.error?.code).toBe(before040.includes(subject.version) ? 1 : undefined);
    const config = subject.network({ 'cni.dev/valid-attachments': [] });
    for (const command of ['GC', 'STATUS']) expect(subject.call({ command, config }).error?.code).toBe(1);
    attachment.del();
  });

  promise('C4.35', { programs: holders, versions: versionsWithCheck }, (subject) => {
    const attachment = subject.attachment();
    const { cniVersion, ...prevResult } = attachment.add();
    expect(cniVersion).toBe(subject.version);
    attachment.check({ config: { ...attachment.network, prevResult } });
    const old = { ip4: { ip: `${attachment.ip}/32` } };
    expect(attachment.tryCheck({ config: { ...attachment.network, prevResult: old } }).code).toBe(1);
    if (subject.program === 'silk-ipam') return;
    // A delegated plugin may answer in another version than it was asked in.
    const older = `[ $CNI_COMMAND = ADD ] && echo '{"cniVersion":"0.2.0","ip4":{"ip":"10.9.0.5/24","gateway":"10.9.0.1"}}'; exit 0`;
    const plugin = scriptPlugin(subject.host, 'older', older);
    const delegated = subject.attachment(subject.network({ ipam: { type: 'older' } }));
    delegated.add({ path: cniPath(plugin.dir) });
    expect(delegated.ip).toBe('10.9.0.5');
  });

  promise('C4.36', { programs: all, versions: versionsWithCheck }, (subject) => {
    const attachment = subject.attachment();
    const added = attachment.add();
    const interfaces = (added['interfaces'] as JsonObject[] | undefined)?.map((one) => ({
      ...one,
      mtu: 1410,
      colour: 'green',
    }));
    const ips = (added['ips'] as JsonObject[]).map((one) => ({ ...one, future: { a: 1 } }));
    const prevResult = { ...added, ...(interfaces ? { interfaces } : {}), ips, tomorrow: [1] };
    attachment.check({ config: { ...attachment.network, prevResult, 'cni.dev/tomorrow': 1 } });
  });
});

/** The keys of a result without dns. */
function expectedKeys(subject: Subject, old: boolean): string[] {
  if (old) return ['cniVersion', 'ip4'];
  const more = { 'silk-cni': ['interfaces', 'ips', 'routes'], 'silk-bridge': ['interfaces', 'ips'] };
  return ['cniVersion', ...(subject.program in more ? more[subject.program as keyof typeof more] : ['ips'])];
}
