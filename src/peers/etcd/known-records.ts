import { formatIp } from '../../addr/ip.ts';
import { formatMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { type LeaseRecord, parseLease } from './lease-record.ts';
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

  /** The good records, in the order of their keys' coming. */
  records(): LeaseRecord[] {
    return [...this.#entries.values()].flatMap(({ record }) => record ?? []);
  }

  /** What is wrong with single records, and what two of them contradict each other in. */
  faults(): RecordFault[] {
    const faults: RecordFault[] = [];
    const owners = new Map<string, LeaseRecord>();
    const macs = new Map<string, LeaseRecord>();
    for (const [key, { record, fault }] of this.#entries) {
      const what = `record ${key}`;
      if (fault !== undefined) faults.push({ what, reason: fault });
      if (record === undefined) continue;
      const reason = twice(owners, record, `PublicIP ${formatIp(record.publicIp)}`, formatIp(record.publicIp));
      const mac = formatMac(record.vtepMac);
      const reasonOfMac = twice(macs, record, `VtepMAC ${mac}`, mac);
      const reasons = [reason, reasonOfMac].flatMap((text) => text ?? []);
      if (reasons.length > 0) faults.push({ what, reason: reasons.join('; ') });
    }
    return faults;
  }

  #read({ key, value }: KeyValue): Entry {
    const { value: record, faults } = parseLease(key.slice(this.#prefix.length), value);
    if (record !== undefined) return { record, fault: undefined };
    const known = this.#entries.get(key)?.record;
    const so = known === undefined ? 'it is passed over' : `the host at ${formatIp(known.publicIp)} is kept`;
    return { record: known, fault: `${faults[0]?.text}; ${so}` };
  }
}

/** Undefined where no record before this one has the same. */
function twice(seen: Map<string, LeaseRecord>, record: LeaseRecord, what: string, key: string): string | undefined {
  const other = seen.get(key);
  if (other === undefined) {
    seen.set(key, record);
    return undefined;
  }
  return `found ${what}, which ${formatPrefix(other.subnet)} has as well, wanted it once`;
}

/** A record as the peer that it means. */
export function toPeer({ subnet, publicIp, vtepMac }: LeaseRecord): Peer {
  return { subnet, underlay: publicIp, mac: vtepMac };
}
