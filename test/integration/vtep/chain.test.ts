import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall, succeed } from '../../support/attachment.ts';
import { cnitool, cnitoolVersion } from '../../support/cnitool.ts';
import { type Container, disposeHosts, Host } from '../../support/host.ts';
import { silkNetwork, versions, versionsWithCheck, vtepNetwork } from '../../support/network.ts';
import { callPlugin, type PluginOutcome } from '../../support/plugin-call.ts';
import { silkVtep } from '../../support/project.ts';
import type { Outcome } from '../../support/run.ts';
import { type NetworkCommand, nothingHeld, ShippedNetwork } from '../../support/shipped-network.ts';
import { VtepScene, vtepState } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
beforeAll(() => {
  cnitool();
}, 300_000);
afterEach(disposeHosts);

/** A configuration as text, with the text of a prevResult last in it. */
function withText(network: object, prevResult: string): string {
  return `${JSON.stringify(network).slice(0, -1)},"prevResult":${prevResult}}`;
}

describe.each(versions.map((version) => ({ version })))('silk-cni and silk-vtep by hand, $version:', ({ version }) => {
  test("ADD prints silk-cni's result to the letter; CHECK and DEL work, and the VTEP stays", () => {
    const host = new Host();
    host.addUplink();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { cniVersion: version }));
    const first = attachment.tryAdd();
    const config = withText(vtepNetwork(host, { cniVersion: version }), first.stdout.trim());
    const call = (command: string): PluginOutcome =>
      callPlugin(host, silkVtep, { command, config, ...attachmentCall(attachment.container) });
    const added = call('ADD');
    expect({ code: added.code, stdout: added.stdout, stderr: added.stderr }).toEqual({
      code: 0,
      stdout: first.stdout,
      stderr: '',
    });
    if (versionsWithCheck.includes(version)) {
      attachment.check();
      succeed(call('CHECK'), 'CHECK');
    } else expect(call('CHECK').error?.code).toBe(1);
    expect(call('DEL')).toMatchObject({ code: 0, stdout: '' });
    attachment.del();
    expect(vtepState(host).fdb).toHaveLength(3);
  });
});

const oldest = ['0.1.0', '0.2.0'] as const;
const newer = versions.filter((version) => !oldest.some((old) => old === version));

describe('ADD of silk-vtep passes on, to the letter,', () => {
  const shapes = [
    {
      name: 'keys that nobody knows, in their order, and numbers of any size and form',
      of: newer,
      text: (version: string) =>
        `{ "z":1, "cniVersion":"${version}","10":[1.0, 1e3, 12345678901234567890],\n"2":{"b":null,"a":"\\u00e9\\/"},
          "ips":[{"version":"4","address":"10.255.30.2/32","interface":0,"x-mine":{"prevResult":7}}], "dns":{} }`,
    },
    {
      name: 'keys of later versions',
      of: newer,
      text: (version: string) =>
        `{"cniVersion":"${version}","interfaces":[{"name":"eth0","mtu":1450,"socketPath":"/s","pciID":"p"}],"routes":[{"dst":"0.0.0.0/0","mtu":1400,"table":7}]}`,
    },
    {
      name: 'the ip4 form',
      of: oldest,
      text: (version: string) =>
        `{"dns":{},"ip4":{"routes":[{"dst":"0.0.0.0/0","gw":"169.254.0.1"}],"ip":"10.255.30.2/32","x":1.50},"cniVersion":"${version}"}`,
    },
  ];
  const cases = shapes.flatMap(({ name, of, text }) =>
    of.map((version) => ({ name: `${name}, ${version}`, version, text: text(version) })),
  );

  test.each(cases)('$name', ({ version, text }) => {
    const scene = new VtepScene();
    const added = scene.call('ADD', withText({ ...scene.network, cniVersion: version }, text));
    expect(added).toMatchObject({ code: 0, stdout: `${text}\n` });
  });

  test.each(versions.map((name) => ({ name })))('%#: in $name an ADD without prevResult is refused', ({ name }) => {
    const scene = new VtepScene();
    expect(scene.call('ADD', { cniVersion: name, prevResult: undefined }).error?.code).toBe(7);
    expect(scene.state.link).toEqual([]);
  });
});

/** A host with the shipped chain of silk-cni and silk-vtep, and a runtime that calls it. */
class ChainScene {
  readonly host = new Host();
  readonly network: ShippedNetwork;

  constructor() {
    this.host.addUplink();
    const peersFile = this.writePeers(48, 49);
    this.network = new ShippedNetwork(this.host, '20-silk-vtep.conflist', (text) =>
      text.replace('/etc/silk/peers.json"', `${peersFile}", "runDir": "${this.host.runDir}"`),
    );
  }

  writePeers(...numbers: readonly number[]): string {
    const peers = numbers.map((number) => ({ subnet: `10.255.${number}.0/24`, underlay: `192.168.77.${number}` }));
    return this.host.write('peers.json', JSON.stringify({ peers }));
  }

  tryCnitool(command: NetworkCommand, container: Container): Outcome {
    return this.network.cnitool(command, container.netns);
  }

  /** cnitool has to succeed. */
  cnitool(command: NetworkCommand, container: Container): string {
    const outcome = this.tryCnitool(command, container);
    succeed({ ...outcome, json: undefined, error: undefined }, `cnitool ${command}`);
    return outcome.stdout;
  }
}

describe(`libcni ${cnitoolVersion} with silk-cni and silk-vtep:`, () => {
  test('ADD gives a link and the way to other hosts, CHECK tells what of it is lost, DEL leaves what is the host’s', () => {
    const scene = new ChainScene();
    const { host, network } = scene;
    const [one, two] = [host.addContainer(), host.addContainer()];
    expect(JSON.parse(scene.cnitool('add', one)).ips).toEqual([
      { address: '10.255.30.2/32', gateway: '169.254.0.1', interface: 1 },
    ]);
    host.exec('ping', '-c1', '-W2', '10.255.30.2');
    const made = vtepState(host);
    expect(made.fdb).toHaveLength(2);
    scene.cnitool('add', two);
    scene.cnitool('check', one);
    host.exec('ip', 'route', 'del', '10.255.48.0/24');
    const checked = scene.tryCnitool('check', one);
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain('missing: route 10.255.48.0/24 via 10.255.48.0');
    scene.cnitool('del', one);
    scene.cnitool('add', one);
    scene.cnitool('check', two);
    scene.cnitool('del', one);
    scene.cnitool('del', two);
    scene.cnitool('del', two);
    expect(vtepState(host)).toEqual(made);
    const links = network.holdings(one).hostLinks.filter((name) => !/^(uplink|silk-vtep)/.test(name));
    expect({ ...network.holdings(one), hostLinks: links }).toEqual(nothingHeld);
  });

  test('GC and STATUS by the newer runtime: a peer that is none goes, a VTEP that is gone is told', () => {
    const scene = new ChainScene();
    const container = scene.host.addContainer();
    expect(scene.network.silkOnNetwork('status').code).toBe(0);
    succeed({ ...scene.network.silk('add', container.netns), json: undefined, error: undefined }, 'silk cni add');
    expect(scene.network.silkOnNetwork('status').code).toBe(0);
    scene.writePeers(49);
    expect(scene.network.silkOnNetwork('gc').code).toBe(0);
    expect(vtepState(scene.host).fdb).toEqual(['ee:ee:0a:ff:31:00 dst 192.168.77.49 self permanent']);
    expect(scene.network.silk('check', container.netns).code).toBe(0);
    scene.host.exec('ip', 'link', 'del', 'silk-vtep');
    const status = scene.network.silkOnNetwork('status');
    expect(status.code).not.toBe(0);
    expect(status.stderr).toContain('silk-vtep');
    succeed({ ...scene.network.silk('del', container.netns), json: undefined, error: undefined }, 'silk cni del');
    expect(scene.network.silkOnNetwork('status').code).toBe(0);
  });
});
