import type { Peer } from '../../addr/peer.ts';
import type { SilkdConfig } from '../../config/silkd.ts';
import type { ConvergeOptions, ConvergePlan, ConvergeWish } from '../../overlay/converge.ts';
import type { Held } from '../../overlay/held.ts';
import type { FoundVtep } from '../../overlay/plan-vtep.ts';
import type { Failure } from '../../overlay/remote-host.ts';
import type { ConvergeReport } from '../../overlay/report.ts';

/** The device of a name, and all that is known of it. */
export interface VtepSight extends FoundVtep {
  /** The underlay link's name; undefined where there is no such link here. */
  readonly underlayName: string | undefined;
  readonly held: Held;
}

/** What the peers of a VTEP are to be. */
export interface PeersWish {
  /** The VTEP's. */
  readonly name: string;
  readonly peers: readonly Peer[];
}

/** The same, of peers that may change while the VTEP's lock is waited for. */
export interface NewestPeersWish {
  readonly name: string;
  newestPeers(): Promise<readonly Peer[]>;
}

/** Where a silkd would be. */
export interface SilkdPlace {
  readonly runDir: string;
  readonly configPath: string;
}

/** The silkd that runs in this network namespace. */
export interface RunningSilkd {
  /** As text. */
  readonly pid: string;
  /** Undefined: it is not where it was looked for. */
  readonly config: Pick<SilkdConfig, 'source' | 'vtepName' | 'apiSocket'> | undefined;
}

/** What the commands ask of the overlay in this network namespace. All throw SilkError where the kernel says no. */
export interface OverlayHost {
  /** @throws SilkError OVERLAY_CONFLICT when the name is that of something else. */
  hasVtep(name: string): boolean;
  /** @throws SilkError OVERLAY_CONFLICT when the name is that of something else. */
  lookAtVtep(name: string): VtepSight | undefined;
  /** As planConverge(). */
  plan(wish: ConvergeWish): ConvergePlan;
  /** As converge(). */
  converge(newestWish: () => Promise<ConvergeWish>, options: ConvergeOptions): Promise<ConvergeReport>;
  /** As refusedPeers(): of a VTEP that is there. */
  refusedPeers(wish: PeersWish): readonly Failure[];
  /** As planDevice(): of a VTEP that is there. */
  planPeers(wish: PeersWish): ConvergePlan;
  /** As convergeDevice(): of a VTEP that is there. */
  convergePeers(wish: NewestPeersWish, options: ConvergeOptions): Promise<ConvergeReport>;
  /**
   * Removes the device under the lock. Undefined: there was none.
   * @throws SilkError OVERLAY_CONFLICT when the name is that of something else.
   */
  removeVtep(name: string, lockPath: string): Promise<RemovedVtep | undefined>;
  /** @throws SilkError BAD_CONFIG, or UNSUPPORTED_FIELD, where one runs and its configuration cannot be used. */
  findSilkd(place: SilkdPlace): RunningSilkd | undefined;
}

/** A device that is gone. */
export interface RemovedVtep {
  /** As it was. */
  readonly sight: VtepSight;
  /** What the kernel holds of the device afterwards: nothing, unless something is wrong. */
  readonly left: Held;
}
