import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatMac, macKey } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix } from '../../addr/prefix.ts';
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

  /** The hosts of the good records but the one at `self`, in the order of their keys' coming. */
  peers(self: Ip): Peer[] {
    return [...this.#entries.values()].flatMap(({ peer }) =>
      peer === undefined || sameIp(peer.underlay, self) ? [] : peer,
    );
  }

  /** What is wrong with single records, and what two of them contradict each other in. */
  faults(): RecordFault[] {
    const faults: RecordFault[] = [];
    const owners = new Map<bigint, LeaseRecord>();
    const macs = new Map<number, LeaseRecord>();
    for (const [key, { record, fault }] of this.#entries) {
      const reasons = fault === undefined ? [] : [fault];
      if (record !== undefined) {
        const sameOwner = firstWith(owners, record.publicIp.value, record);
        const sameMac = firstWith(macs, macKey(record.vtepMac), record);
        if (sameOwner !== undefined) reasons.push(twice(`PublicIP ${formatIp(record.publicIp)}`, sameOwner));
        if (sameMac !== undefined) reasons.push(twice(`VtepMAC ${formatMac(record.vtepMac)}`, sameMac));
      }
      if (reasons.length > 0) faults.push({ what: `record ${key}`, reason: reasons.join('; ') });
    }
    return faults;
  }

  #read({ key, value }: KeyValue): Entry {
    const name = key.slice(this.#prefix.length);
    const { value: record, faults } = parseLease(name, value);
    if (record !== undefined) return { record, peer: toPeer(record), fault: undefined };
    const { record: known, peer } = this.#entries.get(key) ?? {};
    if (parseSubnetName(name) !== undefined && reservedFor(value) !== undefined) {
      return { record: known, peer, fault: undefined };
    }
    const so = known === undefined ? 'it is passed over' : `the host at ${formatIp(known.publicIp)} is kept`;
    return { record: known, peer, fault: `${faults[0]?.text}; ${so}` };
  }
}

/** Undefined: this record is the first. */
function firstWith<K>(seen: Map<K, LeaseRecord>, key: K, record: LeaseRecord): LeaseRecord | undefined {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, record);
  return first;
}

function twice(what: string, other: LeaseRecord): string {
  return `found ${what}, which ${formatPrefix(other.subnet)} has as well, wanted it once`;
}

function toPeer({ subnet, publicIp, vtepMac }: LeaseRecord): Peer {
  return { subnet, underlay: publicIp, mac: vtepMac };
}
