import { rmSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { startDaemon } from '../../support/daemon-stub.ts';
import { disposeHosts } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { subnetFileText } from '../../support/network.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** Of a configuration: that the key is not there. */
const absent = undefined;

function peersText(...numbers: readonly number[]): string {
  const peers = numbers.map((number) => ({ subnet: `10.255.${number}.0/24`, underlay: `192.168.77.${number}` }));
  return JSON.stringify({ peers });
}

/** A host whose silk-vtep reads its peers from a file. */
function withPeersFile(text?: string): { scene: VtepScene; write: (text: string) => string; peersFile: string } {
  const scene = new VtepScene();
  const write = (content: string) => scene.host.write('peers.json', content);
  const peersFile = `${scene.host.dir}/peers.json`;
  Object.assign(scene.network, { peers: absent, peersFile });
  if (text !== undefined) write(text);
  return { scene, write, peersFile };
}

describe('the peers file of silk-vtep', () => {
  test('is read at each ADD: peers come and go with it', () => {
    const { scene, write } = withPeersFile(peersText(48, 49));
    scene.succeed('ADD');
    expect(scene.state.fdb).toHaveLength(2);
    write(peersText(49, 50, 51));
    scene.succeed('ADD');
    expect(scene.state.fdb).toEqual(
      [49, 50, 51].map((number) => `ee:ee:0a:ff:${number.toString(16)}:00 dst 192.168.77.${number} self permanent`),
    );
    write(peersText());
    scene.succeed('ADD');
    expect(scene.state).toMatchObject({ neighbours: [], fdb: [] });
    scene.succeed('CHECK');
  });

  test('not there: the VTEP is made, and what leads to peers stays as it is', () => {
    const { scene, write, peersFile } = withPeersFile();
    scene.succeed('STATUS');
    scene.succeed('ADD');
    expect(scene.state).toMatchObject({ addresses: ['inet 10.255.30.0/16 scope global silk-vtep'], fdb: [] });
    write(peersText(48));
    scene.succeed('ADD');
    const made = scene.state;
    rmSync(peersFile);
    for (const command of ['ADD', 'CHECK', 'GC', 'STATUS']) scene.succeed(command);
    expect(scene.state).toEqual(made);
  });

  test('broken: every command but DEL and GC fails with file, line and field, and nothing changes', () => {
    const { scene, write, peersFile } = withPeersFile(peersText(48, 49));
    scene.succeed('ADD');
    const made = scene.state;
    write(
      '{"peers":[\n  {"subnet":"10.255.48.0/24","underlay":"192.168.77.48"},\n  {"subnet":"10.255.49.1/24","underlay":"x"}\n]}\n',
    );
    for (const command of ['ADD', 'CHECK', 'STATUS']) {
      const { error } = scene.call(command);
      expect({ command, code: error?.code }).toEqual({ command, code: command === 'STATUS' ? 50 : 111 });
      expect(error?.msg).toContain(
        `Cannot use the peers file ${peersFile} line 3: peers[1].subnet: found "10.255.49.1/24"`,
      );
    }
    for (const command of ['DEL', 'GC']) scene.succeed(command);
    expect(scene.state).toEqual(made);
  });

  test('broken before there is a VTEP: none is made', () => {
    const { scene } = withPeersFile('{"peers":');
    expect(scene.call('ADD').error?.code).toBe(111);
    expect(scene.state.link).toEqual([]);
    expect(scene.call('STATUS').error?.code).toBe(50);
    scene.addContainerLink();
    expect(scene.call('STATUS').error?.code).toBe(51);
  });
});

const shown = ['inet 10.255.30.0/16 scope global silk-vtep'];

describe("silk-vtep learns the host's subnet", () => {
  test('and the overlay network from the subnet file', () => {
    const scene = new VtepScene({ overlayNetwork: absent, subnet: absent });
    const subnetFile = scene.host.write('subnet.env', subnetFileText());
    scene.succeed('ADD', { subnetFile });
    expect(scene.state.addresses).toEqual(shown);
    scene.succeed('CHECK', { subnetFile });
    scene.succeed('STATUS', { subnetFile });
  });

  test('from the daemon, and the network from the configuration', async () => {
    const scene = new VtepScene({ subnet: absent, daemonPort: 23954 });
    await startDaemon(scene.host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
    scene.succeed('ADD');
    expect(scene.state.addresses).toEqual(shown);
  });

  test("the configuration's own network wins over the file's", () => {
    const scene = new VtepScene({ overlayNetwork: '10.254.0.0/15', subnet: absent });
    const subnetFile = scene.host.write('subnet.env', subnetFileText());
    scene.succeed('ADD', { subnetFile });
    expect(scene.state.addresses).toEqual(['inet 10.255.30.0/15 scope global silk-vtep']);
  });

  test.each<{ name: string; over: JsonObject; code: number; says: string }>([
    {
      name: 'from nowhere',
      over: { subnet: absent },
      code: 7,
      says: 'subnet: found nothing, wanted subnet, subnetFile',
    },
    {
      name: 'and not the network',
      over: { overlayNetwork: absent },
      code: 7,
      says: 'overlayNetwork: found nothing, wanted an IPv4 prefix that holds 10.255.30.0/24',
    },
    {
      name: 'from a daemon, which tells no network',
      over: { overlayNetwork: absent, subnet: absent, daemonPort: 23954 },
      code: 7,
      says: 'overlayNetwork: found nothing',
    },
    {
      name: 'from a file that is not there',
      over: { subnet: absent, subnetFile: '/nonexistent/subnet.env' },
      code: 105,
      says: '/nonexistent/subnet.env',
    },
    {
      name: 'from a daemon that is not there',
      over: { subnet: absent, daemonPort: 4 },
      code: 105,
      says: '127.0.0.1:4',
    },
  ])('$name: an error that says so, and nothing is made', async ({ name, over, code, says }) => {
    const scene = new VtepScene(over);
    if (name.includes('tells no network')) {
      await startDaemon(scene.host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
    }
    for (const command of ['ADD', 'STATUS']) {
      const { error } = scene.call(command);
      expect({ command, code: error?.code }).toEqual({ command, code: command === 'STATUS' ? 50 : code });
      expect(error?.msg).toContain(says);
    }
    expect(scene.state.link).toEqual([]);
  });
});
