import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts, enter, type Host } from '../../support/host.ts';
import { sendOverTcp } from '../../support/netcat.ts';
import { silkNetwork } from '../../support/network.ts';
import { dropForwarding, iptables, nft } from '../../support/nftables.ts';
import { OverlayNetwork } from '../../support/overlay-network.ts';
import { capture } from '../../support/packet-capture.ts';
import { projectRoot } from '../../support/project.ts';
import { run } from '../../support/run.ts';
import { Underlay } from '../../support/underlay.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const hostIp = '198.51.100.1';
const outsideIp = '198.51.100.9';

/** Whether a namespace is answered from an address: it asks each second, a busy machine may be late. */
function reaches(netns: string, ip: string, patienceSeconds = 3): boolean {
  return run([...enter(netns), 'ping', '-n', '-c', '1', '-w', `${patienceSeconds}`, ip]).code === 0;
}

interface Sight {
  /** Who listens on its eth0. */
  readonly at: { readonly host: Host; readonly netns: string };
  readonly from: string;
  readonly to: string;
}

/** The source that echo requests have where they arrive. */
async function sourceSeen({ at, from, to }: Sight): Promise<string | undefined> {
  const ears = await capture(at.host, { netns: at.netns, device: 'eth0', filter: 'icmp[icmptype] == icmp-echo' });
  reaches(from, to, 2);
  const frames = await ears.stop((heard) => heard.length > 0);
  return frames[0]?.ipv4?.source;
}

describe.each([
  { name: 'where forwarding is open', prepare: () => {} },
  { name: 'where Docker has set FORWARD to DROP', prepare: dropForwarding },
])('to a host outside that knows nothing of the overlay, $name', ({ prepare }) => {
  let host: Host;
  let outside: Host;

  beforeEach(() => {
    const underlay = new Underlay();
    host = underlay.addHost({ ip: `${hostIp}/24` });
    outside = underlay.addHost({ ip: `${outsideIp}/24` });
    outside.exec('ip', 'route', 'del', 'default');
    prepare(host);
  });

  function attach(over = {}): Attachment {
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { ipMasq: true, ...over }));
    attachment.add();
    return attachment;
  }

  test("a container goes under its host's address, is answered, and speaks TCP", async () => {
    const { netns } = attach().container;
    const sight = { at: { host: outside, netns: outside.netns }, from: netns, to: outsideIp };
    expect(await sourceSeen(sight)).toBe(hostIp);
    expect(reaches(netns, outsideIp)).toBe(true);
    const to = { netns: outside.netns, ip: outsideIp };
    const file = host.write('hello', 'hello\n');
    expect(await sendOverTcp(host, { from: { netns }, to, port: 9999, program: 'cat', file })).toBe('hello\n');
  });

  test('one without ipMasq beside it shows its own address', async () => {
    attach();
    const plain = attach({ ipMasq: false });
    // Where FORWARD drops, the rules that the other needs let this one through as well.
    const sight = { at: { host: outside, netns: outside.netns }, from: plain.container.netns, to: outsideIp };
    expect(await sourceSeen(sight)).toBe(plain.ip);
  });

  test('a container shows its own address to a noMasquerade prefix', async () => {
    const one = attach({ noMasquerade: ['198.51.100.0/24'] });
    outside.exec('ip', 'route', 'add', '10.255.30.0/24', 'via', hostIp);
    const sight = { at: { host: outside, netns: outside.netns }, from: one.container.netns, to: outsideIp };
    expect(await sourceSeen(sight)).toBe(one.ip);
    expect(reaches(one.container.netns, outsideIp)).toBe(true);
  });

  test('containers of two networks on one host show each other their own addresses', async () => {
    const one = attach();
    const other = attach({ name: 'red', subnet: '10.1.2.0/24', noMasquerade: [] });
    // Nobody's prefix: that it goes by a container's link is what counts.
    const there = { host, netns: other.container.netns };
    expect(await sourceSeen({ at: there, from: one.container.netns, to: other.ip })).toBe(one.ip);
    expect(reaches(other.container.netns, one.ip)).toBe(true);
  });

  test('after the last DEL the host masquerades no more', async () => {
    attach().del();
    const plain = attach({ ipMasq: false });
    outside.exec('ip', 'route', 'add', '10.255.30.0/24', 'via', hostIp);
    const isOpen = prepare !== dropForwarding;
    expect(reaches(plain.container.netns, outsideIp, isOpen ? 3 : 1)).toBe(isOpen);
  });
});

describe('from outside, where FORWARD is set to DROP', () => {
  test('nobody comes in to a container but by a published port', async () => {
    const underlay = new Underlay();
    const host = underlay.addHost({ ip: `${hostIp}/24` });
    const outside = underlay.addHost({ ip: `${outsideIp}/24` });
    outside.exec('ip', 'route', 'add', '10.255.30.0/24', 'via', hostIp);
    dropForwarding(host);
    const one = new Attachment(host, host.addContainer(), silkNetwork(host, { ipMasq: true }));
    one.add();
    expect(reaches(outside.netns, one.ip, 1)).toBe(false);
    iptables(host, `-t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination ${one.ip}:8080`);
    const file = host.write('hello', 'hello\n');
    const listening = { netns: one.container.netns, ip: hostIp };
    // The listener waits in the container on 8080; the one outside asks the host for 80.
    expect(
      await sendOverTcp(host, { from: outside, to: listening, port: 8080, askedPort: 80, program: 'cat', file }),
    ).toBe('hello\n');
  });
});

test('what no rule of ours can let through, the commands of docs/troubleshooting.md do', () => {
  const underlay = new Underlay();
  const host = underlay.addHost({ ip: `${hostIp}/24` });
  underlay.addHost({ ip: `${outsideIp}/24` });
  const one = new Attachment(host, host.addContainer(), silkNetwork(host, { ipMasq: true }));
  one.add();
  const isThrough = (patienceSeconds?: number) => reaches(one.container.netns, outsideIp, patienceSeconds);
  expect(isThrough()).toBe(true);
  const page = readFileSync(join(projectRoot, 'docs/troubleshooting.md'), 'utf8');
  const commands = page.match(/iptables -I FORWARD -[io] s-\+ -j ACCEPT/g) ?? [];
  expect(commands).toHaveLength(2);
  host.exec('iptables-legacy', '-P', 'FORWARD', 'DROP');
  expect(isThrough(1)).toBe(false);
  for (const command of commands) host.exec('sh', '-c', command.replace('iptables', 'iptables-legacy'));
  expect(isThrough()).toBe(true);
  nft(
    host,
    'add table inet firewall; add chain inet firewall f { type filter hook forward priority 10; policy drop; }',
  );
  expect(isThrough(1)).toBe(false);
  for (const way of ['iifname', 'oifname']) nft(host, `add rule inet firewall f ${way} "s-*" accept`);
  expect(isThrough()).toBe(true);
});

describe('inside the overlay, where FORWARD is set to DROP on both hosts', () => {
  test('a container shows its own address to one on another host, and is reached from there', async () => {
    const network = new OverlayNetwork([144, 138]);
    for (const { host } of network.hosts) dropForwarding(host);
    const [here, there] = network.hosts;
    // The default: the host's own subnet, which says nothing of the other host's.
    const from = network.addContainer(here, { ipMasq: true });
    const to = network.addContainer(there, { ipMasq: true });
    expect(await sourceSeen({ at: { host: there.host, netns: to.netns }, from: from.netns, to: to.ip })).toBe(from.ip);
    expect([reaches(from.netns, to.ip), reaches(to.netns, from.ip)]).toEqual([true, true]);
    // A host of the overlay reaches containers too, from its VTEP's address.
    expect(reaches(here.host.netns, to.ip)).toBe(true);
  });
});
