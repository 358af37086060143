import { join } from 'node:path';
import { expect } from '@jest/globals';
import { macOf } from './by-hand.ts';
import { type EtcdServer, type EtcdTls, startEtcd } from './etcd.ts';
import type { Host } from './host.ts';
import { dig, digText, type JsonObject, parseObject } from './json.ts';
import { LeasedHost } from './leased-host.ts';
import { silk } from './project.ts';
import { Authority } from './tls.ts';
import { Underlay } from './underlay.ts';
import { sleep, until } from './wait.ts';

/** What a network is made with, where it is not the usual. */
export interface LeasedNetworkOptions {
  /** How many hosts. Default 3. */
  readonly hosts?: number;
  /** How many etcds, in one cluster. Default 1. */
  readonly members?: number;
  /** Whether etcd wants certificates; the hosts share one. Default: it does not. */
  readonly isSecure?: boolean;
  /** Keys of the `etcd` object of silkd's configuration. */
  readonly etcd?: JsonObject;
}

/** Where the record of the network is, and below it those of the hosts, by the defaults of flannel. */
const prefix = '/coreos.com/network';

function memberIp(i: number): string {
  return `10.244.1.${i + 1}`;
}

/** A host's record, by its subnet. */
export interface RecordedOwner {
  /** Such as `10.255.32.0/24`. */
  readonly subnet: string;
  readonly underlayIp: string;
  /** Whether the record goes when its host goes silent. */
  readonly expires: boolean;
}

/** Short, so that a test does not wait: how long a host that went silent is still counted, and how often a host speaks. */
export const leaseTtlSeconds = 5;
const times: JsonObject = {
  leaseTtlSeconds,
  renewIntervalSeconds: 1,
  probeIntervalSeconds: 1,
  requestTimeoutMs: 1000,
  withdrawGuard: { graceSeconds: 2 },
};

/**
 * etcd in a network namespace of its own, and hosts whose silkd get their subnets from it, all on one underlay.
 * `disposeHosts()` in afterEach removes all of it.
 */
export class LeasedNetwork {
  readonly underlay = new Underlay();
  /** Of the members of etcd's cluster. */
  readonly etcdHosts: readonly Host[];
  readonly hosts: LeasedHost[] = [];
  readonly #etcdKeys: JsonObject;
  #etcds: readonly EtcdServer[] = [];
  #authority: Authority | undefined;

  constructor({ hosts = 3, members = 1, isSecure = false, etcd = {} }: LeasedNetworkOptions = {}) {
    const ips = Array.from({ length: members }, (_, i) => memberIp(i));
    this.etcdHosts = ips.map((ip) => this.underlay.addHost({ ip: `${ip}/16` }));
    const files = isSecure ? this.issueHostCertificate() : {};
    const endpoints = ips.map((ip) => `${isSecure ? 'https' : 'http'}://${ip}:2379`);
    this.#etcdKeys = { endpoints, ...files, ...times, ...etcd };
    for (let i = 0; i < hosts; i++) this.addHost();
  }

  /** Starts etcd for the first time, and waits until it answers. */
  async startEtcd(): Promise<void> {
    const members = Object.fromEntries(this.etcdHosts.map((_, i) => [`member${i}`, `http://${memberIp(i)}:2380`]));
    const isCluster = this.etcdHosts.length > 1;
    const start = (host: Host, i: number): Promise<EtcdServer> => {
      const cluster = isCluster && { cluster: { name: `member${i}`, members } };
      const tls = this.#authority && { tls: this.#authority.issue(`member${i}`, { ips: [memberIp(i)] }) };
      return startEtcd(host, { address: memberIp(i), ...cluster, ...tls });
    };
    this.#etcds = await Promise.all(this.etcdHosts.map(start));
    await until('etcd to answer', () => this.etcds.every((one) => one.tryEtcdctl('endpoint', 'health').code === 0));
  }

  /** A new certificate for all hosts, in the place of the one before. @param days 0: it is over before it can be used */
  issueHostCertificate(days = 1): EtcdTls {
    this.#authority ??= new Authority(join(this.underlay.dir, 'certificates'));
    return this.#authority.issue('host', { days });
  }

  get etcds(): readonly EtcdServer[] {
    return this.#etcds;
  }

  /** The only etcd, or the first of the cluster. @throws where it was never started */
  get etcd(): EtcdServer {
    const [first] = this.#etcds;
    if (first === undefined) throw new Error('etcd was not started');
    return first;
  }

  /** Pulls etcd's cable out, or puts it in again. */
  setEtcdConnected(isConnected: boolean): void {
    for (const host of this.etcdHosts) this.underlay.setConnected(host, isConnected);
  }

  /** Whether a member of the cluster leads it. */
  leads(member: EtcdServer): boolean {
    const [status] = JSON.parse(member.etcdctl('endpoint', 'status', '-w', 'json'));
    return dig(status, 'Status', 'leader') === dig(status, 'Status', 'header', 'member_id');
  }

  /** One more host, whose silkd is not started. */
  addHost(): LeasedHost {
    const ip = `10.244.0.${this.hosts.length + 2}`;
    const host = this.underlay.addHost({ ip: `${ip}/16` });
    const leased = new LeasedHost(host, ip, this.#etcdKeys);
    this.hosts.push(leased);
    return leased;
  }

  /** Writes the record of the network, as an operator does once. What a test writes beyond 10.255.127.0 is no host's of ours. */
  init(...more: readonly string[]): void {
    const [host] = this.hosts;
    if (host === undefined) throw new Error('a network without hosts');
    host.silkd.configure();
    const range = ['--network', '10.255.0.0/16', '--subnet-min', '10.255.16.0', '--subnet-max', '10.255.127.0'];
    host.host.exec(silk, 'etcd', 'init', '--config', host.silkd.configPath, ...range, ...more);
  }

  /** Writes the record of a host that no silkd of ours speaks for. @param subnetIp such as `10.255.32.0`, the first of a /24 */
  putHost(subnetIp: string, underlayIp: string, vtepMac = macOf(subnetIp)): void {
    const backend = { BackendType: 'vxlan', BackendData: { VNI: 1, VtepMAC: vtepMac } };
    this.putRecord(`${subnetIp}-24`, { PublicIP: underlayIp, ...backend });
  }

  /** As that host would: the record goes when the host is silent for a day. */
  leaseHost(subnetIp: string, underlayIp: string): void {
    const [, lease = ''] = /^lease (\S+) granted/.exec(this.etcd.etcdctl('lease', 'grant', '86400')) ?? [];
    const value = { PublicIP: underlayIp, BackendType: 'vxlan', BackendData: { VNI: 1, VtepMAC: macOf(subnetIp) } };
    this.etcd.etcdctl('put', `--lease=${lease}`, `${prefix}/subnets/${subnetIp}-24`, JSON.stringify(value));
  }

  /** @param key below that of all hosts' records, such as `10.255.32.0-24` */
  putRecord(key: string, value: JsonObject | string): void {
    this.etcd.etcdctl('put', `${prefix}/subnets/${key}`, typeof value === 'string' ? value : JSON.stringify(value));
  }

  deleteRecord(key: string): void {
    this.etcd.etcdctl('del', `${prefix}/subnets/${key}`);
  }

  /** Makes etcd forget all but the present. */
  compact(): void {
    const answer = parseObject(this.etcd.etcdctl('get', prefix, '-w', 'json'));
    this.etcd.etcdctl('compaction', '--physical', String(dig(answer, 'header', 'revision')));
  }

  /** The hosts that etcd has a record of. */
  recordedOwners(): RecordedOwner[] {
    const answer = parseObject(this.etcd.etcdctl('get', '--prefix', `${prefix}/subnets/`, '-w', 'json'));
    const found = dig(answer, 'kvs') ?? [];
    if (!Array.isArray(found)) throw new Error(`etcd answers ${JSON.stringify(answer)}`);
    return found.map((pair) => ({
      subnet: plain(digText(pair, 'key')).slice(`${prefix}/subnets/`.length).replace('-', '/'),
      underlayIp: String(dig(parseObject(plain(digText(pair, 'value'))), 'PublicIP')),
      expires: dig(pair, 'lease') !== undefined,
    }));
  }

  /** Waits until etcd has the record of each host for the subnet that it has, and for some renewals more. */
  async untilRenewed(): Promise<void> {
    const wanted = this.hosts.map(({ subnet, underlayIp }) => ({ subnet, underlayIp, expires: true }));
    await until('the record of each host', () => isSubset(wanted, this.recordedOwners()), 15_000);
    await sleep(2000);
  }

  /** Each host has a subnet, and entries for all the others and nobody else. */
  expectMeshed(): void {
    const known = (one: LeasedHost) => ({
      host: one.underlayIp,
      hasSubnet: one.subnet !== undefined,
      remoteHosts: one.remoteHosts,
    });
    const wanted = this.hosts.map((one) => ({
      host: one.underlayIp,
      hasSubnet: true,
      remoteHosts: othersOf(one, this.hosts),
    }));
    expect(this.hosts.map(known)).toEqual(wanted);
  }

  /** No two hosts believe that they have one subnet, and none has one that etcd says is another's. */
  expectNoSharedSubnet(): void {
    const believed = this.hosts.flatMap(({ subnet, underlayIp }) =>
      subnet === undefined ? [] : [{ subnet, underlayIp }],
    );
    expect(new Set(believed.map(({ subnet }) => subnet)).size).toBe(believed.length);
    const records = this.recordedOwners();
    const ownerOf = (wanted: string) => records.find(({ subnet }) => subnet === wanted)?.underlayIp;
    expect(believed.map(({ subnet }) => ({ subnet, underlayIp: ownerOf(subnet) }))).toEqual(believed);
  }
}

/** Waits until each of the hosts has a subnet, and entries for all the others and nobody else. */
export async function untilMeshed(hosts: readonly LeasedHost[], timeoutMs = 10_000): Promise<void> {
  await until('hosts that all know each other', () => hosts.every((one) => knowsExactly(one, hosts)), timeoutMs);
}

function knowsExactly(one: LeasedHost, hosts: readonly LeasedHost[]): boolean {
  return one.subnet !== undefined && one.remoteHosts.join() === othersOf(one, hosts).join();
}

function othersOf(one: LeasedHost, hosts: readonly LeasedHost[]): string[] {
  return hosts
    .filter((other) => other !== one)
    .map(({ underlayIp }) => underlayIp)
    .sort();
}

function isSubset(wanted: readonly object[], found: readonly object[]): boolean {
  const texts = found.map((one) => JSON.stringify(one));
  return wanted.every((one) => texts.includes(JSON.stringify(one)));
}

function plain(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
