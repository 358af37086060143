import type { Ip } from '../addr/ip.ts';
import type { Prefix } from '../addr/prefix.ts';
import type { PeerSnapshot } from './source.ts';

/** Where this host is in the overlay network, and how packets of that network look. */
export interface Place {
  /** The whole overlay network, without host bits. */
  readonly network: Prefix;
  /** This host's part of it, without host bits. */
  readonly subnet: Prefix;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
}

/** How sure a host can be of its place. */
export type LeaseState =
  /** Nobody gave it but the configuration: it is for ever. */
  | { readonly state: 'static' }
  /** Not got yet; `reason` says what is waited for. */
  | { readonly state: 'none'; readonly reason: string }
  /** Ours when the control plane was last heard. It goes on while nothing else is heard. */
  | { readonly state: 'held'; readonly renewedAtMs: number; readonly expiresAtMs: number }
  /** Another host has it now. Forwarding goes on, but no container may be added. */
  | { readonly state: 'lost'; readonly reason: string };

/** Something that a source saw and did not follow: a record it cannot read, a refused connection, a list that is held back. */
export interface SourceProblem {
  /** What it is about, such as `record /coreos.com/network/subnets/10.5.34.0-24`; one problem for each. */
  readonly what: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** All that a source knows at one moment. */
export interface NetworkView {
  /** Absent until it is known. It never changes while `mayMove` of the source's host says no. */
  readonly place: Place | undefined;
  readonly lease: LeaseState;
  readonly peers: PeerSnapshot;
  /** When the source was last heard, in milliseconds since the epoch; undefined: never. A static source has no need to be. */
  readonly heardAtMs: number | undefined;
  readonly problems: readonly SourceProblem[];
}

/** What a source has to know of the host that it works for. */
export interface SourceHost {
  /** This host's address on the underlay, by which the others reach it. */
  readonly underlayIp: Ip;
  /** Whether the host may be given another subnet: only while no container has an address of the one it has. */
  mayMove(): boolean;
}

/** Who tells the daemon where its host is, and who else there is. */
export interface NetworkSource {
  /** For messages: `etcd at http://127.0.0.1:2379`. */
  readonly name: string;
  /** What is known now; it costs nothing to ask. */
  view(): NetworkView;
  /**
   * Works until the signal, and then leaves all as it is: leases are neither renewed nor given back. Never rejects: what goes wrong
   * is in the view.
   * @param changed is called whenever the view may have changed; it returns at once.
   */
  run(changed: () => void, signal: AbortSignal): Promise<void>;
  /** Asks anew, now; for a tick of the daemon or a reload of the configuration. Never rejects. */
  refresh(): Promise<void>;
}
