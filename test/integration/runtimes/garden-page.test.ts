import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type DaemonStub, startDaemon } from '../../support/daemon-stub.ts';
import { pageBlocks } from '../../support/docs-page.ts';
import { Cell, type Conflist } from '../../support/garden.ts';
import { type Container, disposeHosts, Host, inContainer } from '../../support/host.ts';
import { dig, type JsonObject } from '../../support/json.ts';
import { hostLinkNames, link, linkNames } from '../../support/kernel-state.ts';
import { projectRoot, silk } from '../../support/project.ts';
import { reservations } from '../../support/reservations.ts';
import { must } from '../../support/run.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

const handle = '65c1d7b2-7f5c-4b2c-6d0a-2f1b';
const shipped: Conflist = JSON.parse(
  readFileSync(join(projectRoot, 'conf-examples/cloud-foundry-garden.conflist'), 'utf8'),
);
const [install = '', look = ''] = pageBlocks('cloud-foundry.md', 'sh', 'Install');

let host: Host;
let daemon: DaemonStub;

beforeEach(async () => {
  host = new Host();
  const body = { overlay_subnet: '10.255.30.0/24', mtu: 1450 };
  daemon = await startDaemon(host, Number(delegateOf(shipped)['daemonPort']), { body });
});

function delegateOf({ plugins }: Conflist): JsonObject {
  return { ...(plugins[0]?.['delegate'] as JsonObject) };
}

/** The shipped list in a version, whose delegate has further keys. */
function conflist(cniVersion = '0.3.1', more: JsonObject = {}): Conflist {
  const [wrapper, ...rest] = shipped.plugins;
  const delegate = { ...delegateOf(shipped), cniVersion, ...more };
  return { ...shipped, cniVersion, plugins: [{ ...wrapper, delegate }, ...rest] };
}

/** A cell on which silk-cni has been installed as the page says. */
function installedCell(list = conflist()): Cell {
  const cell = new Cell(host, list);
  follow(cell, install);
  return cell;
}

/** Runs commands of the page. */
function follow(cell: Cell, block: string): string {
  return host.exec('sh', '-euc', cell.here(block.replaceAll(/(?<![\w/])bin\/silk /g, `${silk} `)));
}

function held(cell: Cell, container: Container) {
  const store: JsonObject = JSON.parse(readFileSync(cell.here('/var/vcap/data/silk/store.json'), 'utf8'));
  return {
    hostLinks: hostLinkNames(host.netns),
    containerLinks: linkNames(container.netns),
    reserved: reservations(cell.here('/var/vcap/data/host-local/ipam/silk')),
    store,
  };
}

const nothing = { hostLinks: [], containerLinks: [], reserved: {}, store: {} };

test('docs/cloud-foundry.md shows what silk-cni sees of the shipped list', () => {
  const [shown = ''] = pageBlocks('cloud-foundry.md', 'json', 'The conflist');
  expect(delegateOf(shipped)).toEqual(JSON.parse(shown));
});

test("docs/cloud-foundry.md names the cell's settings as the shipped file of the external networker has them", () => {
  const page = readFileSync(join(projectRoot, 'docs/cloud-foundry.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `garden-cni` \| `(\w+)` \| `([^`]+)`/gm)].map(([, key, value]) => [key, value]);
  const settings = JSON.parse(readFileSync(join(projectRoot, 'conf-examples/cloud-foundry-networker.json'), 'utf8'));
  expect(rows).toHaveLength(2);
  expect(settings).toMatchObject(Object.fromEntries(rows));
  expect(page).toContain(`\`${settings.bind_mount_dir}/<handle>\``);
});

describe.each(['0.3.1', '1.0.0'])('on a Diego cell with CNI %s', (cniVersion) => {
  test('a container gets its address by the wrapper, and the result has all that garden asks of it', () => {
    const cell = installedCell(conflist(cniVersion));
    const container = host.addContainer(handle);
    const { code, json } = cell.up(container);
    expect(code).toBe(0);
    // What the external networker answers to garden with: address, interface and name servers.
    const place = Number(dig(json, 'ips', 0, 'interface'));
    expect(dig(json, 'ips', 0, 'address')).toBe('10.255.30.2/32');
    expect(dig(json, 'interfaces', place)).toMatchObject({ name: 'eth0', sandbox: cell.netns(container) });
    expect(dig(json, 'dns', 'nameservers')).toEqual(['169.254.0.2']);
    expect(held(cell, container)).toEqual({
      hostLinks: ['s-010255030002'],
      containerLinks: ['eth0'],
      reserved: { '10.255.30.2': `${handle} eth0` },
      store: { [handle]: { handle, ip: '10.255.30.2', metadata: null } },
    });
    expect(link(container.netns, 'eth0').mtu).toBe(1450);
    expect(host.exec('tc', 'qdisc', 'show', 'dev', 's-010255030002')).toContain('qdisc tbf');
    inContainer(container, 'ping', '-c1', '-W2', '169.254.0.1');
    host.exec('ping', '-c1', '-W2', '10.255.30.2');
    expect(follow(cell, look)).toMatch(new RegExp(`^10\\.255\\.30\\.2 +silk +${handle} +eth0`, 'm'));
  });

  test('it goes, twice, with silk-daemon down: nothing is held', async () => {
    const cell = installedCell(conflist(cniVersion));
    const container = host.addContainer(handle);
    expect(cell.up(container).code).toBe(0);
    await daemon.stop();
    for (const outcome of [...cell.down(container), ...cell.down(container)]) expect(outcome.code).toBe(0);
    expect(held(cell, container)).toEqual(nothing);
    expect(cell.up(container).error?.code).toBe(105);
    expect(held(cell, container)).toEqual(nothing);
  });
});

test("silkd in silk-daemon's place gives the subnet, and nothing while it has none", async () => {
  const [shown = ''] = pageBlocks('cloud-foundry.md', 'json', 'silkd in the place of silk-daemon');
  const { peersFile, ...config } = JSON.parse(shown);
  expect(peersFile).toBe('/etc/silk/peers.json');
  await daemon.stop();
  host.addUplink();
  const silkd = new Silkd(host, config);
  silkd.writePeers([]);
  await silkd.start();
  const [cell, container] = [installedCell(), host.addContainer(handle)];
  expect(dig(cell.up(container).json, 'ips', 0, 'address')).toBe('10.255.30.2/32');
  expect(link(container.netns, 'eth0').mtu).toBe(1450);
  silkd.configure({ subnet: '10.255.31.0/24' });
  silkd.signal('HUP');
  await silkd.until('the refusal', () => silkd.get('/').status === 503);
  expect(cell.up(host.addContainer('late')).error).toMatchObject({ code: 105, msg: expect.stringContaining('503') });
  host.exec('ping', '-c1', '-W2', '10.255.30.2');
});

test('a container whose namespace and mount are gone releases everything, whatever its configuration has become', () => {
  const cell = installedCell();
  const container = host.addContainer(handle);
  expect(cell.up(container).code).toBe(0);
  cell.unmount(container);
  must(['ip', 'netns', 'del', container.handle]);
  const changed = new Cell(host, conflist('0.3.1', { bandwidthLimits: { rate: 1, burst: 1 }, mtu: 'none' }));
  expect(changed.down(container).map(({ code }) => code)).toEqual([0, 0]);
  const { hostLinks, reserved, store } = held(cell, host.addContainer('other'));
  expect({ hostLinks, reserved, store }).toEqual({ hostLinks: [], reserved: {}, store: {} });
});

test('a key that silk-cni does not know fails ADD by its name', () => {
  const cell = installedCell(conflist('0.3.1', { bandwidthLimits: { rate: 1, burst: 1 } }));
  const { error } = cell.up(host.addContainer(handle));
  expect(error).toMatchObject({ code: 2, msg: expect.stringContaining('bandwidthLimits') });
});

test('silk-cni in the list itself refuses what is for the wrapper', () => {
  const cell = installedCell({ ...shipped, plugins: [delegateOf(shipped)] });
  const { error } = cell.up(host.addContainer(handle));
  expect(error).toMatchObject({ code: 2, msg: expect.stringContaining('runtimeConfig') });
});
