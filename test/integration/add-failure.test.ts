import { closeSync, openSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host, inContainer } from '../support/host.ts';
import { linkNames, namespaceState } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { cniPath, silkNetwork } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function newAttachment(over = {}): Attachment {
  const host = new Host();
  return new Attachment(host, host.addContainer(), silkNetwork(host, over));
}

describe('ADD that fails leaves nothing:', () => {
  test('the interface exists in the container, and is left alone', () => {
    const attachment = newAttachment();
    const { host, container } = attachment;
    inContainer(container, 'ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'other');
    const before = namespaceState(container.netns);
    expect(attachment.tryAdd().error?.code).toBe(103);
    expect(namespaceState(container.netns)).toBe(before);
    expect(holdings(host)).toEqual(nothing);
  });

  test("the host link's name is taken by another link, which is left alone", () => {
    const attachment = newAttachment();
    const { host, container } = attachment;
    host.exec('ip', 'link', 'add', 's-010255030002', 'type', 'bridge');
    const before = namespaceState(host.netns);
    const outcome = attachment.tryAdd();
    // Either the address is passed over, or ADD is refused; the other link stays as it is.
    if (outcome.code === 0) expect(attachment.ip).toBe('10.255.30.3');
    if (outcome.code === 0) attachment.del();
    expect(namespaceState(host.netns)).toBe(before);
    expect(holdings(host, container).reservations).toEqual({});
  });

  test.each([
    { name: 'a namespace that does not exist', netns: '/run/netns/silk-t-nowhere', code: 4 },
    { name: 'a file that is no namespace', netns: '/etc/hostname', code: 4 },
    { name: 'a namespace of another kind', netns: '/proc/self/ns/mnt', code: 4 },
    { name: "the plugin's own namespace", netns: '/proc/self/ns/net', code: 8 },
  ])('$name', ({ netns, code }) => {
    const attachment = newAttachment();
    const outcome = attachment.tryAdd({ netns });
    expect(outcome.error?.code).toBe(code);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
    expect(linkNames(attachment.host.netns)).toEqual([]);
  });

  test('every address is taken', () => {
    const host = new Host();
    const network = silkNetwork(host, { subnet: '10.255.30.0/30' });
    const first = new Attachment(host, host.addContainer(), network);
    first.add();
    const second = new Attachment(host, host.addContainer(), network);
    const outcome = second.tryAdd();
    expect(outcome.error?.code).toBe(100);
    expect(outcome.error?.details).not.toBe('');
    expect(holdings(host).reservations).toEqual({ '10.255.30.2': 'c1 eth0' });
    expect(linkNames(second.container.netns)).toEqual([]);
    first.del();
    second.add();
  });

  test.each([
    { name: 'stdin is empty', config: '' },
    { name: 'stdin is no JSON', config: '{"cniVersion": ' },
    { name: 'stdin is an array', config: '[]' },
  ])('$name', ({ config }) => {
    const attachment = newAttachment();
    const outcome = attachment.tryAdd({ config });
    expect(outcome.error?.code).toBe(6);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  });

  test('stdout is full', () => {
    const attachment = newAttachment();
    const full = openSync('/dev/full', 'w');
    const outcome = attachment.tryAdd({ stdoutFd: full });
    closeSync(full);
    expect(outcome.code).not.toBe(0);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  });

  test('the reader of stdout is gone', () => {
    const attachment = newAttachment();
    const pipe = `${attachment.host.dir}/pipe`;
    const script = `mkfifo ${pipe}; exec 3<>${pipe} 4>${pipe} 3<&-; exec "$0" >&4`;
    const outcome = attachment.tryAdd({ wrapper: ['/bin/sh', '-c', script], env: { PATH: '/usr/bin:/bin' } });
    expect(outcome.code).toBe(1);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  });

  test('the datastore cannot be written, and the datastore stays as it is', () => {
    const attachment = newAttachment();
    const { host, container } = attachment;
    host.write('store/container.json/in-the-way', 'a directory where the file should be');
    const outcome = attachment.tryAdd();
    expect(outcome.code).toBe(1);
    const { hostLinks, containerLinks, reservations: held } = { ...nothing, ...safeHoldings(host, container) };
    expect({ hostLinks, containerLinks, held }).toEqual({ hostLinks: [], containerLinks: [], held: {} });
  });
});

describe('ADD with a foreign IPAM plugin that', () => {
  test('fails: its DEL is called and its code passed on', () => {
    const attachment = newAttachment({ ipam: { type: 'broken' } });
    const plugin = scriptPlugin(attachment.host, 'broken', failingOn('ADD', 142));
    const outcome = attachment.tryAdd({ path: cniPath(plugin.dir) });
    expect(outcome.error?.code).toBe(142);
    expect(plugin.commands()).toEqual(['ADD', 'DEL']);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  });

  test.each([
    { name: 'gives no address', body: `[ $CNI_COMMAND = ADD ] && echo '{"cniVersion":"1.0.0","ips":[]}'` },
    { name: 'gives an IPv6 address only', body: fixedIpam('fd00::5/64', 'fd00::1') },
    { name: 'prints something else', body: '[ $CNI_COMMAND = ADD ] && echo hello' },
    { name: 'fails without a word', body: '[ $CNI_COMMAND = ADD ] && exit 3' },
  ])('$name: its DEL is called', ({ body }) => {
    const attachment = newAttachment({ ipam: { type: 'odd' } });
    const plugin = scriptPlugin(attachment.host, 'odd', `${body}\nexit 0`);
    const outcome = attachment.tryAdd({ path: cniPath(plugin.dir) });
    expect(Number(outcome.error?.code)).toBeGreaterThanOrEqual(100);
    expect(plugin.commands()).toEqual(['ADD', 'DEL']);
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  });

  test('succeeds, when ADD itself then fails: its DEL is called, and the address given back', () => {
    const host = new Host();
    const container = host.addContainer();
    const ipam = { type: 'host-local', subnet: '10.1.2.0/24', dataDir: `${host.dir}/hl` };
    const attachment = new Attachment(
      host,
      container,
      silkNetwork(host, { cniVersion: '1.0.0', ipam, subnet: undefined }),
    );
    const full = openSync('/dev/full', 'w');
    expect(attachment.tryAdd({ stdoutFd: full }).code).not.toBe(0);
    closeSync(full);
    expect(reservations(`${host.dir}/hl/blue`)).toEqual({});
    expect(holdings(host, container)).toEqual(nothing);
  });

  test('is not there: the error names it', () => {
    const attachment = newAttachment({ ipam: { type: 'no-such-ipam' } });
    const outcome = attachment.tryAdd();
    expect(outcome.error?.code).toBe(4);
    expect(outcome.error?.msg).toContain('no-such-ipam');
  });
});

/** The holdings but for the datastore, which is no file here. */
function safeHoldings(host: Host, container: Attachment['container']) {
  host.exec('rm', '-r', host.datastore);
  return holdings(host, container);
}
