import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { disposeHosts, enter, Host, inContainer } from '../support/host.ts';
import { dig, type JsonObject } from '../support/json.ts';
import { linkNames } from '../support/kernel-state.ts';
import { firstPlugin, type MigrationSection, migrationSection } from '../support/migration-page.ts';
import { subnetFileText } from '../support/network.ts';
import {
  allForwardRules,
  dropForwarding,
  forwardChain,
  iptables,
  nftablesState,
  noNftables,
} from '../support/nftables.ts';
import { callPlugin, type PluginOutcome } from '../support/plugin-call.ts';
import { binDir, reference, referenceDir, silk, silkCni } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** A host's plugins before and after, each with its directories private to the host and a subnet that is soon given out. */
interface Change {
  readonly program: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly page: MigrationSection;
  /** Where both keep reservations. */
  readonly reserved: string;
}

/** The reference plugins execute iptables. */
const call = { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } };

/** Of a /28: not the network, the gateway and broadcast. */
const addressesOfSubnet = 13;

function changeOf(host: Host, heading: string, type: string): Change {
  const page = migrationSection(heading);
  const ptp = migrationSection('From host-local and ptp');
  const [before, after = ptp.configs[1]] = page.configs;
  const networks = join(host.dataDir, 'networks');
  const old = small(heading.includes('flannel') ? delegateOf(before) : firstPlugin(before));
  const ours = small(firstPlugin(after));
  host.write('subnet.env', subnetFileText({ FLANNEL_NETWORK: '10.22.0.0/16', FLANNEL_SUBNET: '10.22.0.1/28' }));
  return {
    program: reference(type),
    before: { ...old, ipam: { ...(old['ipam'] as object), dataDir: networks } },
    after: {
      ...ours,
      ...(ours['subnetFile'] === undefined ? {} : { subnetFile: host.subnetFile }),
      dataDir: join(host.dataDir, 'silk'),
      ipam: { type: 'silk-ipam', dataDir: networks },
    },
    page,
    reserved: join(networks, String(ours['name'])),
  };
}

function small(network: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(network).replaceAll('10.22.0.0/24', '10.22.0.0/28'));
}

/** What flannel's plugin hands to bridge, of its own configuration and of subnet.env. */
function delegateOf(list: JsonObject | undefined): JsonObject {
  const { delegate, ...network } = firstPlugin(list);
  const ipam = { type: 'host-local', ranges: [[{ subnet: '10.22.0.0/24' }]], routes: [{ dst: '10.22.0.0/16' }] };
  return { ...network, ...(delegate as object), type: 'bridge', isGateway: true, ipMasq: true, mtu: 1450, ipam };
}

/** Runs those commands of the page that are about this. @throws where there are none */
function runCommands(host: Host, { commands }: MigrationSection, about: RegExp): void {
  const chosen = commands.filter((command) => about.test(command));
  if (chosen.length === 0) throw new Error(`docs/migrate.md has no command about ${about}`);
  for (const command of chosen) host.exec('sh', '-ec', command);
}

function ping(from: Attachment, to: Attachment): void {
  // It asks each second until it is answered: a busy machine may be late to notice that a link is up.
  inContainer(from.container, 'ping', '-c', '1', '-w', '5', to.ip);
}

/** DEL by ours for what the old plugin has added, as a runtime sends it: with the result that it has kept. */
function deleteByOurs({ container, result }: Attachment, network: JsonObject, host: Host): PluginOutcome {
  return callPlugin(host, silkCni, {
    command: 'DEL',
    ...attachmentCall(container),
    config: { ...network, prevResult: result },
  });
}

/** Adds containers until there is no address. */
function fillUp(host: Host, network: JsonObject, prefix: string): Attachment[] {
  const added: Attachment[] = [];
  for (;;) {
    const attachment = new Attachment(host, host.addContainer(`${prefix}${added.length}`), network);
    const outcome = attachment.tryAdd();
    if (outcome.code === 0) added.push(attachment);
    else {
      expect(outcome.error?.code).toBe(100);
      return added;
    }
  }
}

const sources = [
  { heading: 'From host-local and ptp', type: 'ptp', onBridge: false },
  { heading: 'From host-local and bridge', type: 'bridge', onBridge: true },
  { heading: "From flannel's plugin, with its subnet.env", type: 'bridge', onBridge: true },
];

describe.each(sources)('docs/migrate.md, $heading:', ({ heading, type, onBridge }) => {
  function migrated() {
    const host = new Host();
    const change = changeOf(host, heading, type);
    const old = ['stays', 'goes', 'lost'].map(
      (id) => new Attachment(host, host.addContainer(id), change.before, { program: change.program, call }),
    );
    for (const attachment of old) attachment.add();
    if (onBridge) runCommands(host, change.page, /proxy_arp/);
    const [stays, goes, lost] = old;
    if (stays === undefined || goes === undefined || lost === undefined) throw new Error('no containers');
    return { host, change, stays, goes, lost };
  }

  test('containers from before and after reach each other, and CHECK and GC know which is which', () => {
    const { host, change, stays, goes, lost } = migrated();
    const fresh = new Attachment(host, host.addContainer('fresh'), change.after);
    fresh.add();
    expect(reservations(change.reserved)).toEqual({
      [stays.ip]: 'stays eth0',
      [goes.ip]: 'goes eth0',
      [lost.ip]: 'lost eth0',
      [fresh.ip]: 'fresh eth0',
    });
    ping(stays, goes);
    ping(stays, fresh);
    ping(fresh, goes);
    fresh.check();
    const checked = { ...attachmentCall(stays.container), config: { ...change.after, prevResult: stays.result } };
    expect(callPlugin(host, silkCni, { command: 'CHECK', ...checked }).error?.code).toBe(107);
    const listed = [stays, goes, fresh].map(({ container }) => ({ containerID: container.id, ifname: 'eth0' }));
    const config = { ...change.after, cniVersion: '1.1.0', 'cni.dev/valid-attachments': listed };
    expect(callPlugin(host, silkCni, { command: 'GC', config })).toMatchObject({ code: 0, stdout: '' });
    expect(Object.keys(reservations(change.reserved)).sort()).toEqual([stays.ip, goes.ip, fresh.ip].sort());
    ping(stays, fresh);
  });

  test('no address is given twice, DEL works by both plugins, and nothing is left', async () => {
    const { host, change, stays, goes, lost } = migrated();
    const talk = host.start([...enter(stays.container.netns), 'ping', '-q', '-c', '40', '-i', '0.02', goes.ip]);
    const fresh = fillUp(host, change.after, 'new');
    const held = [stays, goes, lost, ...fresh];
    expect(new Set(held.map(({ ip }) => ip)).size).toBe(addressesOfSubnet);
    expect((await talk.ended).stdout).toContain(' 0% packet loss');

    host.removeContainer(lost.container);
    const blind = { command: 'DEL', containerId: 'lost', netns: '', ifname: 'eth0', config: change.after };
    expect(callPlugin(host, silkCni, blind)).toMatchObject({ code: 0, stdout: '' });
    expect(deleteByOurs(goes, change.after, host)).toMatchObject({ code: 0, stdout: '' });
    host.removeContainer(goes.container);
    const again = fillUp(host, change.after, 'again');
    expect(again.map(({ ip }) => ip).sort()).toEqual([goes.ip, lost.ip].sort());
    // What time does by itself: on a bridge, `stays` still knows the MAC of whoever had the address.
    inContainer(stays.container, 'ip', 'neigh', 'flush', 'dev', 'eth0');
    for (const attachment of again) ping(stays, attachment);
    stays.del();
    expect(Object.values(reservations(change.reserved))).not.toContain('stays eth0');

    for (const attachment of [...fresh, ...again]) attachment.del();
    expect(reservations(change.reserved)).toEqual({});
    expect(nftablesState(host)).toEqual(noNftables);
    removeRest(host, change);
    expect(linkNames(host.netns)).toEqual([]);
    expect(host.exec('iptables-save', '-t', 'nat')).not.toContain('CNI-');
  });

  /** What the page says is to be removed with the last container from before. */
  function removeRest(host: Host, { page }: Change): void {
    expect(host.exec('iptables-save', '-t', 'nat')).toMatch(/CNI-[0-9a-f]{24}/);
    runCommands(host, page, /iptables-restore/);
    if (onBridge) runCommands(host, page, /^ip link del/);
  }

  test('and back again: the old plugin deletes what ours has added', () => {
    const { host, change, stays } = migrated();
    dropForwarding(host);
    const before = forwardChain(host);
    const fresh = new Attachment(host, host.addContainer('fresh'), change.after);
    fresh.add();
    expect(nftablesState(host)).toMatchObject({
      containers: [fresh.ip],
      forwardRules: expect.arrayContaining([...allForwardRules]),
    });
    // With ipMasq its DEL ends in an error: its rules for this container are not there.
    const old = { ...change.before, ipMasq: false };
    const config = { ...old, prevResult: fresh.result };
    const deleted = callPlugin(host, change.program, {
      command: 'DEL',
      ...attachmentCall(fresh.container),
      config,
      ...call,
    });
    expect(deleted).toMatchObject({ code: 0, stdout: '' });
    expect(linkNames(host.netns).filter((name) => name.startsWith('s-'))).toEqual([]);
    expect(Object.keys(reservations(change.reserved))).not.toContain(fresh.ip);
    const later = new Attachment(host, host.addContainer('later'), old, { program: change.program, call });
    expect(dig(later.add(), 'ips', 0, 'address')).not.toContain(`${stays.ip}/`);
    runCommands(host, migrationSection('To go back'), /nft|iptables/);
    expect({ ...nftablesState(host), chain: forwardChain(host) }).toEqual({ ...noNftables, chain: before });
    iptables(host, '-P FORWARD ACCEPT');
    ping(stays, later);
  });
});

test('a runtime that works with lists and keeps results: its DEL goes through the whole new list', () => {
  const host = new Host();
  const heading = "From flannel's plugin, with its subnet.env";
  const change = changeOf(host, heading, 'bridge');
  const put = (list: JsonObject = {}, first: JsonObject) => {
    const [, ...chained] = list['plugins'] as JsonObject[];
    const { cniVersion: _version, name: _name, ...plugin } = first;
    host.write('net.d/10-net.conflist', JSON.stringify({ ...list, plugins: [plugin, ...chained] }));
  };
  const [before, after] = change.page.configs;
  const container = host.addContainer('stays');
  const capabilities = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };
  const byHand = (command: string) =>
    host.run(
      [
        silk,
        'cni',
        command,
        'cbr0',
        container.netns,
        '--container-id',
        'stays',
        '--conf-dir',
        join(host.dir, 'net.d'),
      ].concat(
        ['--cache-dir', join(host.dir, 'cache'), '--plugin-dir', `${binDir}:${referenceDir}`],
        command === 'add' ? ['--capability-args', JSON.stringify(capabilities)] : [],
      ),
      call,
    );
  put(before, change.before);
  expect(byHand('add')).toMatchObject({ code: 0, stderr: '' });
  expect(host.exec('iptables-save', '-t', 'nat')).toContain('--dport 8080');
  put(after, change.after);
  expect(byHand('del')).toMatchObject({ code: 0, stderr: '' });
  expect(host.exec('iptables-save', '-t', 'nat')).not.toContain('--dport 8080');
  expect(reservations(change.reserved)).toEqual({});
});
