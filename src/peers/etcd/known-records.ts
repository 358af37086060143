import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatMac, macKey, sameMac, vtepMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix, overlaps, type Prefix } from '../../addr/prefix.ts';
import { type LeaseRecord, parseLease, parseSubnetName, reservedFor } from './lease-record.ts';
import type { KeyValue } from './message.ts';
import type { KeyEvent } from './watch.ts';

/** Something wrong with a record. */
export interface RecordFault {
  /** `record /coreos.com/network/subnets/10.5.34.0-24` */
  readonly what: string;
  readonly reason: string;
}

/** A key as it is now, and the last good record that it held. */
interface Entry {
  /** Since when the key has its MAC, as far as is known: who had it first has the lower one. */
  readonly macRevision: number;
  readonly record: LeaseRecord | undefined;
  /** What the record means: the same object as long as the record is the same. */
  readonly peer: Peer | undefined;
  readonly fault: string | undefined;
}

/** The records of a network as etcd holds them. A value that cannot be read takes no peer away: the last good one holds. */
export class KnownRecords {
  readonly #prefix: string;
  #entries = new Map<string, Entry>();

  /** @param prefix of the keys, with the slash at its end. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** All keys that there are. */
  replace(kvs: readonly KeyValue[]): void {
    this.#entries = new Map(kvs.map((kv) => [kv.key, this.#read(kv)]));
  }

  /** What has changed since. */
  apply({ type, kv }: KeyEvent): void {
    if (type === 'delete') this.#entries.delete(kv.key);
    else this.#entries.set(kv.key, this.#read(kv));
  }

  /** The hosts of the good records but the one at `self`, in the order of their keys' coming, without those that claim another's MAC. */
  peers(self: Ip): Peer[] {
    const owners = this.#macOwners();
    return [...this.#entries.values()].flatMap(({ record, peer }) =>
      record === undefined || peer === undefined || sameIp(peer.underlay, self) || isRobbing(record, owners)
        ? []
        : peer,
    );
  }

  /** The keys of a host's records for other subnets than that one. */
  keysBeside(host: Ip, own: Prefix): string[] {
    return [...this.#entries].flatMap(([key, { record }]) =>
      record === undefined || !sameIp(record.publicIp, host) || overlaps(record.subnet, own) ? [] : key,
    );
  }

  /** etcd counts from the start again: what is known is older than whatever comes. */
  age(): void {
    const byAge = [...this.#entries].sort(([, a], [, b]) => a.macRevision - b.macRevision);
    for (const [i, [key, entry]] of byAge.entries())
      this.#entries.set(key, { ...entry, macRevision: i - byAge.length });
  }

  /** Whether a key holds the record of the host at that address. */
  isOf(key: string, host: Ip): boolean {
    const record = this.#entries.get(key)?.record;
    return record !== undefined && sameIp(record.publicIp, host);
  }

  /** What is wrong with single records, and what two of them, or one of them and this host's VNI, contradict each other in. */
  faults(ownVni?: number): RecordFault[] {
    const faults: RecordFault[] = [];
    const first = new Map<bigint, LeaseRecord>();
    const owners = this.#macOwners();
    for (const [key, { record, fault }] of this.#entries) {
      const reasons = fault === undefined ? [] : [fault];
      if (record !== undefined) {
        const sameOwner = first.get(record.publicIp.value);
        const owner = owners.get(macKey(record.vtepMac))?.record;
        if (record.vni !== undefined && ownVni !== undefined && record.vni !== ownVni) {
          reasons.push(`found VNI ${record.vni}, wanted ${ownVni} as here: packets do not arrive until both have one`);
        }
        if (sameOwner === undefined) first.set(record.publicIp.value, record);
        else reasons.push(twice(`PublicIP ${formatIp(record.publicIp)}`, sameOwner));
        if (owner !== undefined && owner !== record) {
          const so = isRobbing(record, owners) ? '; it is passed over' : '';
          reasons.push(`${twice(`VtepMAC ${formatMac(record.vtepMac)}`, owner)}${so}`);
        }
      }
      if (reasons.length > 0) faults.push({ what: `record ${key}`, reason: reasons.join('; ') });
    }
    return faults;
  }

  /** Whose each MAC is: of two that claim it, the one whose subnet it follows from, else the one that was there first. */
  #macOwners(): Map<number, MacOwner> {
    const owners = new Map<number, MacOwner>();
    for (const { record, macRevision } of this.#entries.values()) {
      if (record === undefined) continue;
      const key = macKey(record.vtepMac);
      const other = owners.get(key);
      if (other === undefined || isBetter({ record, macRevision }, other)) owners.set(key, { record, macRevision });
    }
    return owners;
  }

  #read(kv: KeyValue): Entry {
    const { key, value, createRevision } = kv;
    const name = key.slice(this.#prefix.length);
    const { value: record, faults } = parseLease(name, value);
    const before = this.#entries.get(key);
    if (record !== undefined) {
      return { record, macRevision: macRevisionOf(record, kv, before), peer: toPeer(record), fault: undefined };
    }
    const { record: known, peer, macRevision = createRevision } = before ?? {};
    if (parseSubnetName(name) !== undefined && reservedFor(value) !== undefined) {
      return { record: known, macRevision, peer, fault: undefined };
    }
    const so = known === undefined ? 'it is passed over' : `the host at ${formatIp(known.publicIp)} is kept`;
    return { record: known, macRevision, peer, fault: `${faults[0]?.text}; ${so}` };
  }
}

/** A host that is there for long may take another's MAC for its own today; of one that was not seen before, its key's age is all there is. */
function macRevisionOf({ vtepMac: mac }: LeaseRecord, kv: KeyValue, before: Entry | undefined): number {
  if (before?.record === undefined) return kv.createRevision;
  return sameMac(before.record.vtepMac, mac) ? before.macRevision : kv.modRevision;
}

/** A record, and since when it has its MAC. */
interface MacOwner {
  readonly record: LeaseRecord;
  readonly macRevision: number;
}

function isBetter(one: MacOwner, other: MacOwner): boolean {
  const [isOwn, isOthersOwn] = [hasDerivedMac(one.record), hasDerivedMac(other.record)];
  return isOwn === isOthersOwn ? one.macRevision < other.macRevision : isOwn;
}

function hasDerivedMac({ subnet, vtepMac: mac }: LeaseRecord): boolean {
  return sameMac(mac, vtepMac(subnet.ip));
}

/** Whether packets for the owner of the record's MAC would go to another host if the record were followed. */
function isRobbing({ vtepMac: mac, publicIp }: LeaseRecord, owners: ReadonlyMap<number, MacOwner>): boolean {
  const owner = owners.get(macKey(mac))?.record.publicIp;
  return owner !== undefined && !sameIp(owner, publicIp);
}

function twice(what: string, other: LeaseRecord): string {
  return `found ${what}, which ${formatPrefix(other.subnet)} has as well, wanted it once`;
}

function toPeer({ subnet, publicIp, vtepMac }: LeaseRecord): Peer {
  return { subnet, underlay: publicIp, mac: vtepMac };
}
