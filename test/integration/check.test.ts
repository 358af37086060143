import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host, inContainer } from '../support/host.ts';
import { namespaceState, setSysctl } from '../support/kernel-state.ts';
import { networkDir } from '../support/leftovers.ts';
import { silkNetwork, versionsWithCheck } from '../support/network.ts';
import { treeState } from '../support/tree.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function added(over = {}): Attachment {
  const host = new Host();
  const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, over));
  attachment.add();
  return attachment;
}

interface Drift {
  readonly name: string;
  readonly change: (attachment: Attachment) => void;
  /** Words that the report has to hold. */
  readonly says: readonly string[];
}

const hostEnd = 's-010255030002';

/** A drift made by `ip` in the container. */
function inside(name: string, command: string, ...says: string[]): Drift {
  return { name, says, change: ({ container }) => inContainer(container, 'ip', ...command.split(' ')) };
}

/** A drift made by `ip` on the host. */
function outside(name: string, command: string, ...says: string[]): Drift {
  return { name, says, change: ({ host }) => host.exec('ip', ...command.split(' ')) };
}

const drifts: readonly Drift[] = [
  inside('link down', 'link set eth0 down', 'eth0', 'down'),
  inside('MAC changed', 'link set eth0 address 02:00:00:00:00:01', 'eth0', '02:00:00:00:00:01', 'ee:ee:0a:ff:1e:02'),
  inside('MTU raised', 'link set eth0 mtu 1500', 'eth0', '1500', '1410'),
  inside('ARP on', 'link set eth0 arp on', 'eth0', 'ARP'),
  inside('address removed', 'addr del 10.255.30.2 peer 169.254.0.1 dev eth0', 'eth0', '10.255.30.2'),
  inside('neighbour removed', 'neigh del 169.254.0.1 dev eth0', 'eth0', '169.254.0.1'),
  inside(
    'neighbour changed',
    'neigh replace 169.254.0.1 dev eth0 lladdr 02:00:00:00:00:02',
    'eth0',
    '02:00:00:00:00:02',
  ),
  inside(
    'neighbour not permanent',
    'neigh replace 169.254.0.1 dev eth0 lladdr aa:aa:0a:ff:1e:02 nud reachable',
    'eth0',
    '169.254.0.1',
  ),
  inside('default route removed', 'route del default', 'eth0', '0.0.0.0/0'),
  inside('link removed', 'link del eth0', 'eth0'),
  inside('link renamed', 'link set eth0 down name eth9', 'eth0'),
  {
    name: 'rp_filter changed in the container',
    change: ({ container }) => setSysctl(container.netns, 'net/ipv4/conf/eth0/rp_filter', '0'),
    says: ['rp_filter', '0'],
  },
  {
    name: 'IPv6 on in the container',
    change: ({ container }) => setSysctl(container.netns, 'net/ipv6/conf/eth0/disable_ipv6', '0'),
    says: ['disable_ipv6', '0'],
  },
  outside('host link down', `link set ${hostEnd} down`, hostEnd, 'down'),
  outside('host MAC changed', `link set ${hostEnd} address 02:00:00:00:00:03`, hostEnd, '02:00:00:00:00:03'),
  outside('host MTU changed', `link set ${hostEnd} mtu 1400`, hostEnd, '1400', '1410'),
  outside('host ARP on', `link set ${hostEnd} arp on`, hostEnd, 'ARP'),
  outside('host address removed', `addr del 169.254.0.1 peer 10.255.30.2 dev ${hostEnd}`, hostEnd, '169.254.0.1'),
  outside('host neighbour removed', `neigh del 10.255.30.2 dev ${hostEnd}`, hostEnd, '10.255.30.2'),
  outside(
    'host neighbour changed',
    `neigh replace 10.255.30.2 dev ${hostEnd} lladdr 02:00:00:00:00:04`,
    '02:00:00:00:00:04',
  ),
  {
    name: 'rp_filter changed on the host',
    change: ({ host }) => setSysctl(host.netns, `net/ipv4/conf/${hostEnd}/rp_filter`, '0'),
    says: ['rp_filter', '0'],
  },
  {
    name: 'forwarding off',
    change: ({ host }) => setSysctl(host.netns, 'net/ipv4/ip_forward', '0'),
    says: ['ip_forward', '0'],
  },
  {
    name: 'reservation removed',
    change: ({ host }) => rmSync(join(networkDir(host), '10.255.30.2')),
    says: ['reservation'],
  },
  {
    name: 'reservation of another container',
    change: ({ host }) => writeFileSync(join(networkDir(host), '10.255.30.2'), 'another\r\neth0'),
    says: ['reservation'],
  },
  {
    name: 'reservation cut off',
    change: ({ host }) => writeFileSync(join(networkDir(host), '10.255.30.2'), ''),
    says: ['reservation'],
  },
];

describe('CHECK', () => {
  test.each(versionsWithCheck.map((version) => ({ name: version, version })))(
    'of a link as ADD made it says nothing: $name',
    ({ version }) => {
      const attachment = added({ cniVersion: version });
      const outcome = attachment.tryCheck();
      expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    },
  );

  test.each(drifts.map((drift) => ({ ...drift })))('reports $name, and repairs nothing', ({ change, says }) => {
    const attachment = added();
    change(attachment);
    const { host, container } = attachment;
    const before = [namespaceState(host.netns), namespaceState(container.netns), treeState(host.dir)];
    const outcome = attachment.tryCheck();
    expect(outcome.code).toBe(1);
    const report = `${outcome.error?.msg} ${outcome.error?.details}`;
    for (const word of says) expect(report).toContain(word);
    expect([namespaceState(host.netns), namespaceState(container.netns), treeState(host.dir)]).toEqual(before);
  });

  test('lists all that differs', () => {
    const attachment = added();
    const several = drifts.filter(({ name }) =>
      [
        'MTU raised',
        'ARP on',
        'host neighbour removed',
        'rp_filter changed on the host',
        'reservation removed',
      ].includes(name),
    );
    for (const { change } of several) change(attachment);
    const outcome = attachment.tryCheck();
    expect(outcome.error?.code).toBe(107);
    const lines = outcome.error?.details.split('\n') ?? [];
    for (const { says } of several) {
      expect(lines.some((line) => says.every((word) => line.includes(word)))).toBe(true);
    }
  });

  test.each([
    { name: 'the namespace is gone', call: { netns: '/run/netns/silk-t-nowhere' } },
    { name: 'the namespace is a file', call: { netns: '/etc/hostname' } },
  ])('fails when $name', ({ call }) => {
    expect([3, 4]).toContain(added().tryCheck(call).error?.code);
  });

  test('fails for an attachment that was never added', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    const other = new Attachment(host, host.addContainer(), silkNetwork(host));
    other.add();
    const config = other.withPrevResult();
    expect(attachment.tryCheck({ config }).code).toBe(1);
  });

  test("fails when prevResult is another attachment's", () => {
    const attachment = added();
    const { host } = attachment;
    const other = new Attachment(host, host.addContainer(), silkNetwork(host));
    other.add();
    expect(attachment.tryCheck({ config: other.withPrevResult() }).code).toBe(1);
  });
});
