import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, enter, Host } from '../../support/host.ts';
import { silk } from '../../support/project.ts';
import { run } from '../../support/run.ts';
import { Silkd } from '../../support/silkd.ts';
import { vtepState } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

test('silk peer goes with a silkd that follows its file, and undoes nothing of one that has its peers from elsewhere', async () => {
  const host = new Host();
  host.addUplink();
  const silkd = new Silkd(host);
  silkd.writePeers([{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }]);
  const peer = (command: string, configPath = silkd.configPath) => {
    const places = ['--peers-file', silkd.peersFile, '--run-dir', host.runDir, '--config', configPath];
    const { code, stdout } = host.run([silk, 'peer', ...command.split(' '), ...places, '--json']);
    return { exit: code, ...JSON.parse(stdout) };
  };
  await silkd.start();
  await silkd.until('the peer', () => silkd.metric('silkd_peers_held') === 1);
  expect(peer('list')).toMatchObject({ exit: 0, ok: true });
  expect(peer('add 10.255.49.0/24 192.168.77.49')).toMatchObject({ exit: 0, ok: true });
  await silkd.until('the other peer', () => silkd.metric('silkd_peers_held') === 2);
  expect(peer('sync', '/nowhere')).toMatchObject({ exit: 1, next: 'Name its configuration with --config.' });

  silkd.configure({ peersFile: undefined, peers: [{ subnet: '10.255.50.0/24', underlay: '192.168.77.50' }] });
  silkd.signal('HUP');
  await silkd.until('the peer of its configuration', () => silkd.metric('silkd_peers_held') === 1);
  const before = vtepState(host);
  for (const command of ['list', 'sync', 'add 10.255.51.0/24 192.168.77.51', 'remove 10.255.49.0/24'])
    expect(peer(command)).toMatchObject({
      exit: 1,
      name: 'PEERS_UNUSABLE',
      msg: expect.stringContaining(`silkd (process ${silkd.pid}) leading silk-vtep to "peers" of its configuration`),
      next: expect.stringContaining(`curl --unix-socket ${silkd.socket} http://silkd/status`),
    });
  expect(vtepState(host)).toEqual(before);

  // Another network namespace has a VTEP of its own; and what a silkd that was killed has left says nothing.
  const apart = [...enter(host.addContainer().netns), silk, 'peer', 'sync', '--peers-file', silkd.peersFile];
  expect(run([...apart, '--run-dir', host.runDir, '--json']).stdout).toContain('"NOT_READY"');
  await silkd.stop('KILL');
  expect(peer('sync')).toMatchObject({ exit: 0, removed: expect.arrayContaining([expect.anything()]) });
});
