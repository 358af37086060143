import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeHosts, Host } from '../../support/host.ts';
import { silkNetwork } from '../../support/network.ts';
import { silk } from '../../support/project.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }];

/** All that the kernel of a host has. */
function kernelState(host: Host): unknown {
  return [
    host.exec('ip', '-o', 'link'),
    host.exec('ip', '-4', 'addr'),
    host.exec('ip', 'route', 'show', 'table', 'all'),
    host.exec('ip', 'neigh'),
    host.exec('nft', 'list', 'ruleset'),
  ].map((text) => text.replace(/@if\d+|link-netnsid \d+|valid_lft.*/g, ''));
}

test('removes containers, VTEP, files and lease, and proves that nothing is left', async () => {
  const host = new Host();
  host.addUplink();
  host.addContainer('warm');
  const before = kernelState(host);
  const silkd = new Silkd(host, { peers, peersFile: undefined });
  await silkd.start();
  await silkd.until('the peer', () => silkd.metric('silkd_peers_held') === 1);
  const confDir = join(host.dir, 'net.d');
  mkdirSync(confDir);
  const own = { subnet: undefined, subnetFile: host.subnetFile, ipMasq: true, cniVersion: '1.0.0' };
  const network = silkNetwork(host, own);
  host.write('net.d/blue.conf', JSON.stringify(network));
  const attachments = [1, 2].map(() => new Attachment(host, host.addContainer(), network));
  for (const attachment of attachments) attachment.add();
  const tearDown = (...options: readonly string[]) =>
    host.run([silk, 'teardown', '--config', silkd.configPath, '--conf-dir', confDir, '--json', ...options]);

  const early = tearDown('--containers');
  expect(early.code).toBe(1);
  expect(JSON.parse(early.stdout)).toMatchObject({ name: 'TRY_LATER', msg: expect.stringContaining(`${silkd.pid}`) });
  await silkd.stop('KILL');

  const refused = tearDown();
  expect(JSON.parse(refused.stdout)).toMatchObject({
    name: 'ALREADY_ATTACHED',
    details: expect.stringContaining('silk:blue:'),
  });
  const busy = kernelState(host);
  const dry = tearDown('--dry-run');
  expect(JSON.parse(dry.stdout)).toMatchObject({
    dryRun: true,
    found: { links: [{}, {}], masquerading: true, vtep: 'silk-vtep', files: [host.subnetFile, silkd.socket] },
  });
  expect(kernelState(host)).toEqual(busy);

  const done = tearDown('--containers');
  expect(JSON.parse(done.stdout)).toMatchObject({
    ok: true,
    failures: [],
    left: { links: [], records: [], files: [] },
  });
  expect(done.code).toBe(0);
  expect(kernelState(host)).toEqual(before);
  expect(existsSync(host.subnetFile)).toBe(false);
  expect(readdirSync(join(host.dataDir, 'ipam', 'blue')).filter((name) => /^10\./.test(name))).toEqual([]);
  expect(host.run([silk, 'teardown', '--config', silkd.configPath, '--conf-dir', confDir]).stdout).toBe(
    'Nothing is left of Silk on this host.\n',
  );
});
