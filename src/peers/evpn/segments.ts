import type { SegmentEntry } from '../../addr/endpoint.ts';
import type { Ip } from '../../addr/ip.ts';
import { macKey, macOf, vtepMac } from '../../addr/mac.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { deriveRouteTarget, type RouteNumber } from '../../addr/route-number.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import type { LocalEndpoint, SegmentSource, SegmentsView } from '../segment-source.ts';
import type { AnnouncedFile, AnnouncedMacs } from './announced-file.ts';
import type { TablePath } from './gobgp.ts';
import { judgeEndpoints } from './judge-endpoints.ts';
import type { Hearing } from './judge-neighbours.ts';
import { KnownSegments } from './known-segments.ts';
import { leastSequence } from './least-sequences.ts';
import { macInSegment } from './mac-mobility.ts';
import { deriveDistinguisher } from './own-route.ts';
import { type OwnSegment, sortSegmentPaths } from './own-segment.ts';
import { type Announced, planSegmentRoutes, type SegmentRoutePlan } from './plan-segment-routes.ts';
import { readSegmentPaths } from './read-paths.ts';
import { type Findings, type Listener, Speaker } from './speaker.ts';

/** How a segment is known to all of its hosts. */
export interface SegmentIdentity {
  readonly vni: number;
  /** Absent: it follows from the AS and the VNI. */
  readonly routeTarget?: RouteNumber | undefined;
  /** Absent: it follows from the underlay address and the VNI. */
  readonly routeDistinguisher?: RouteNumber | undefined;
  /** The address that its bridge has on every host. */
  readonly gateway?: Prefix | undefined;
}

/** What has to be known of the host. */
export interface SegmentsHost {
  readonly underlayIp: Ip;
  /** What was known before a restart: it counts until the neighbours of gobgpd have sent all. Undefined: nothing. */
  readonly remembered: readonly SegmentEntry[] | undefined;
  /** What this host has announced. */
  readonly announcedFile: AnnouncedFile;
}

/** Type 3 of EVPN. */
const multicastType = 3;

/** The segments of a host, whose endpoints are told by BGP: gobgpd is told those of this host, and asked for those of the others. */
export function evpnSegments(
  options: EvpnOptions,
  segments: readonly SegmentIdentity[],
  host: SegmentsHost,
): SegmentSource {
  const remembered = host.remembered?.filter((entry) => segments.some(({ vni }) => vni === entry.vni));
  return new EvpnSegments(options, ownSegments(options, segments, host.underlayIp), { ...host, remembered });
}

/** The segments as routes know them. */
export function ownSegments(
  { asn }: Pick<EvpnOptions, 'asn'>,
  segments: readonly SegmentIdentity[],
  underlayIp: Ip,
): OwnSegment[] {
  return segments.map(({ vni, routeTarget, routeDistinguisher, gateway }) => ({
    vni,
    routeTarget: deriveRouteTarget({ asn, routeTarget }, vni),
    distinguisher: deriveDistinguisher({ routeDistinguisher }, underlayIp, vni),
    underlayIp,
    gatewayIp: gateway?.ip,
    gatewayMac: gateway === undefined ? macOf(0xaa, underlayIp) : vtepMac(gateway.ip),
  }));
}

class EvpnSegments implements SegmentSource, Listener {
  readonly #segments: readonly OwnSegment[];
  readonly #known: KnownSegments;
  readonly #speaker: Speaker;
  readonly #file: AnnouncedFile;
  readonly #saidBefore: AnnouncedMacs;
  /** Undefined: not told yet what is attached here. */
  #local: readonly LocalEndpoint[] | undefined;
  #announced: Announced | undefined;
  #beaten: readonly LocalEndpoint[] = [];

  constructor(options: EvpnOptions, segments: readonly OwnSegment[], { remembered, announcedFile }: SegmentsHost) {
    this.#segments = segments;
    this.#known = new KnownSegments(options.withdrawGuard, remembered);
    this.#speaker = new Speaker(options, this);
    this.#file = announcedFile;
    this.#saidBefore = announcedFile.read();
  }

  get name(): string {
    return this.#speaker.name;
  }

  view(): SegmentsView {
    const { heardAtMs, problems } = this.#speaker;
    return { entries: this.#known.entries, beaten: this.#beaten, heardAtMs, problems };
  }

  announce(local: readonly LocalEndpoint[]): void {
    if (this.#local !== undefined && textOf(local) === textOf(this.#local)) return;
    this.#local = local;
    this.#speaker.hint();
  }

  async refresh(): Promise<void> {
    await this.#speaker.look();
  }

  run(changed: () => void, signal: AbortSignal): Promise<void> {
    return this.#speaker.run(changed, signal);
  }

  isDue(nowMs: number): boolean {
    return this.#known.isDue(nowMs);
  }

  take(paths: readonly TablePath[], hearing: Hearing, nowMs: number): Findings {
    const { read, unreadable } = readSegmentPaths(paths);
    const { ours, heard } = sortSegmentPaths(read, this.#segments);
    const local = this.#local ?? [];
    const held = this.#known.entries ?? [];
    const its = { segments: this.#segments, local, ours };
    const { entries, refusals, winners } = judgeEndpoints(heard, { ...its, held });
    const plan = planSegmentRoutes({
      ...its,
      announced: this.#announced,
      saidBefore: this.#saidBefore,
      winners,
      least: leastSequence(read),
      isComplete: hearing.isComplete,
    });
    const own = local.filter((one) => isHere(one, plan.announced));
    const missing = this.#known.take({ entries, hearing, nowMs, own });
    const problems = [...missing, ...unreadable, ...refusals];
    // While nobody has said what is attached here, all that is announced may still be right.
    if (this.#local === undefined) return { problems, add: [], withdraw: [] };
    this.#announced = plan.announced;
    this.#beaten = plan.beaten;
    // Before gobgpd is told: what it has been told is known, wherever this ends.
    this.#file.write(plan.announced.macs);
    return { problems: [...plan.problems, ...problems], add: inTurn(plan), withdraw: plan.withdraw };
  }
}

/** Whether nobody else has it: what is attached here is nowhere else, whoever announces it. */
function isHere({ vni, mac, isLearned }: LocalEndpoint, { macs }: Announced): boolean {
  return !isLearned || macs.get(macInSegment(vni, mac))?.isBeaten === false;
}

/** A host that says that it has a part of a segment has said before what is attached there. */
function inTurn({ add, again }: SegmentRoutePlan): Findings['add'] {
  const all = [...add.map((path) => ({ path, isOther: false })), ...again.map((path) => ({ path, isOther: true }))];
  const isLast = ({ path }: (typeof all)[number]) => path.nlri[0] === multicastType;
  return [all.filter((one) => !isLast(one)), all.filter(isLast)];
}

/** The same text for the same endpoints, in whatever order. */
function textOf(local: readonly LocalEndpoint[]): string {
  const lines = local.map(({ vni, mac, ip, attachment, isLearned }) => {
    return [vni, macKey(mac), ip?.value, isLearned, attachment].join(' ');
  });
  return lines.sort().join('\n');
}
