import { disposeEtcds, type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';

/** Where everything is. */
export const prefix = '/coreos.com/network';

/** Writes the record of the network. By default hosts get subnets below 10.255.20.0: what a test writes beyond is never theirs. */
export function writeConfig(etcd: EtcdServer, more: object = { SubnetMax: '10.255.19.0' }): void {
  const config = { Network: '10.255.0.0/18', SubnetLen: 24, Backend: { Type: 'vxlan', VNI: 7, Port: 4789, GBP: true } };
  etcd.etcdctl('put', `${prefix}/config`, JSON.stringify({ ...config, ...more }));
}

/** An etcd with the record of the network. */
export async function startScene(): Promise<EtcdServer> {
  const etcd = await startEtcd(undefined);
  writeConfig(etcd);
  return etcd;
}

/** Ends each host and etcd that a test has started. */
export async function disposeScene(): Promise<void> {
  await disposeTestHosts();
  disposeEtcds();
}

/** Hosts 10.0.0.1 and on, as soon as they have their subnets and know each other. */
export async function startHosts(
  etcd: EtcdServer,
  count: number,
  json: object = {},
): Promise<readonly [TestHost, ...TestHost[]]> {
  const options = { endpoints: [etcd.endpoint], withdrawGuard: { graceSeconds: 2 }, ...json };
  const hosts = Array.from({ length: count }, (_, i) => new TestHost(`10.0.0.${i + 1}`, options));
  await untilSettled(hosts);
  const [first, ...rest] = hosts;
  if (first === undefined) throw new Error('no hosts');
  return [first, ...rest];
}

/** Until all have their subnets and know each other. */
export async function untilSettled(hosts: readonly TestHost[]): Promise<void> {
  const others = hosts.length - 1;
  await until(
    () => hosts.every(({ state, peers }) => state === 'held' && peers.length === others && peers[0] !== 'unknown'),
    () => hosts.map(({ state, peers, problems }) => ({ state, peers, problems })),
    20_000,
  );
}

/** The key of a host's record. */
export function keyOf({ subnet = '' }: TestHost): string {
  return `${prefix}/subnets/${subnet.replace('/', '-')}`;
}

/** What a key holds. */
export function readKey(etcd: EtcdServer, key: string): string {
  return etcd.etcdctl('get', '--print-value-only', key).trim();
}

/** The record of another host. */
export function record(ip: string, mac = '86:00:00:00:00:01'): string {
  return JSON.stringify({ PublicIP: ip, BackendType: 'vxlan', BackendData: { VNI: 7, VtepMAC: mac } });
}

/** When a key was written last. */
export function revisionOf(etcd: EtcdServer, key: string): number {
  return JSON.parse(etcd.etcdctl('get', '-w', 'json', key)).kvs[0].mod_revision;
}
