import type { LinkMarks, LinkWish } from '../../overlay/attach-link.ts';
import type { ConvergeOptions } from '../../overlay/converge.ts';
import type { ConvergeSegmentWish, SegmentPlan } from '../../overlay/converge-segment.ts';
import type { GuardedPort } from '../../overlay/guard-table.ts';
import type { ConvergeReport } from '../../overlay/report.ts';
import type { SegmentPort } from '../../overlay/segment-port.ts';
import type { SegmentSight } from '../../overlay/segment-sight.ts';

/** Where a segment is. */
export interface SegmentPlace {
  /** Its bridge's name, which is the segment's. */
  readonly segment: string;
  /** A name of `ip netns`, where it is not in this network namespace. */
  readonly overlayNetns?: string | undefined;
}

/** Where a container's end goes. */
export interface ContainerPlace {
  /** The container's network namespace, a path. */
  readonly netns: string;
  /** Whether the port is to be guarded. */
  readonly isGuarded: boolean;
}

/** What the commands ask of the segments of this network namespace. All throw SilkError where the kernel says no. */
export interface SegmentHost {
  /** As lookAtSegment(). */
  look(place: SegmentPlace): SegmentSight | undefined;
  /** As planConvergeSegment(), in the place. */
  plan(place: SegmentPlace, wish: ConvergeSegmentWish): SegmentPlan;
  /** As convergeSegment(), in the place. */
  converge(
    place: SegmentPlace,
    newestWish: () => Promise<ConvergeSegmentWish>,
    options: ConvergeOptions,
  ): Promise<ConvergeReport>;
  /** Removes the devices under the lock, where `judge`, which is asked before, throws nothing. Undefined: there were none. */
  remove(
    place: SegmentPlace,
    lockPath: string,
    judge?: (sight: SegmentSight) => void,
  ): Promise<SegmentSight | undefined>;
  /** As attachLink(). */
  attachLink(place: SegmentPlace, wish: LinkWish): boolean;
  /** As nextMarks(). */
  nextMarks(place: SegmentPlace, wish: LinkWish): LinkMarks;
  /** As createPort(). False: the link is there already, and whole. */
  createPort(place: SegmentPlace, port: SegmentPort, to: ContainerPlace): boolean;
  /** As detachLink(). */
  detachLink(place: SegmentPlace, name: string): boolean;
  /** Removes the link of a host end that bears the mark. False: there is none. */
  removePort(place: SegmentPlace, port: Pick<SegmentPort, 'name' | 'mark'>): boolean;
  /** As listGuardedPorts(). */
  guarded(place: SegmentPlace): readonly GuardedPort[] | undefined;
}
