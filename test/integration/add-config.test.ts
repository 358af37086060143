import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { startDaemon } from '../support/daemon-stub.ts';
import { disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { link } from '../support/kernel-state.ts';
import { holdings, networkDir, nothing } from '../support/leftovers.ts';
import { cloudFoundryNetwork, silkNetwork, subnetFileText } from '../support/network.ts';
import { reservations } from '../support/reservations.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** What a container got: its address and its link's MTU in bytes. */
function added(host: Host, network: JsonObject): { ip: string; mtu: number } {
  const attachment = new Attachment(host, host.addContainer(), network);
  attachment.add();
  return { ip: attachment.ip, mtu: link(attachment.container.netns, 'eth0').mtu };
}

describe("a Cloud Foundry cell's configuration works unchanged", () => {
  test('with the subnet file', () => {
    const host = new Host();
    host.write('subnet.env', subnetFileText());
    expect(added(host, cloudFoundryNetwork(host))).toEqual({ ip: '10.255.30.2', mtu: 1450 });
    expect(reservations(networkDir(host, 'cni-wrapper-plugin'))).toEqual({ '10.255.30.2': 'c1 eth0' });
  });

  test('with comments and blank lines in the subnet file', () => {
    const host = new Host();
    host.write('subnet.env', `# written by flannel\n\n${subnetFileText()}\n  \n# end\n`);
    expect(added(host, cloudFoundryNetwork(host))).toEqual({ ip: '10.255.30.2', mtu: 1450 });
  });

  test('with the daemon', async () => {
    const host = new Host();
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1440 } });
    const network = cloudFoundryNetwork(host, { subnetFile: undefined });
    expect(added(host, network)).toEqual({ ip: '10.255.30.2', mtu: 1440 });
  });

  test.each([
    { name: 'the subnet file', over: {} },
    { name: 'the daemon', over: { subnetFile: undefined } },
  ])('an mtu above 0 wins over that of $name', async ({ over }) => {
    const host = new Host();
    host.write('subnet.env', subnetFileText());
    await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1440 } });
    expect(added(host, cloudFoundryNetwork(host, { mtu: 1300, ...over })).mtu).toBe(1300);
  });
});

describe("the host's subnet comes from", () => {
  const own = { ipam: { type: 'silk-ipam', ranges: [[{ subnet: '10.255.1.0/24' }]] } };
  const subnet = { subnet: '10.255.2.0/24' };
  const file = { subnetFile: 'FILE' };
  const daemon = { daemonPort: 23955 };
  test.each([
    { name: "ipam's own ranges first", over: { ...own, ...subnet, ...file, ...daemon }, ip: '10.255.1.2' },
    { name: 'then subnet', over: { ...subnet, ...file, ...daemon }, ip: '10.255.2.2' },
    { name: 'then the subnet file', over: { ...file, ...daemon }, ip: '10.255.3.2' },
    { name: 'then the daemon', over: { ...daemon }, ip: '10.255.4.2' },
  ])('$name', async ({ over, ip }) => {
    const host = new Host();
    host.write('subnet.env', subnetFileText({ FLANNEL_SUBNET: '10.255.3.1/24' }));
    await startDaemon(host, 23955, { body: { overlay_subnet: '10.255.4.0/24', mtu: 1400 } });
    const network = silkNetwork(host, { subnet: undefined, ...over });
    const withFile = network['subnetFile'] === undefined ? network : { ...network, subnetFile: host.subnetFile };
    expect(added(host, withFile).ip).toBe(ip);
  });
});

test.each(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'].map((name) => ({ name })))(
  'the daemon is asked directly, whatever $name says',
  async ({ name }) => {
    const host = new Host();
    await startDaemon(host, 23955, { body: { overlay_subnet: '10.255.4.0/24', mtu: 1400 } });
    const network = silkNetwork(host, { subnet: undefined, daemonPort: 23955 });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add({ env: { [name]: 'http://127.0.0.1:9' } });
    expect(attachment.ip).toBe('10.255.4.2');
  },
);

describe('without a configured mtu it is', () => {
  test("the VTEP's", () => {
    const host = new Host();
    host.addUplink(1500);
    host.exec(
      'ip',
      'link',
      'add',
      'silk-vtep',
      'mtu',
      '1380',
      'type',
      'vxlan',
      'id',
      '42',
      'dstport',
      '4789',
      'dev',
      'uplink',
    );
    expect(added(host, silkNetwork(host, { mtu: 0 })).mtu).toBe(1380);
  });

  test.each([
    { name: 'mtu 0', mtu: 0 },
    { name: 'no mtu', mtu: undefined },
  ])("the default route's device's less 50: $name", ({ mtu }) => {
    const host = new Host();
    host.addUplink(1480);
    expect(added(host, silkNetwork(host, { mtu })).mtu).toBe(1430);
  });
});

describe('ADD fails, says why, and leaves nothing', () => {
  const noSubnet = { subnet: undefined };
  test.each([
    {
      name: 'a subnet file that is not there',
      over: { ...noSubnet, subnetFile: '/nonexistent/subnet.env' },
      code: 105,
    },
    { name: 'a daemon that is not there', over: { ...noSubnet, daemonPort: 23956 }, code: 105 },
    { name: 'an unknown key', over: { mtuu: 1400 }, code: 2, says: ['mtuu', '1400'] },
    { name: 'a value of the wrong type', over: { mtu: 'big' }, code: 7, says: ['mtu', 'big'] },
    { name: 'an invalid subnet', over: { subnet: '10.1.2.0/33' }, code: 7, says: ['10.1.2.0/33'] },
    { name: 'no source of a subnet', over: noSubnet, code: 7, says: ['subnet'] },
  ])('$name', ({ over, code, says }) => {
    const host = new Host();
    const container = host.addContainer();
    const outcome = new Attachment(host, container, silkNetwork(host, over)).tryAdd();
    expect(outcome.error?.code).toBe(code);
    for (const word of says ?? []) expect(outcome.error?.msg).toContain(word);
    expect(holdings(host, container)).toEqual(nothing);
  });

  test.each([
    { name: 'a line without a subnet', text: 'FLANNEL_MTU=1450\n' },
    { name: 'a subnet that is none', text: 'FLANNEL_SUBNET=10.255.300.1/24\n' },
    { name: 'nothing', text: '' },
  ])('a subnet file with $name', ({ text }) => {
    const host = new Host();
    const container = host.addContainer();
    host.write('subnet.env', text);
    const outcome = new Attachment(host, container, cloudFoundryNetwork(host)).tryAdd();
    expect(Number(outcome.error?.code)).toBeGreaterThanOrEqual(100);
    expect(holdings(host, container)).toEqual(nothing);
  });

  test.each([
    { name: 'an error status', reply: { status: 500, body: 'no lease' } },
    { name: 'something else than JSON', reply: { body: 'hello' } },
    { name: 'no subnet', reply: { body: { mtu: 1450 } } },
    { name: 'nothing in time', reply: { body: {}, delayMs: 60_000 } },
  ])(
    'a daemon that answers $name: code 100 or more, and details that say why',
    async ({ reply }) => {
      const host = new Host();
      const container = host.addContainer();
      await startDaemon(host, 23954, reply);
      const outcome = new Attachment(host, container, cloudFoundryNetwork(host, { subnetFile: undefined })).tryAdd();
      expect(Number(outcome.error?.code)).toBeGreaterThanOrEqual(100);
      expect(outcome.error?.details).not.toBe('');
      expect(holdings(host, container)).toEqual(nothing);
    },
    40_000,
  );
});
