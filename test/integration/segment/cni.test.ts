import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { learnedEndpointsPath } from '../../../src/config/segment.ts';
import { writeLearnedEndpoints } from '../../../src/peers/known-endpoints.ts';
import { Attachment } from '../../support/attachment.ts';
import { type Container, disposeHosts, inContainer } from '../../support/host.ts';
import { dig, digText, type JsonObject } from '../../support/json.ts';
import { bridgeNetwork } from '../../support/network.ts';
import type { PluginCall } from '../../support/plugin-call.ts';
import { silk, silkBridge } from '../../support/project.ts';
import { pingFrom, type SegmentHost, SegmentHosts } from '../../support/segment-hosts.ts';
import { endpointOf } from '../../support/segment-samples.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

let segment: SegmentHosts;
let one: SegmentHost;
let two: SegmentHost;

/** Each host has a part of the segment's addresses. */
function networkOn({ host, overlay }: SegmentHost, over: JsonObject = {}): JsonObject {
  const base = host === one.host ? 10 : 20;
  const part = { rangeStart: `10.0.10.${base}`, rangeEnd: `10.0.10.${base + 4}` };
  const place = overlay === undefined ? {} : { overlayNamespace: basename(overlay.netns) };
  return bridgeNetwork(host, { gateway: '10.0.10.1/24', isDefaultGateway: true, ...place, ...over }, part);
}

function attachmentOn(on: SegmentHost, over: JsonObject = {}, call: PluginCall = {}): Attachment {
  return new Attachment(on.host, on.host.addContainer(), networkOn(on, over), { program: silkBridge, call });
}

/** Adds, and tells the other host. */
function add(on: SegmentHost, over: JsonObject = {}, call: PluginCall = {}): Attachment {
  const attachment = attachmentOn(on, over, call);
  attachment.add();
  const other = on === one ? two : one;
  segment.must(other, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24');
  segment.tell(other, on, `--ip ${attachment.ip} --mac ${digText(attachment.result, 'interfaces', 2, 'mac')}`);
  return attachment;
}

function hasLinks({ host, overlay }: SegmentHost): boolean {
  return inContainer({ netns: overlay?.netns ?? host.netns } as Container, 'ip', 'link').includes(' b-');
}

function start(isApart: boolean): void {
  segment = new SegmentHosts(isApart);
  [one, two] = segment.hosts;
}

describe.each([
  { name: "in the host's namespace", isApart: false },
  { name: 'in one of its own', isApart: true },
])('silk-bridge, a segment $name', ({ isApart }) => {
  beforeEach(() => start(isApart));

  test('attaches containers on two hosts, which reach each other and their gateway; DEL leaves the segment alone', () => {
    const [from, to] = [add(one), add(two)];
    expect([from.ip, to.ip]).toEqual(['10.0.10.10', '10.0.10.20']);
    expect(from.result).toMatchObject({
      interfaces: [
        { name: 'br0', mac: 'ee:ee:0a:00:0a:01' },
        { name: expect.stringMatching(/^b-[0-9a-f]{12}$/), mac: 'aa:aa:0a:00:0a:0a', mtu: 1450 },
        { name: 'eth0', mac: 'ee:ee:0a:00:0a:0a', mtu: 1450, sandbox: from.container.netns },
      ],
      ips: [{ address: '10.0.10.10/24', gateway: '10.0.10.1', interface: 2 }],
      routes: [{ dst: '0.0.0.0/0', gw: '10.0.10.1' }],
    });
    expect([to.ip, '10.0.10.1'].map((ip) => pingFrom(from.container, ip).code)).toEqual([0, 0]);
    for (const attachment of [from, to]) attachment.check();
    for (const attachment of [from, to, from]) attachment.del();
    expect([hasLinks(one), hasLinks(two)]).toEqual([false, false]);
    expect(segment.call(one, 'segment show').code).toBe(0);
    expect(from.add()).toMatchObject({ ips: [{ address: expect.stringMatching(/^10\.0\.10\.1[0-4]\/24$/) }] });
  });

  test('silk ipam shows its links, judges its network, and keeps an address whose link is there', () => {
    const [from, gone] = [add(one), add(one)];
    mkdirSync(join(one.host.dir, 'net.d'));
    one.host.write('net.d/blue.conf', JSON.stringify(networkOn(one)));
    const places = ['--data-dir', one.host.dataDir, '--conf-dir', join(one.host.dir, 'net.d')];
    const ipam = (...words: readonly string[]) => one.host.run([silk, 'ipam', ...words, ...places]);
    const port = (of: Attachment) => digText(of.result, 'interfaces', 1, 'name');
    const check = () => ipam('check').stdout;
    expect(ipam('list').stdout).toMatch(new RegExp(`${from.ip} .* ${port(from)}\\n`));
    expect(check()).toMatch(/^OK nothing differs[\s\S]*Judged: IPv4 reservations: 2; links [\s\S]*: 2\./);
    expect(ipam('release', from.ip, '--network', 'blue').stderr).toContain(`link ${port(from)} of`);
    inContainer(gone.container, 'ip', 'link', 'del', 'eth0');
    one.host.exec('rm', `${one.host.dataDir}/blue/${from.ip}`);
    const [first, second] = [new RegExp(`${gone.ip} .* there is no link ${port(gone)}`), `link ${port(from)} exists`];
    expect(check()).toEqual(expect.stringMatching(first));
    expect(check()).toContain(second);
    // Its configuration gone, a link in the host's namespace says by its mark what the network is of.
    one.host.exec('rm', '-r', join(one.host.dir, 'net.d'));
    if (!isApart) expect(check()).toMatch(first);
  });

  test('GC takes the links and addresses that nobody lists, though no file is left, and no others', () => {
    const [gone, kept] = [add(one), add(one)];
    const valid = [{ containerID: kept.container.id, ifname: 'eth0' }];
    one.host.exec('rm', '-r', `${one.host.dataDir}/attachments`);
    const config = { ...networkOn(one), 'cni.dev/valid-attachments': valid };
    expect(
      new Attachment(one.host, kept.container, config, { program: silkBridge }).tryDel({ command: 'GC' }).code,
    ).toBe(0);
    expect(inContainer(gone.container, 'ip', 'link')).not.toContain('eth0');
    kept.check();
    expect(one.host.exec('ls', `${one.host.dataDir}/blue`).split('\n')).toContain(kept.ip);
    expect(one.host.exec('ls', `${one.host.dataDir}/blue`).split('\n')).not.toContain(gone.ip);
  });
});

describe('silk-bridge', () => {
  beforeEach(() => start(false));

  test.each([
    { name: 'a capability', over: { runtimeConfig: { mac: '02:42:00:00:00:07' } }, call: {} },
    { name: 'CNI_ARGS', over: {}, call: { args: 'IgnoreUnknown=1;MAC=02:42:00:00:00:07' } },
  ])('gives the MAC that is asked for by $name', ({ over, call }) => {
    const attachment = attachmentOn(one, over, call);
    attachment.add();
    expect(inContainer(attachment.container, 'ip', 'link', 'show', 'eth0')).toContain('link/ether 02:42:00:00:00:07');
    attachment.check();
  });

  test('keeps isolated containers apart, and CHECK sees what is no longer so', () => {
    const over = { isolated: true, hairpin: true };
    const [first, second] = [add(one, over), add(one, over)];
    expect(pingFrom(first.container, second.ip).code).toBe(1);
    expect(pingFrom(first.container, '10.0.10.1').code).toBe(0);
    const [port, mac] = [digText(first.result, 'interfaces', 1, 'name'), digText(first.result, 'interfaces', 2, 'mac')];
    const drifts = [
      { line: `bridge fdb del ${mac} dev ${port} master`, found: `found no FDB entry of ${mac}` },
      { line: `ip link set ${port} type bridge_slave isolated off`, found: 'isolated: found false, wanted true' },
      { line: `ip link set ${port} nomaster`, found: 'found no port of br0' },
      {
        line: 'ip link set vxlan42 type bridge_slave learning on',
        found: 'wrong: VXLAN device vxlan42 (learning: found on',
      },
      { line: 'ip addr flush dev br0', found: 'missing: address 10.0.10.1/24' },
      {
        line: `ip -n ${basename(first.container.netns)} route del default`,
        found: 'found no route 0.0.0.0/0 via 10.0.10.1',
      },
      {
        line: `ip -n ${basename(first.container.netns)} addr flush dev eth0`,
        found: 'found address none, wanted 10.0.10.10/24',
      },
    ];
    const details = drifts.map(({ line }) => {
      one.host.exec(...line.split(' '));
      return first.tryCheck().error?.details ?? '';
    });
    expect(details).toEqual(drifts.map(({ found }) => expect.stringContaining(found)));
  });

  test.each([
    { name: 'cannot send from', over: {}, code: 1 },
    { name: 'may send from', over: { locked: false }, code: 0 },
  ])(
    'a container $name a MAC of its own choice, such as that of another, as its port is locked or not',
    ({ over, code }) => {
      const [thief, other, friend] = [add(one, over), add(one, over), add(one, over)];
      expect(pingFrom(thief.container, friend.ip).code).toBe(0);
      const mac = digText(other.result, 'interfaces', 2, 'mac');
      inContainer(thief.container, 'ip', 'link', 'set', 'eth0', 'address', '02:42:00:00:00:66');
      expect(pingFrom(thief.container, friend.ip).code).toBe(code);
      inContainer(thief.container, 'ip', 'link', 'set', 'eth0', 'address', mac);
      pingFrom(thief.container, friend.ip);
      // What is for the other goes on going there.
      if (code === 1) expect(pingFrom(friend.container, other.ip).code).toBe(0);
      expect(thief.tryCheck().error?.details).toContain(`found MAC ${mac}`);
    },
  );

  test('a second network of another VNI does not take the bridge from the containers of the first', () => {
    const [from, to] = [add(one), add(two)];
    const { error } = attachmentOn(one, { name: 'other', vni: 43, bridge: 'br0' }).tryAdd();
    expect(error).toMatchObject({ code: 113, msg: expect.stringMatching(/VNI 43: found VNI 42 with b-/) });
    expect(pingFrom(from.container, to.ip).code).toBe(0);
  });

  test('STATUS is content without a segment, and says 51 where one that is used is broken, 50 where none could be made', () => {
    const status = (over: JsonObject = {}) => attachmentOn(one, over).tryDel({ command: 'STATUS' }).error?.code;
    expect(status()).toBeUndefined();
    expect([status({ overlayNamespace: 'none' }), status({ underlayInterface: 'none' })]).toEqual([50, 50]);
    add(one);
    one.host.exec('ip', 'link', 'set', 'vxlan42', 'down');
    expect(status()).toBe(51);
  });

  test('leads to what silkd has learned, and to what the operator says where that cannot be read', () => {
    const path = learnedEndpointsPath(one.host.runDir);
    const learned = ['10.0.10.21 02:42:00:00:00:21 10.244.0.48', ' 02:42:00:00:00:22 10.244.0.49'];
    writeLearnedEndpoints(
      path,
      learned.map((text) => endpointOf(text)),
    );
    const attachment = attachmentOn(one);
    attachment.add();
    const fdb = () =>
      segment
        .look(one, 'bridge fdb show dev vxlan42')
        .match(/\S+ dst \S+/g)
        ?.sort();
    const both = ['02:42:00:00:00:21 dst 10.244.0.48', '02:42:00:00:00:22 dst 10.244.0.49'];
    expect(fdb()).toEqual(both);
    attachment.check();
    writeLearnedEndpoints(path, []);
    expect(attachment.tryCheck().error?.details).toContain('unwanted: FDB entry 02:42:00:00:00:21');
    one.host.write('run/endpoints.json', '{}');
    one.host.write(
      'endpoints.json',
      '{"endpoints":[{"vni":42,"ip":"10.0.10.23","mac":"02:42:00:00:00:23","underlay":"10.244.0.50"}]}',
    );
    const second = attachmentOn(one);
    expect(second.tryAdd().stderr).toContain('what leads to others is left as it is');
    expect(fdb()).toEqual([...both, '02:42:00:00:00:23 dst 10.244.0.50']);
    second.check();
    expect(second.tryDel({ command: 'STATUS' }).code).toBe(0);
  });

  test.each([
    { name: 'IPAM has no address of the segment', over: { gateway: '10.0.11.1/24' }, code: 108 },
    {
      name: 'IPAM gives none',
      over: { ipam: { type: 'silk-ipam', ranges: [[{ subnet: '10.0.10.0/24' }], [{ subnet: 'fd00::/64' }]] } },
      code: 108,
    },
    { name: 'IPAM is not there', over: { ipam: { type: 'nobody' } }, code: 4 },
    { name: 'the segment cannot be made, after IPAM gave an address,', over: { underlayInterface: 'none' }, code: 112 },
  ])('ADD where $name leaves nothing of the container', ({ over, code }) => {
    const attachment = attachmentOn(one, over);
    expect(attachment.tryAdd().error?.code).toBe(code);
    expect([hasLinks(one), inContainer(attachment.container, 'ip', 'link').includes('eth0')]).toEqual([false, false]);
    expect(one.host.exec('find', one.host.dataDir, '-name', '10.0.1*')).toBe('');
    // Nor was anything done to the segment, which others may use.
    expect(segment.call(one, 'segment show').stderr).toContain('found no such segment');
    expect(attachment.tryDel().error?.code).toBe(code === 4 ? 4 : undefined);
  });

  test('a second ADD is an error without side effects, and what a killed one left is taken over by DEL and ADD', () => {
    const attachment = add(one);
    const [first] = [attachment.result];
    expect(attachment.tryAdd().error?.code).toBe(102);
    expect(attachment.result).toEqual(first);
    const port = digText(first, 'interfaces', 1, 'name');
    // As if it had been killed before it marked its link.
    one.host.exec('ip', 'link', 'set', 'dev', port, 'alias', '');
    attachment.del();
    expect(hasLinks(one)).toBe(false);
    expect(dig(attachment.add(), 'ips', 0, 'address')).toEqual(expect.stringContaining('10.0.10.1'));
  });
});
