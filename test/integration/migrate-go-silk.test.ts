import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { macOf } from '../support/by-hand.ts';
import { type Container, disposeHosts, Host, inContainer } from '../support/host.ts';
import { hostLinkOf } from '../support/invariants.ts';
import { hostLinkNames, links } from '../support/kernel-state.ts';
import { datastore, holdings, networkDir, nothing } from '../support/leftovers.ts';
import { migrationSection } from '../support/migration-page.ts';
import { subnetFileText } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const name = 'cni-wrapper-plugin';

/** The page's configuration, in directories of the host, whose subnet has five addresses to give out. */
function network(host: Host) {
  const [config] = migrationSection('From the Go silk-cni of Cloud Foundry').configs;
  host.write('subnet.env', subnetFileText({ FLANNEL_SUBNET: '10.255.30.1/29' }));
  const { daemonPort: _, ...keys } = config ?? {};
  return { ...keys, dataDir: host.dataDir, datastore: host.datastore, subnetFile: host.subnetFile };
}

/** What the Go silk-cni leaves for containers, by its files and its links, which bear no mark. */
function attachByGoSilk(host: Host, containers: ReadonlyMap<string, Container>): void {
  const entries = [...containers].map(([ip, { handle }]) => [handle, { handle, ip, metadata: { app_id: 'web' } }]);
  host.write('store/container.json', JSON.stringify(Object.fromEntries(entries)));
  host.write(`data/ipam/${name}/lock`, '');
  host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  for (const [ip, container] of containers) {
    host.write(`data/ipam/${name}/${ip}`, `${container.id}\r\neth0`);
    host.write(`data/ipam/${name}/last_reserved_ip.0`, ip);
    makeLink(host, ip, container);
  }
}

/** The link as Silk makes it, command for command: names, MACs, addresses, neighbours, the route and the sysctls. */
function makeLink(host: Host, ip: string, container: Container): void {
  const end = hostLinkOf(ip);
  const peer = ['peer', 'name', 'eth0', 'address', macOf(ip), 'netns', container.handle];
  host.exec('ip', 'link', 'add', end, 'address', macOf(ip, 'aa:aa'), 'mtu', '1450', 'type', 'veth', ...peer);
  const ends = [
    { run: host.exec.bind(host), dev: end, own: '169.254.0.1', other: ip, otherMac: macOf(ip) },
    {
      run: (...argv: string[]) => inContainer(container, ...argv),
      dev: 'eth0',
      own: ip,
      other: '169.254.0.1',
      otherMac: macOf(ip, 'aa:aa'),
    },
  ];
  for (const { run, dev, own, other, otherMac } of ends) {
    run('ip', 'addr', 'add', own, 'peer', `${other}/32`, 'dev', dev, 'scope', 'link');
    run('ip', 'link', 'set', dev, 'arp', 'off', 'up');
    run('ip', 'neigh', 'add', other, 'lladdr', otherMac, 'dev', dev, 'nud', 'permanent');
    run('sysctl', '-qw', `net.ipv4.conf.${dev}.rp_filter=1`, `net.ipv6.conf.${dev}.disable_ipv6=1`);
  }
  inContainer(container, 'ip', 'route', 'add', 'default', 'via', '169.254.0.1', 'dev', 'eth0', 'src', ip);
}

function ping(from: Container, ip: string): void {
  inContainer(from, 'ping', '-c', '1', '-W', '3', ip);
}

function migrated() {
  const host = new Host();
  const [stays, lost] = [host.addContainer('stays'), host.addContainer('lost')];
  attachByGoSilk(host, new Map([['10.255.30.2', stays]]).set('10.255.30.3', lost));
  const config = network(host);
  const [old, oldLost] = [stays, lost].map((container) => new Attachment(host, container, config));
  if (old === undefined || oldLost === undefined) throw new Error('no attachments');
  return { host, config, stays, lost, old, oldLost };
}

test('docs/migrate.md, from the Go silk-cni: containers go on, and no address is given twice', () => {
  const { host, config, stays, lost, old } = migrated();
  const fresh = [1, 2, 3].map((number) => new Attachment(host, host.addContainer(`fresh${number}`), config));
  for (const attachment of fresh) {
    attachment.add();
    ping(stays, attachment.ip);
    ping(attachment.container, '10.255.30.3');
  }
  expect(fresh.map(({ ip }) => ip)).toEqual(['10.255.30.4', '10.255.30.5', '10.255.30.6']);
  const late = new Attachment(host, host.addContainer('late'), config);
  expect(late.tryAdd().error?.code).toBe(100);
  // Attached already, although ours has no claim of it.
  expect(old.tryAdd().error?.code).toBe(103);
  ping(stays, '10.255.30.3');
  const store = datastore(host);
  expect(Object.keys(store)).toEqual([stays, lost, ...fresh.map(({ container }) => container)].map((c) => c.handle));
  expect(store[stays.handle]).toEqual({ handle: stays.handle, ip: '10.255.30.2', metadata: { app_id: 'web' } });
});

test('docs/migrate.md, from the Go silk-cni: DEL takes link, address and entry, and nothing is left', () => {
  const { host, config, stays, lost, old, oldLost } = migrated();
  const fresh = new Attachment(host, host.addContainer('fresh'), config);
  fresh.add();
  old.del();
  expect(links(stays.netns)).toEqual([]);
  expect(hostLinkNames(host.netns)).toEqual(['s-010255030003', 's-010255030004']);
  expect(reservations(networkDir(host, name))).toEqual({ '10.255.30.3': 'lost eth0', '10.255.30.4': 'fresh eth0' });
  ping(fresh.container, '10.255.30.3');

  host.removeContainer(lost);
  oldLost.del({ netns: '' });
  expect(Object.keys(datastore(host))).toEqual([fresh.container.handle]);
  old.add();
  expect(old.ip).not.toBe(fresh.ip);
  ping(stays, fresh.ip);
  for (const attachment of [old, fresh]) attachment.del();
  expect({ ...holdings(host, stays, fresh.container), reservations: reservations(networkDir(host, name)) }).toEqual(
    nothing,
  );
});
