import type { Ip } from '../addr/ip.ts';
import { formatMac, type Mac, macKey, sameMac } from '../addr/mac.ts';
import type { ArpSender } from '../linux/arp.ts';
import { type ArpRefusal, type LanRules, refuseArp, refuseLanAddress } from './judge-arp.ts';
import { type LanAddress, LanMemory } from './lan-memory.ts';
import { LanRefusals } from './lan-refusals.ts';
import { ipKey } from './remote-host.ts';

/** How much is believed of a LAN, where anybody may send from as many MACs as he likes. */
export interface LanLimits {
  /** Of one port. */
  readonly macs: number;
  /** Of one MAC. */
  readonly addresses: number;
  /** An address that was not heard of for as long makes room for another, where its MAC has too many. */
  readonly addressRestMs: number;
  /** So long the addresses of a MAC that has gone are remembered, for when it comes back. */
  readonly memoryMs: number;
}

export const usualLanLimits: LanLimits = { macs: 4096, addresses: 8, addressRestMs: 600_000, memoryMs: 600_000 };

/** A MAC that the bridge has learned, and the port of the LAN, by name, that it is behind. */
export interface LearnedMac {
  readonly port: string;
  readonly mac: Mac;
}

/** Who was heard where, and when. */
export interface Sighting {
  readonly port: string;
  readonly sender: ArpSender;
  readonly atMs: number;
}

/** What is on a LAN. A MAC with several addresses is there once for each; one of which no address is known, once without. */
export interface LearnedEndpoint extends LearnedMac {
  readonly ip?: Ip | undefined;
}

interface Station extends LearnedMac {
  readonly addresses: Map<number, { readonly ip: Ip; heardAtMs: number }>;
}

/** Heard of a MAC that the bridge has not been seen to know yet. */
interface Waiting extends Sighting {
  readonly isOld: boolean;
}

/**
 * What is on the LANs of one segment: the MACs that its bridge has learned at their ports, with the addresses that they say in ARP to
 * have. Who is there, the bridge says; ARP only adds the address, and that goes with its MAC, and comes back with it.
 */
export class LanHarvest {
  readonly #limits: LanLimits;
  readonly #refusals = new LanRefusals();
  readonly #memory: LanMemory;
  #rules: LanRules = { attached: new Map(), elsewhere: new Set() };
  #stations = new Map<number, Station>();
  /** By address. */
  readonly #owners = new Map<number, Station>();
  #waiting = new Map<string, Waiting>();

  constructor(limits = usualLanLimits) {
    this.#limits = limits;
    this.#memory = new LanMemory({ addresses: limits.macs, memoryMs: limits.memoryMs });
  }

  /** What was known before, of who may be back. */
  remember(addresses: readonly LanAddress[], goneAtMs: number): void {
    for (const address of addresses) this.#memory.remember(address, goneAtMs);
  }

  /** Takes in what was heard. True: it may be news, which settle() will tell. */
  hear(sighting: Sighting): boolean {
    const { port, sender, atMs } = sighting;
    // Who asks whether an address is free does not have it yet.
    if (sender.ip.value === 0n) return false;
    if (this.#isRefused(sighting, refuseArp(sender, this.#rules))) return false;
    const station = this.#stations.get(macKey(sender.mac));
    const known = station?.port === port ? station.addresses.get(ipKey(sender.ip)) : undefined;
    if (known !== undefined) known.heardAtMs = atMs;
    else if (this.#waiting.size < this.#limits.macs) this.#waiting.set(keyOf(sighting), { ...sighting, isOld: false });
    return known === undefined;
  }

  /** Goes by what the bridge knows now, all of it, and by the rules that hold now. */
  settle(learned: readonly LearnedMac[], rules: LanRules, nowMs: number): void {
    this.#rules = rules;
    this.#refusals.forget(nowMs);
    this.#takeStations(
      learned.filter(({ mac }) => !rules.elsewhere.has(macKey(mac))),
      nowMs,
    );
    for (const station of this.#stations.values()) this.#judgeAnew(station, nowMs);
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const one of waiting.values()) this.#takeAddress(one);
  }

  endpoints(): LearnedEndpoint[] {
    return [...this.#stations.values()].flatMap(({ port, mac, addresses }) =>
      addresses.size === 0 ? [{ port, mac }] : [...addresses.values()].map(({ ip }) => ({ port, mac, ip })),
    );
  }

  /** What is not believed now, or was not of late: one of each kind and port. */
  refusals() {
    return this.#refusals.list();
  }

  /** Those that are known come first, so that nobody drives them out by sending from many MACs. */
  #takeStations(learned: readonly LearnedMac[], nowMs: number): void {
    const before = this.#stations;
    this.#stations = new Map();
    const counts = new Map<string, number>();
    const [known, fresh] = partition(learned, ({ mac }) => before.has(macKey(mac)));
    for (const { port, mac } of [...known, ...fresh]) {
      const count = counts.get(port) ?? 0;
      if (count >= this.#limits.macs) {
        this.#refusals.note(port, this.#tooManyMacs(), nowMs);
        continue;
      }
      counts.set(port, count + 1);
      this.#keep(before.get(macKey(mac)), { port, mac });
    }
    for (const [key, { mac, addresses }] of before) {
      if (this.#stations.has(key)) continue;
      for (const [address, { ip }] of addresses) {
        this.#owners.delete(address);
        this.#memory.remember({ mac, ip }, nowMs);
      }
    }
    this.#recall(fresh, nowMs);
  }

  #recall(fresh: readonly LearnedMac[], nowMs: number): void {
    if (fresh.length === 0) return;
    const remembered = this.#memory.byMac(nowMs);
    for (const { mac } of fresh) {
      const station = this.#stations.get(macKey(mac));
      for (const { ip } of remembered.get(macKey(mac)) ?? []) {
        if (station !== undefined && station.addresses.size < this.#limits.addresses) this.#give(station, ip, nowMs);
      }
    }
  }

  #give(station: Station, ip: Ip, heardAtMs: number): void {
    const key = ipKey(ip);
    const owner = this.#owners.get(key);
    if (owner !== undefined && !sameMac(owner.mac, station.mac)) owner.addresses.delete(key);
    station.addresses.set(key, { ip, heardAtMs });
    this.#owners.set(key, station);
    this.#memory.forget(ip);
  }

  #keep(before: Station | undefined, { port, mac }: LearnedMac): void {
    const station = { port, mac, addresses: before?.addresses ?? new Map() };
    this.#stations.set(macKey(mac), station);
    for (const address of station.addresses.keys()) this.#owners.set(address, station);
  }

  #judgeAnew({ port, mac, addresses }: Station, nowMs: number): void {
    for (const [key, { ip }] of addresses) {
      const refusal = refuseLanAddress(ip, mac, this.#rules);
      if (refusal === undefined) continue;
      this.#refusals.note(port, refusal, nowMs);
      addresses.delete(key);
      this.#owners.delete(key);
    }
  }

  #takeAddress(waiting: Waiting): void {
    const { port, sender, atMs, isOld } = waiting;
    if (this.#isRefused(waiting, refuseArp(sender, this.#rules))) return;
    const station = this.#stations.get(macKey(sender.mac));
    // A listener hears a frame before the bridge does: it is waited for once.
    if (station?.port !== port && !isOld) this.#waiting.set(keyOf(waiting), { ...waiting, isOld: true });
    if (station?.port !== port || !this.#hasRoom(station, waiting)) return;
    this.#give(station, sender.ip, atMs);
  }

  /** Room is made by an address that was not heard of for long. */
  #hasRoom({ mac, addresses }: Station, sighting: Sighting): boolean {
    if (addresses.size < this.#limits.addresses || addresses.has(ipKey(sighting.sender.ip))) return true;
    const [key, oldest] = [...addresses].reduce((a, b) => (b[1].heardAtMs < a[1].heardAtMs ? b : a));
    if (sighting.atMs - oldest.heardAtMs >= this.#limits.addressRestMs) {
      addresses.delete(key);
      this.#owners.delete(key);
      return true;
    }
    const reason = `found more at ${formatMac(mac)}, wanted at most ${this.#limits.addresses}: the others are not announced`;
    return !this.#isRefused(sighting, { kind: 'many addresses', reason });
  }

  #tooManyMacs(): ArpRefusal {
    const { macs } = this.#limits;
    return { kind: 'many MACs', reason: `found more, wanted at most ${macs}: the others are not announced` };
  }

  #isRefused({ port, atMs }: Sighting, refusal: ArpRefusal | undefined): boolean {
    if (refusal !== undefined) this.#refusals.note(port, refusal, atMs);
    return refusal !== undefined;
  }
}

function keyOf({ port, sender }: Sighting): string {
  return `${macKey(sender.mac)} ${ipKey(sender.ip)} ${port}`;
}

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const one of all) (is(one) ? yes : no).push(one);
  return [yes, no];
}
