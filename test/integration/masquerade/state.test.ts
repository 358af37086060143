import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts, Host } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { hostLinkNames } from '../../support/kernel-state.ts';
import { holdings, nothing } from '../../support/leftovers.ts';
import { attachMasqueraded } from '../../support/masqueraded.ts';
import { silkNetwork, subnetFileText } from '../../support/network.ts';
import {
  allForwardRules,
  dropForwarding,
  forwardChain,
  iptables,
  nft,
  nftablesState,
  noNftables,
} from '../../support/nftables.ts';
import { callPlugin } from '../../support/plugin-call.ts';
import { silkCni } from '../../support/project.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const subnet = '10.255.30.0/24';

test('one table serves all containers, and goes with the last one', () => {
  const host = new Host();
  const [one, two] = [attachMasqueraded(host), attachMasqueraded(host)];
  expect(nftablesState(host)).toEqual({
    ...noNftables,
    hasTable: true,
    containers: [one.ip, two.ip],
    inside: [subnet],
  });
  expect(nft(host, 'list', 'chain', 'ip', 'silk', 'postrouting')).toBe(`table ip silk {
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr @containers ip daddr != @inside oifname != "s-*" oifname != "silk-*" masquerade fully-random comment "silk"
	}
}
`);
  for (const each of [one, two]) each.check();
  one.del();
  expect(nftablesState(host).containers).toEqual([two.ip]);
  two.check();
  two.del();
  expect(nft(host, 'list', 'ruleset')).toBe('');
});

test('without ipMasq there is nothing of us in nftables, with noMasquerade alone neither', () => {
  const host = new Host();
  attachMasqueraded(host, { ipMasq: false, noMasquerade: [subnet] }).check();
  expect(nft(host, 'list', 'ruleset')).toBe('');
});

describe('a FORWARD chain that drops', () => {
  test('gets our rules at its end once, and loses them with the last container', () => {
    const host = new Host();
    dropForwarding(host);
    const before = forwardChain(host);
    const [one, two] = [attachMasqueraded(host), attachMasqueraded(host)];
    expect(forwardChain(host)).toEqual([...before, ...allForwardRules]);
    one.check();
    one.del();
    expect(forwardChain(host)).toEqual([...before, ...allForwardRules]);
    two.del();
    expect(forwardChain(host)).toEqual(before);
    expect(nftablesState(host)).toEqual(noNftables);
  });

  test('that accepts gets none', () => {
    const host = new Host();
    iptables(host, '-A FORWARD -i docker0 -j ACCEPT');
    attachMasqueraded(host).check();
    expect(nftablesState(host).forwardRules).toEqual([]);
  });

  test('keeps our rules known through iptables-save and iptables-restore', () => {
    const host = new Host();
    dropForwarding(host);
    const one = attachMasqueraded(host);
    host.exec('sh', '-c', 'iptables-nft-save | iptables-nft-restore');
    one.check();
    attachMasqueraded(host).del();
    expect(nftablesState(host).forwardRules).toEqual(allForwardRules);
    one.del();
    expect(nftablesState(host)).toEqual(noNftables);
  });

  test('that comes to drop after the ADD is what CHECK tells, and the next ADD mends', () => {
    const host = new Host();
    const one = attachMasqueraded(host);
    dropForwarding(host);
    expect(one.tryCheck().error?.msg).toContain('found policy drop and no rule "silk: from containers"');
    attachMasqueraded(host);
    one.check();
  });

  test('gets a rule of its own for a VTEP of another name, which goes with the others', () => {
    const host = new Host();
    dropForwarding(host);
    const before = forwardChain(host);
    const ours = '-A FORWARD -i flannel.1 -o s-+ -m comment --comment "silk: flannel.1 to containers" -j ACCEPT';
    const plain = attachMasqueraded(host);
    const named = attachMasqueraded(host, { vtepName: 'flannel.1' });
    expect(forwardChain(host)).toEqual([...before, ...allForwardRules, ours]);
    named.check();
    iptables(host, '-D FORWARD 7');
    expect(named.tryCheck().error?.msg).toContain('no rule "silk: flannel.1 to containers"');
    plain.check();
    for (const each of [plain, named]) each.del();
    expect(forwardChain(host)).toEqual(before);
  });
});

const prefixes = [
  {
    name: 'its own',
    over: { noMasquerade: ['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/8'] },
    inside: ['0.0.0.0/8', '10.0.0.0/8'],
  },
  { name: 'none', over: { noMasquerade: [] }, inside: [] },
  { name: 'all there are', over: { noMasquerade: ['0.0.0.0/0'] }, inside: ['0.0.0.0/0'] },
  { name: "the host's subnet", over: {}, inside: [subnet] },
];

test.each(prefixes)('not masqueraded: $name', ({ over, inside }) => {
  const host = new Host();
  const one = attachMasqueraded(host, over);
  expect(nftablesState(host).inside).toEqual(inside);
  one.check();
});

test('not masqueraded: the overlay network that the subnet file tells, though addresses and MTU are given', () => {
  const host = new Host();
  host.write('subnet.env', subnetFileText());
  const ipam = { type: 'silk-ipam', ranges: [[{ subnet }]] };
  attachMasqueraded(host, { subnet: undefined, subnetFile: host.subnetFile, ipam }).check();
  expect(nftablesState(host).inside).toEqual(['10.255.0.0/16']);
});

test('not masqueraded: the network that a VTEP of another name has on it', () => {
  const host = new Host();
  host.exec('ip', 'link', 'add', 'ov0', 'type', 'vxlan', 'id', '7', 'dstport', '4789');
  host.exec('ip', 'addr', 'add', '10.255.30.0/16', 'dev', 'ov0');
  attachMasqueraded(host, { vtepName: 'ov0' }).check();
  expect(nftablesState(host).inside).toEqual(['10.255.0.0/16']);
});

test('prefixes of several networks are one set: what overlaps becomes the larger', () => {
  const host = new Host();
  attachMasqueraded(host, { noMasquerade: ['10.255.30.0/24', '10.255.255.0/24', '192.0.2.0/24'] });
  attachMasqueraded(host, { noMasquerade: ['10.255.30.0/25'] });
  expect(nftablesState(host).inside).toEqual(['10.255.255.0/24', '10.255.30.0/24', '192.0.2.0/24']);
  const last = attachMasqueraded(host, { noMasquerade: ['10.255.0.0/16', '10.254.0.0/16'] });
  last.check();
  expect(nftablesState(host).inside).toEqual(['10.254.0.0/16', '10.255.0.0/16', '192.0.2.0/24']);
});

describe('nothing stays', () => {
  test('after an ADD that fails when it masquerades already', () => {
    const host = new Host();
    dropForwarding(host);
    const network = silkNetwork(host, { ipMasq: true });
    host.write('store/container.json', 'no datastore');
    const failed = new Attachment(host, host.addContainer(), network);
    expect(failed.tryAdd().error?.code).toBe(109);
    expect({ ...nftablesState(host), links: hostLinkNames(host.netns) }).toEqual({ ...noNftables, links: [] });
  });

  test.each([
    { name: 'ipMasq is off by then', over: { ipMasq: false } },
    { name: 'the configuration is broken by then', over: { ipMasq: 'x', noMasquerade: 7, subnet: null } },
  ])('after a DEL where $name', ({ over }) => {
    const host = new Host();
    const one = attachMasqueraded(host);
    one.del({ config: { ...one.withPrevResult(), ...over } });
    expect(nftablesState(host)).toEqual(noNftables);
  });

  test('after a DEL without prevResult, the namespace gone and its link with it', () => {
    const host = new Host();
    const one = attachMasqueraded(host);
    host.removeContainer(one.container);
    one.del({ config: one.network, netns: '' });
    expect({ ...nftablesState(host), reservations: holdings(host).reservations }).toEqual({
      ...noNftables,
      reservations: {},
    });
  });

  test('after a DEL with addresses of another plugin, the namespace gone and its link with it', () => {
    const host = new Host();
    const ipam = { type: 'host-local', dataDir: host.dataDir, ranges: [[{ subnet }]] };
    const network = silkNetwork(host, { ipMasq: true, ipam, noMasquerade: [subnet], cniVersion: '1.0.0' });
    const one = new Attachment(host, host.addContainer(), network);
    one.add();
    expect(nftablesState(host).containers).toEqual([one.ip]);
    host.removeContainer(one.container);
    one.del({ netns: '' });
    expect(nftablesState(host)).toEqual(noNftables);
  });

  test('after a GC that lists nothing, of addresses of any network that no link bears', () => {
    const host = new Host();
    const [one, gone] = [attachMasqueraded(host), attachMasqueraded(host, { name: 'red', subnet: '10.255.31.0/24' })];
    host.removeContainer(gone.container);
    expect(nftablesState(host).containers).toEqual([one.ip, gone.ip]);
    const valid = [{ containerID: one.container.id, ifname: 'eth0' }];
    gc(host, one.network, valid);
    expect(nftablesState(host).containers).toEqual([one.ip]);
    one.check();
    gc(host, one.network, []);
    expect(nftablesState(host)).toEqual(noNftables);
    expect(holdings(host)).toEqual({ ...nothing, handles: [gone.container.handle] });
  });

  test("after the DEL of a container whose namespace is gone, while its address is another's", () => {
    const host = new Host();
    const range = { subnet: '10.255.30.0/30' };
    const one = attachMasqueraded(host, range);
    const before = one.withPrevResult();
    one.del();
    const next = attachMasqueraded(host, range);
    expect(next.ip).toBe(one.ip);
    one.del({ config: before, netns: '' });
    next.check();
    expect(nftablesState(host).containers).toEqual([next.ip]);
  });
});

function gc(host: Host, network: JsonObject, valid: readonly JsonObject[]): void {
  const config = { ...network, 'cni.dev/valid-attachments': valid };
  expect(callPlugin(host, silkCni, { command: 'GC', config })).toMatchObject({ code: 0, stdout: '' });
}
