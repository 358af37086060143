import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Attachment } from '../../support/attachment.ts';
import { disposeEtcds, startEtcd } from '../../support/etcd.ts';
import { disposeHosts, Host } from '../../support/host.ts';
import { silkNetwork } from '../../support/network.ts';
import { silk } from '../../support/project.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(60_000);
afterEach(() => {
  disposeHosts();
  disposeEtcds();
});

const prefix = '/coreos.com/network';
const network = {
  Network: '10.255.0.0/16',
  SubnetLen: 24,
  Backend: { Type: 'vxlan', VNI: 7, Port: 4789, GBP: true },
};

/** A record of a host's lease, and its key. */
function record(subnet: string, publicIp: string): [key: string, value: string] {
  const bytes = subnet.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const value = {
    PublicIP: publicIp,
    BackendType: 'vxlan',
    BackendData: { VNI: 7, VtepMAC: ['ee', 'ee', ...bytes].join(':') },
  };
  return [`${prefix}/subnets/${subnet}-24`, JSON.stringify(value)];
}

const noSubnet = { subnet: undefined, mtu: undefined };

test('a host gets its subnet from etcd, keeps it without etcd, and says when another has it', async () => {
  const host = new Host();
  host.addUplink();
  const etcd = await startEtcd(host);
  const silkd = new Silkd(host, {
    source: 'etcd',
    etcd: { endpoints: [etcd.endpoint], leaseTtlSeconds: 60, probeIntervalSeconds: 1, requestTimeoutMs: 1000 },
    overlayNetwork: undefined,
    subnet: undefined,
    peersFile: undefined,
  });
  silkd.launch();
  await silkd.until('a reason', () => silkd.get('/readyz').text.includes('reasons'));
  expect(existsSync(host.subnetFile)).toBe(false);
  expect(silkd.get('/').status).toBe(503);

  etcd.etcdctl('put', `${prefix}/config`, JSON.stringify(network));
  await silkd.untilReady();
  await silkd.until('the subnet file', () => existsSync(host.subnetFile));
  const told = readFileSync(host.subnetFile, 'utf8');
  const { place } = silkd.status() as { place: { subnet: string } };
  expect(told).toContain(`FLANNEL_SUBNET=${place.subnet.replace(/0\/24$/, '1/24')}`);
  expect(silkd.status()).toMatchObject({ lease: { state: 'held' }, place: { vni: 7 }, source: { kind: 'etcd' } });
  expect(silkd.metric('silkd_lease_expires_in_seconds')).toBeGreaterThan(0);
  expect(silkd.metric('silkd_lease_age_seconds')).toBeLessThan(60);
  host.write('peers.json', '{"peers":[{"subnet":"10.255.99.0/24","underlay":"192.168.77.99"}]}');
  const stale = ['--peers-file', silkd.peersFile, '--run-dir', host.runDir, '--config', silkd.configPath];
  expect(host.run([silk, 'peer', 'sync', ...stale])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/silkd \(process \d+\) leading silk-vtep to the hosts in etcd.* `silk lease list`/),
  });
  const third = Number(place.subnet.split('.')[2]);
  const other = `10.255.${third === 200 ? 201 : 200}.0`;
  etcd.etcdctl('put', ...record(other, '192.168.77.48'));
  await silkd.until('the peer', () => silkd.metric('silkd_peers_held') === 1);

  // The control plane is away, and silkd is started anew: all is as it was.
  await etcd.kill();
  await silkd.stop('KILL');
  await silkd.start();
  expect(host.exec('ip', 'route', 'show', 'dev', 'silk-vtep')).toContain(other);
  expect(readFileSync(host.subnetFile, 'utf8')).toBe(told);
  expect(silkd.status()).toMatchObject({ place: { subnet: place.subnet }, source: { heardAt: null } });

  // While a container is there the subnet does not change, whatever becomes of the lease.
  const container = new Attachment(
    host,
    host.addContainer(),
    silkNetwork(host, { ...noSubnet, subnetFile: host.subnetFile }),
  );
  container.add();
  await etcd.restart();
  await silkd.until('etcd', () => silkd.metric('silkd_source_age_seconds') !== undefined);
  etcd.etcdctl('put', ...record(place.subnet.replace('/24', ''), '192.168.77.99'));
  await silkd.until('the loss', () => !existsSync(host.subnetFile));
  expect(silkd.status()).toMatchObject({ ready: false, lease: { state: 'lost' } });
  expect(silkd.get('/').status).toBe(503);
  const second = new Attachment(host, host.addContainer(), container.network);
  expect(second.tryAdd()).toMatchObject({ code: 1, json: { code: 105 } });
  expect(host.exec('ip', 'route', 'show', 'dev', 'silk-vtep')).toContain(other);
});
