import { existsSync } from 'node:fs';
import { sameIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import type { EtcdOptions } from '../../config/etcd-options.ts';
import { errorText, SilkError } from '../../errors.ts';
import type { LeaseState, Place, SourceHost } from '../network-source.ts';
import type { Problems } from '../problems.ts';
import { type Acquired, acquireLease } from './acquire.ts';
import { assertLease, describeTaken, type Hold } from './assert-lease.ts';
import type { EtcdClient } from './client.ts';
import { revokeLease } from './etcd-lease.ts';
import { getKeys } from './kv.ts';
import { configKey, formatSubnetName, subnetsPrefix } from './lease-record.ts';
import type { Header, KeyValue } from './message.ts';
import { formatNetworkConfig, isOfNetwork, type NetworkConfig, parseNetworkConfig } from './network-config.ts';
import { type OwnLease, readOwnLease, writeOwnLease } from './own-lease.ts';
import { Rival } from './rival.ts';

/** The host that a lease is for, and where it keeps what it remembers. */
export interface EtcdHost extends SourceHost {
  /** `<stateDir>/lease.json` */
  readonly stateFile: string;
  /** Another one in each boot. */
  readonly bootId: string;
}

/** Where the keeper works. */
export interface KeeperContext {
  readonly client: EtcdClient;
  readonly options: Pick<EtcdOptions, 'prefix' | 'leaseTtlSeconds' | 'probeIntervalSeconds'>;
  readonly host: EtcdHost;
  readonly problems: Problems;
}

type Standing =
  | { readonly state: 'none'; readonly reason: string }
  /** By a clock that nobody sets. */
  | { readonly state: 'held'; readonly renewedMs: number; readonly ttlSeconds: number }
  | { readonly state: 'lost'; readonly reason: string };

/** What there is of the record of the network. */
interface ConfigRecord {
  readonly config: NetworkConfig;
  readonly modRevision: number;
}

/** Gets this host's subnet and keeps it, across restarts and whatever becomes of etcd. */
export class LeaseKeeper {
  readonly #context: KeeperContext;
  #own: OwnLease | undefined;
  #place: Place | undefined;
  /** Of the records of the network and of this host, when they were settled last. */
  #configRevision: number | undefined;
  #ownRevision: number | undefined;
  #standing: Standing = { state: 'none', reason: 'etcd has not been heard yet' };
  readonly #rival: Rival;
  /** The etcd leases that this host has asked for and not ended. */
  readonly #granted = new Set<string>();

  constructor(context: KeeperContext) {
    this.#context = context;
    this.#rival = new Rival(context.host.underlayIp, context.problems, context.options.probeIntervalSeconds * 1000);
    const { stateFile } = context.host;
    const own = readOwnLease(stateFile);
    if (own === undefined && existsSync(stateFile)) context.problems.set(stateFile, 'found no lease in it, wanted one');
    if (own === undefined || own.prefix !== context.options.prefix) return;
    const isSameBoot = own.bootId === context.host.bootId;
    // A copy of another host's disk has its etcd lease as well, which is then neither a proof of anything nor ours to end.
    const isOurs = isSameBoot || sameIp(own.publicIp, context.host.underlayIp);
    this.#own = isOurs ? own : { ...own, leaseId: '0' };
    // After a boot there are no containers, and others may have the subnet by now: it is only what is asked for first.
    if (!isSameBoot) return;
    this.#place = own.place;
    this.#standing = standingOf(own);
  }

  get place(): Place | undefined {
    return this.#place;
  }

  /**
   * The subnet that this host has and goes on with: etcd says so, or containers keep it, though etcd may still say that it is another's,
   * who waits in turn until this host has told what it has not. Undefined: it may have another one soon.
   */
  get lastingSubnet(): Prefix | undefined {
    return this.#standing.state === 'held' || !this.#context.host.mayMove() ? this.#place?.subnet : undefined;
  }

  /** When etcd took this host's word last, by a clock that nobody sets, also before a restart; undefined: not known. */
  get renewedMs(): number | undefined {
    return this.#standing.state === 'held' ? this.#standing.renewedMs : undefined;
  }

  /** The key of the record that is, or should be, this host's. */
  get key(): string | undefined {
    return this.#place && `${subnetsPrefix(this.#context.options.prefix)}${formatSubnetName(this.#place.subnet)}`;
  }

  /** Whether somebody else writes this host's record, so that it has to be looked at often. */
  get isContested(): boolean {
    return this.#rival.isThere;
  }

  get lease(): LeaseState {
    const standing = this.#standing;
    if (standing.state !== 'held') return standing;
    const renewedAtMs = Date.now() - (performance.now() - standing.renewedMs);
    return { state: 'held', renewedAtMs, expiresAtMs: renewedAtMs + standing.ttlSeconds * 1000 };
  }

  /**
   * Makes etcd say what is so: that this host has its subnet, or which it is to have.
   * @throws SilkError EXHAUSTED, EtcdError as acquireLease() and assertLease(), and IO_FAILURE of the state file.
   */
  async settle(): Promise<Header> {
    const { prefix } = this.#context.options;
    const { header, found } = await getKeys(this.#context.client, [configKey(prefix)]);
    const record = this.#readConfig(found[0]);
    try {
      if (this.#place !== undefined) return await this.#keep(this.#place, record);
      if (record !== undefined) return await this.#acquire(record);
      this.#standing = { state: 'none', reason: `etcd has no record ${configKey(prefix)} that can be used` };
      return header;
    } catch (error) {
      if (this.#standing.state === 'none') this.#standing = { state: 'none', reason: errorText(error) };
      throw error;
    }
  }

  /** Whether etcd says what it said when it was settled last, of the network and of this host. */
  isSettled(config: KeyValue | undefined, own: KeyValue | undefined): boolean {
    if (config?.modRevision !== this.#configRevision) return false;
    return this.#place === undefined || own?.modRevision === this.#ownRevision;
  }

  #readConfig(kv: KeyValue | undefined): ConfigRecord | undefined {
    const { options, problems } = this.#context;
    const what = `record ${configKey(options.prefix)}`;
    this.#configRevision = kv?.modRevision;
    const parsed = kv === undefined ? undefined : parseNetworkConfig(kv.value);
    if (kv !== undefined && parsed?.value !== undefined) {
      problems.clear(what);
      return { config: parsed.value, modRevision: kv.modRevision };
    }
    const reason = parsed?.faults?.[0]?.text ?? 'found none, wanted it: `silk etcd init` writes it';
    problems.set(what, reason);
    return undefined;
  }

  async #keep(place: Place, record: ConfigRecord | undefined): Promise<Header> {
    const next = record === undefined ? place : this.#follow(place, record.config);
    // The subnet is none of the network's any more, and nobody needs it.
    if (next === undefined && record !== undefined) return await this.#acquire(record);
    return await this.#assert(next ?? place, record);
  }

  async #assert(place: Place, record: ConfigRecord | undefined): Promise<Header> {
    const { client, options, host } = this.#context;
    const beganMs = performance.now();
    const isAnew = this.#rival.isToBeAnswered(beganMs);
    const asserted = await assertLease(client, {
      prefix: options.prefix,
      subnet: place.subnet,
      publicIp: host.underlayIp,
      vni: place.vni,
      ttlSeconds: options.leaseTtlSeconds,
      // The rival's etcd lease is the one that we go on with until we write.
      leaseId: isAnew ? undefined : this.#own?.leaseId,
      isHeld: true,
      isAnew,
      granted: (leaseId) => this.#granted.add(leaseId),
    });
    if (asserted.state === 'held') {
      const { found, hold } = asserted;
      const isBy = (leaseId: string) => leaseId === this.#own?.leaseId || this.#granted.has(leaseId);
      this.#rival.heed(found, { isBy, modRevision: this.#ownRevision }, beganMs);
      if (found?.leaseId !== hold.leaseId) this.#rival.wrote(beganMs);
      this.#hold(place, hold, beganMs);
      await this.#revokeOthers(hold);
      return asserted.header;
    }
    const taken = describeTaken(place.subnet, asserted.by);
    if (record === undefined || !host.mayMove()) {
      this.#lose(place, `${taken}; containers keep it from being given up`);
      return asserted.header;
    }
    // Whether there is another subnet to be had or not.
    this.#lose(place, taken);
    this.#own = undefined;
    return await this.#acquire(record);
  }

  /** Where this host is after a change of the network's record; undefined: nowhere, it needs another subnet. */
  #follow(place: Place, config: NetworkConfig): Place | undefined {
    const { problems, host, options } = this.#context;
    const what = `change of ${configKey(options.prefix)}`;
    const wanted = placeOf(config, place.subnet);
    if (isOfNetwork(config, place.subnet) && isSamePlace(place, wanted)) {
      problems.clear(what);
      return place;
    }
    if (host.mayMove()) {
      problems.clear(what);
      return isOfNetwork(config, place.subnet) ? wanted : undefined;
    }
    const reason = `found ${formatNetworkConfig(config)}, wanted what ${formatPrefix(place.subnet)} was got under`;
    problems.set(what, `${reason}: nothing changes while this host has containers`);
    return place;
  }

  async #acquire({ config, modRevision }: ConfigRecord): Promise<Header> {
    const { client, options, host } = this.#context;
    const before = this.#own;
    const beganMs = performance.now();
    const acquired = await acquireLease(client, {
      prefix: options.prefix,
      config,
      configRevision: modRevision,
      publicIp: host.underlayIp,
      ttlSeconds: options.leaseTtlSeconds,
      granted: (leaseId) => this.#granted.add(leaseId),
      previous: before && { subnet: before.place.subnet, leaseId: before.leaseId },
    });
    await this.#refuseLateMove(acquired);
    this.#hold(placeOf(config, acquired.subnet), acquired.hold, beganMs);
    if (before !== undefined && !['0', acquired.hold.leaseId].includes(before.leaseId)) {
      await revokeLease(client, before.leaseId);
    }
    return acquired.header;
  }

  /** Of who answers a rival again and again each word has an etcd lease, which nothing else ends for a day. */
  async #revokeOthers({ leaseId }: Hold): Promise<void> {
    for (const other of this.#granted) {
      if (other === leaseId) continue;
      await revokeLease(this.#context.client, other);
      this.#granted.delete(other);
    }
  }

  /** A container may have come while etcd was asked: the subnet that it is in stays. */
  async #refuseLateMove({ subnet, hold }: Acquired): Promise<void> {
    const { client, host } = this.#context;
    const place = this.#place;
    if (place === undefined || formatPrefix(place.subnet) === formatPrefix(subnet) || host.mayMove()) return;
    if (hold.leaseId !== '0') await revokeLease(client, hold.leaseId);
    throw new SilkError(
      'TRY_LATER',
      `Cannot move to ${formatPrefix(subnet)}: found a container in ${formatPrefix(place.subnet)}, wanted none`,
    );
  }

  #hold(place: Place, { leaseId, ttlSeconds, modRevision }: Hold, renewedMs: number): void {
    this.#ownRevision = modRevision;
    this.#standing = { state: 'held', renewedMs, ttlSeconds };
    this.#remember(place, {
      leaseId,
      ttlSeconds: Number.isFinite(ttlSeconds) ? ttlSeconds : undefined,
      lost: undefined,
    });
  }

  #lose(place: Place, reason: string): void {
    this.#standing = { state: 'lost', reason };
    this.#remember(place, { leaseId: '0', ttlSeconds: undefined, lost: reason });
  }

  #remember(place: Place, rest: Pick<OwnLease, 'leaseId' | 'ttlSeconds' | 'lost'>): void {
    const { host, options, problems } = this.#context;
    const renewedAtMs = Date.now();
    const own = { place, prefix: options.prefix, publicIp: host.underlayIp, bootId: host.bootId, renewedAtMs, ...rest };
    this.#place = place;
    this.#own = own;
    writeOwnLease(host.stateFile, own);
    problems.clear(host.stateFile);
  }
}

function placeOf({ network, vni, port, gbp }: NetworkConfig, subnet: Prefix): Place {
  return { network, subnet, vni, port, gbp };
}

function isSamePlace(a: Place, b: Place): boolean {
  const isSameNetwork = formatPrefix(a.network) === formatPrefix(b.network);
  return isSameNetwork && a.vni === b.vni && a.port === b.port && a.gbp === b.gbp;
}

/** After a restart the age is all that the clock of the day can tell. */
function standingOf({ lost, renewedAtMs, ttlSeconds }: OwnLease): Standing {
  if (lost !== undefined) return { state: 'lost', reason: lost };
  const renewedMs = performance.now() - Math.max(0, Date.now() - renewedAtMs);
  return { state: 'held', renewedMs, ttlSeconds: ttlSeconds ?? Number.POSITIVE_INFINITY };
}
