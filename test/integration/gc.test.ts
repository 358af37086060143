import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { holdings, networkDir } from '../support/leftovers.ts';
import { cniPath, silkNetwork } from '../support/network.ts';
import { callPlugin, type PluginOutcome } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { reservations } from '../support/reservations.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';
import { entriesBelow, treeState } from '../support/tree.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** Three attachments of one network. */
function threeAdded(over = {}): { host: Host; all: Attachment[] } {
  const host = new Host();
  const all = ['one', 'two', 'three'].map((id) => new Attachment(host, host.addContainer(id), silkNetwork(host, over)));
  for (const attachment of all) attachment.add();
  return { host, all };
}

function gc(host: Host, keys: object, over = {}, path = cniPath()): PluginOutcome {
  return callPlugin(host, silkCni, { command: 'GC', config: { ...silkNetwork(host, over), ...keys }, path });
}

/** The ids of those whose address, link and datastore entry are all still there; the rest has to hold nothing at all. */
function survivors(host: Host, all: readonly Attachment[]): string[] {
  const held = holdings(host);
  const ids = Object.values(held.reservations).map((owner) => owner.split(' ')[0] ?? '');
  const living = all.filter(({ container }) => ids.includes(container.id));
  expect(held.hostLinks.length).toBe(living.length);
  expect([...held.handles].sort()).toEqual(living.map(({ container }) => container.handle).sort());
  return living.map(({ container }) => container.id);
}

const listOf = (...ids: string[]) => ids.map((containerID) => ({ containerID, ifname: 'eth0' }));

describe('GC', () => {
  test.each(['cni.dev/valid-attachments', 'cni.dev/attachments'].map((key) => ({ name: key, key })))(
    'keeps those in $name and releases the others',
    ({ key }) => {
      const { host, all } = threeAdded();
      const outcome = gc(host, { [key]: listOf('one', 'three') });
      expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
      expect(survivors(host, all)).toEqual(['one', 'three']);
      all[0]?.check();
      all[2]?.check();
    },
  );

  test('goes by valid-attachments where both keys are there', () => {
    const { host, all } = threeAdded();
    gc(host, { 'cni.dev/attachments': listOf('two'), 'cni.dev/valid-attachments': listOf('one') });
    expect(survivors(host, all)).toEqual(['one']);
  });

  test.each([
    { name: 'is empty', list: [] },
    { name: 'is null, as Go writes an empty one', list: null },
  ])('releases all when the list $name', ({ list }) => {
    const { host, all } = threeAdded();
    expect(gc(host, { 'cni.dev/valid-attachments': list }).code).toBe(0);
    expect(survivors(host, all)).toEqual([]);
    expect(entriesBelow(networkDir(host)).filter((name) => /^\d/.test(name))).toEqual([]);
  });

  test.each([
    { name: 'is absent', keys: {} },
    { name: 'is no list', keys: { 'cni.dev/valid-attachments': 'all' } },
    { name: 'has an entry without a container ID', keys: { 'cni.dev/valid-attachments': [{ ifname: 'eth0' }] } },
  ])('is refused with code 7 and removes nothing when the list $name', ({ keys }) => {
    const { host, all } = threeAdded();
    const before = treeState(host.dir);
    expect(gc(host, keys).error?.code).toBe(7);
    expect(treeState(host.dir)).toEqual(before);
    expect(survivors(host, all)).toEqual(['one', 'two', 'three']);
  });

  test("tells a container's interfaces apart", () => {
    const { host, all } = threeAdded();
    expect(gc(host, { 'cni.dev/valid-attachments': [{ containerID: 'one', ifname: 'eth1' }] }).code).toBe(0);
    expect(survivors(host, all)).toEqual([]);
  });

  test('keeps what is listed though its namespace is gone', () => {
    const { host, all } = threeAdded();
    const [first] = all;
    if (first === undefined) throw new Error('no attachment');
    host.removeContainer(first.container);
    expect(gc(host, { 'cni.dev/valid-attachments': listOf('one', 'two', 'three') }).code).toBe(0);
    expect(Object.keys(reservations(networkDir(host)))).toContain('10.255.30.2');
  });

  test("leaves another network's attachments alone, though it shares the directory and the datastore", () => {
    const { host } = threeAdded();
    const green = new Attachment(
      host,
      host.addContainer('green'),
      silkNetwork(host, { name: 'green', subnet: '10.77.0.0/24' }),
    );
    green.add();
    expect(gc(host, { 'cni.dev/valid-attachments': [] }).code).toBe(0);
    green.check();
    expect(holdings(host).hostLinks).toEqual(['s-010077000002']);
    expect(holdings(host).handles).toEqual([green.container.handle]);
  });

  test('leaves links alone that are not ours', () => {
    const { host } = threeAdded();
    host.exec('ip', 'link', 'add', 's-010255030077', 'type', 'bridge');
    host.exec('ip', 'link', 'add', 's-x', 'type', 'veth', 'peer', 'name', 's-y');
    expect(gc(host, { 'cni.dev/valid-attachments': [] }).code).toBe(0);
    expect([...holdings(host).hostLinks].sort()).toEqual(['s-010255030077', 's-x', 's-y']);
  });

  test('removes a link whose reservation is gone', () => {
    const { host } = threeAdded();
    host.exec('rm', `${networkDir(host)}/10.255.30.3`);
    expect(gc(host, { 'cni.dev/valid-attachments': listOf('one', 'three') }).code).toBe(0);
    expect([...holdings(host).hostLinks].sort()).toEqual(['s-010255030002', 's-010255030004']);
  });

  test('goes on past a corrupt datastore and releases the addresses and links', () => {
    const { host } = threeAdded();
    host.write('store/container.json', 'garbage');
    gc(host, { 'cni.dev/valid-attachments': [] });
    expect(reservations(networkDir(host))).toEqual({});
    expect(holdings({ ...hostWithoutStore(host) } as Host).hostLinks).toEqual([]);
  });

  test('works with the subnet file gone and ranges that are now invalid', () => {
    const { host, all } = threeAdded();
    expect(
      gc(host, { 'cni.dev/valid-attachments': listOf('two') }, { subnet: undefined, subnetFile: '/nonexistent' }).code,
    ).toBe(0);
    expect(survivors(host, all)).toEqual(['two']);
  });

  test('is forwarded to a foreign IPAM plugin with the same list', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'recorder', fixedIpam('10.255.30.9/24', '10.255.30.1'));
    const list = listOf('one');
    expect(
      gc(host, { 'cni.dev/valid-attachments': list }, { ipam: { type: 'recorder' } }, cniPath(plugin.dir)).code,
    ).toBe(0);
    expect(plugin.commands()).toEqual(['GC']);
    expect(JSON.parse(plugin.stdinOf('GC'))).toMatchObject({ name: 'blue', 'cni.dev/valid-attachments': list });
  });

  test('removes our links though the foreign IPAM plugin fails, and tells its failure', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'stubborn', failingOn('GC', 133, fixedIpam('10.255.30.9/24', '10.255.30.1')));
    const network = silkNetwork(host, { ipam: { type: 'stubborn' } });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add({ path: cniPath(plugin.dir) });
    const outcome = gc(host, { 'cni.dev/valid-attachments': [] }, { ipam: { type: 'stubborn' } }, cniPath(plugin.dir));
    expect(outcome.code).toBe(1);
    expect(`${outcome.error?.msg} ${outcome.error?.details}`).toContain('the script refuses GC');
    expect(holdings(host).hostLinks).toEqual([]);
  });
});

/** The host with its datastore, which is garbage, taken for absent. */
function hostWithoutStore(host: Host): object {
  return { netns: host.netns, dataDir: host.dataDir, datastore: '/nonexistent' };
}
