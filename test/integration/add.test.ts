import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host, inContainer } from '../support/host.ts';
import { dig } from '../support/json.ts';
import { ipText, linkNames, namespaceState, sysctl } from '../support/kernel-state.ts';
import { datastore, holdings, networkDir } from '../support/leftovers.ts';
import { cniPath, silkNetwork, type Version, versions } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';
import { fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** The seed's container: 10.255.108.184, MTU 1410. */
function seedAttachment(host = new Host()): Attachment {
  const range = { subnet: '10.255.108.0/24', rangeStart: '10.255.108.184' };
  const network = silkNetwork(host, { ipam: { type: 'silk-ipam', ranges: [[range]] } });
  return new Attachment(host, host.addContainer(), network);
}

/** The kernel works out a link's operational state a little after its flags. */
function carrierSettled(netns: string, name: string): Promise<void> {
  return until(
    `${name} to be operational`,
    () => ipText(netns, 'link', 'show', name)[0]?.includes('state UP') === true,
  );
}

describe('ADD makes the link of the seed', () => {
  test('on the container side, as ip prints it', async () => {
    const attachment = seedAttachment();
    attachment.add();
    const { netns } = attachment.container;
    await carrierSettled(netns, 'eth0');
    expect(ipText(netns, 'addr', 'show', 'dev', 'eth0')).toEqual([
      'eth0@if: <BROADCAST,MULTICAST,NOARP,UP,LOWER_UP> mtu 1410 qdisc noqueue state UP group default',
      'link/ether ee:ee:0a:ff:6c:b8 brd ff:ff:ff:ff:ff:ff',
      'inet 10.255.108.184 peer 169.254.0.1/32 scope link eth0',
    ]);
    expect(ipText(netns, 'route')).toEqual([
      'default via 169.254.0.1 dev eth0 src 10.255.108.184',
      '169.254.0.1 dev eth0 proto kernel scope link src 10.255.108.184',
    ]);
    expect(ipText(netns, 'neigh')).toEqual(['169.254.0.1 dev eth0 lladdr aa:aa:0a:ff:6c:b8 PERMANENT']);
    expect(ipText(netns, '-6', 'route')).toEqual([]);
  });

  test('on the host side, as ip prints it', async () => {
    const attachment = seedAttachment();
    attachment.add();
    const { netns } = attachment.host;
    const name = 's-010255108184';
    await carrierSettled(netns, name);
    const shown = ipText(netns, 'addr', 'show', 'dev', name).filter((line) => !line.startsWith('alias'));
    expect(shown).toEqual([
      `${name}@if: <BROADCAST,MULTICAST,NOARP,UP,LOWER_UP> mtu 1410 qdisc noqueue state UP group default`,
      'link/ether aa:aa:0a:ff:6c:b8 brd ff:ff:ff:ff:ff:ff',
      `inet 169.254.0.1 peer 10.255.108.184/32 scope link ${name}`,
    ]);
    expect(ipText(netns, 'neigh')).toEqual([`10.255.108.184 dev ${name} lladdr ee:ee:0a:ff:6c:b8 PERMANENT`]);
    expect(ipText(netns, 'route')).toEqual([`10.255.108.184 dev ${name} proto kernel scope link src 169.254.0.1`]);
  });

  test('with IPv6 off, rp_filter 1 and the host forwarding', () => {
    const host = new Host();
    host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=0');
    const attachment = seedAttachment(host);
    attachment.add();
    for (const [netns, name] of [
      [attachment.container.netns, 'eth0'],
      [host.netns, 's-010255108184'],
    ] as const) {
      expect(sysctl(netns, `net/ipv6/conf/${name}/disable_ipv6`)).toBe('1');
      expect(sysctl(netns, `net/ipv4/conf/${name}/rp_filter`)).toBe('1');
    }
    expect(sysctl(host.netns, 'net/ipv4/ip_forward')).toBe('1');
  });

  test("the two ends are each other's peer, and the container has nothing else", () => {
    const attachment = seedAttachment();
    attachment.add();
    const inside = inContainer(attachment.container, 'cat', '/proc/net/dev').match(/^\s*(\S+):/gm);
    expect(inside?.map((name) => name.trim()).sort()).toEqual(['eth0:', 'lo:']);
    expect(linkNames(attachment.host.netns)).toEqual(['s-010255108184']);
    inContainer(attachment.container, 'ip', 'link', 'set', 'eth0', 'down');
    expect(ipText(attachment.host.netns, 'link', 'show', 's-010255108184')[0]).toContain('NO-CARRIER');
  });

  test('takes an interface name with a dot', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host), { ifname: 'eth0.7' });
    attachment.add();
    expect(sysctl(attachment.container.netns, 'net/ipv4/conf/eth0.7/rp_filter')).toBe('1');
    attachment.check();
    attachment.del();
  });
});

describe('ADD prints the result', () => {
  test.each(versions.map((version) => ({ name: version, version })))('in the shape of $name', ({ version }) => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { cniVersion: version }));
    attachment.add();
    expect(attachment.result).toEqual(expectedResult(version, attachment.container.netns));
  });

  test("with the configuration's dns", () => {
    const host = new Host();
    const dns = { nameservers: ['10.1.0.1'], domain: 'apps.internal', search: ['internal'], options: ['ndots:2'] };
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { dns }));
    expect(attachment.add()['dns']).toEqual(dns);
  });
});

/** The result for the first address of 10.255.30.0/24, by silk.md and the table of cni.md C4. */
function expectedResult(version: Version, sandbox: string): object {
  const route = { dst: '0.0.0.0/0', gw: '169.254.0.1' };
  if (version === '0.1.0' || version === '0.2.0') {
    return { cniVersion: version, ip4: { ip: '10.255.30.2/32', gateway: '169.254.0.1', routes: [route] } };
  }
  const mtu = version === '1.1.0' ? { mtu: 1410 } : {};
  const family = version.startsWith('0.') ? { version: '4' } : {};
  return {
    cniVersion: version,
    interfaces: [
      { name: 's-010255030002', mac: 'aa:aa:0a:ff:1e:02', ...mtu },
      { name: 'eth0', mac: 'ee:ee:0a:ff:1e:02', ...mtu, sandbox },
    ],
    ips: [{ ...family, address: '10.255.30.2/32', gateway: '169.254.0.1', interface: 1 }],
    routes: [route],
  };
}

describe('ADD keeps books', () => {
  test('of the address, as host-local does', () => {
    const host = new Host();
    new Attachment(host, host.addContainer(), silkNetwork(host)).add();
    expect(reservations(networkDir(host))).toEqual({ '10.255.30.2': 'c1 eth0' });
  });

  test.each([
    { name: 'null where the configuration has no metadata', over: {}, metadata: null },
    { name: "the configuration's metadata", over: { metadata: { app: 'a1', n: 3 } }, metadata: { app: 'a1', n: 3 } },
  ])('of the container in the datastore: $name', ({ over, metadata }) => {
    const host = new Host();
    const container = host.addContainer();
    const attachment = new Attachment(host, container, silkNetwork(host, over));
    attachment.add();
    const { handle } = container;
    expect(datastore(host)).toEqual({ [handle]: { handle, ip: '10.255.30.2', metadata } });
    attachment.del();
    expect(datastore(host)).toEqual({});
  });

  test('and leaves the entries of others in the datastore alone', () => {
    const host = new Host();
    const other = { handle: 'other', ip: '10.255.30.200', metadata: { kept: true }, unknown: 1 };
    host.write('store/container.json', JSON.stringify({ other }));
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    expect(datastore(host)['other']).toEqual(other);
    attachment.del();
    expect(datastore(host)).toEqual({ other });
  });
});

describe('ADD with a foreign IPAM plugin', () => {
  test('takes the address that host-local gives, and DEL gives it back', () => {
    const host = new Host();
    const ipam = { type: 'host-local', subnet: '10.1.2.0/24', dataDir: `${host.dir}/hl` };
    const attachment = new Attachment(
      host,
      host.addContainer(),
      silkNetwork(host, { cniVersion: '1.0.0', ipam, subnet: undefined }),
    );
    attachment.add();
    expect(attachment.result['ips']).toEqual([{ address: '10.1.2.2/32', gateway: '169.254.0.1', interface: 1 }]);
    expect(reservations(`${host.dir}/hl/blue`)).toEqual({ '10.1.2.2': 'c1 eth0' });
    attachment.check();
    attachment.del();
    expect(reservations(`${host.dir}/hl/blue`)).toEqual({});
    expect(holdings(host, attachment.container).hostLinks).toEqual([]);
  });

  test('hands it the whole configuration and environment', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'recorder', fixedIpam('10.9.0.5/24', '10.9.0.1'));
    const network = silkNetwork(host, { ipam: { type: 'recorder', anything: [1] }, args: { cni: { a: 1 } } });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add({ path: cniPath(plugin.dir), env: { TRACEPARENT: '00-aa-bb-01' }, args: 'IgnoreUnknown=1;A=b' });
    expect(JSON.parse(plugin.stdinOf('ADD'))).toEqual(JSON.parse(JSON.stringify(network)));
    for (const line of [
      'CNI_CONTAINERID=c1',
      'CNI_IFNAME=eth0',
      `CNI_NETNS=${attachment.container.netns}`,
      'CNI_ARGS=IgnoreUnknown=1;A=b',
      'TRACEPARENT=00-aa-bb-01',
    ]) {
      expect(plugin.envOf('ADD').split('\n')).toContain(line);
    }
    expect(dig(attachment.result, 'ips', 0, 'address')).toBe('10.9.0.5/32');
  });
});

describe('a second ADD for the same attachment', () => {
  test('is an error without side effects', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    const before = [namespaceState(host.netns), namespaceState(attachment.container.netns), holdings(host)];
    const again = attachment.tryAdd();
    expect(again.code).not.toBe(0);
    expect([102, 103]).toContain(again.error?.code);
    expect([namespaceState(host.netns), namespaceState(attachment.container.netns), holdings(host)]).toEqual(before);
    attachment.check();
    attachment.del();
    expect(reservations(networkDir(host))).toEqual({});
  });

  test('is one too when the namespace is new', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    const fresh = host.addContainer('fresh');
    const again = attachment.tryAdd({ netns: fresh.netns });
    expect(again.error?.code).toBe(102);
    expect(linkNames(fresh.netns)).toEqual([]);
    attachment.check();
  });

  test('but another interface of the same container is another attachment', () => {
    const host = new Host();
    const container = host.addContainer();
    const first = new Attachment(host, container, silkNetwork(host));
    const second = new Attachment(host, container, silkNetwork(host), { ifname: 'eth1' });
    first.add();
    const outcome = second.tryAdd();
    expect(outcome.error).toBeUndefined();
    expect(linkNames(container.netns).sort()).toEqual(['eth0', 'eth1']);
    second.del();
    first.check();
    expect(linkNames(container.netns)).toEqual(['eth0']);
  });
});
