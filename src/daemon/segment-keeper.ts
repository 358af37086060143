import type { Ip } from '../addr/ip.ts';
import type { SilkdConfig } from '../config/silkd.ts';
import type { SegmentConfig } from '../config/silkd-segments.ts';
import { errorText } from '../errors.ts';
import { readBootId } from '../linux/boot-id.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { KernelEvent } from '../linux/rtnetlink/event.ts';
import { describeStep } from '../overlay/step.ts';
import { findUnderlay, type Underlay, type UnderlayChoice } from '../overlay/underlay.ts';
import { EndpointLists } from '../peers/endpoint-lists.ts';
import { AnnouncedFile, announcedPath } from '../peers/evpn/announced-file.ts';
import { evpnSegments } from '../peers/evpn/segments.ts';
import type { SourceProblem } from '../peers/network-source.ts';
import { Problems } from '../peers/problems.ts';
import type { SegmentSource } from '../peers/segment-source.ts';
import { attachedDespite, keepSegment, planDevices } from './keep-segment.ts';
import { ProblemLog } from './problem-log.ts';
import { logFailure, logReport } from './round-log.ts';
import { type Outcome, resultOf, sumOf, toSilkError } from './round-outcome.ts';
import type { RoundState } from './round-state.ts';
import { type Cause, Rounds, usualPace } from './rounds.ts';
import { isSegmentNews } from './segment-events.ts';
import { SegmentLans } from './segment-lans.ts';
import { SegmentPlaces } from './segment-places.ts';
import type { SegmentState, SegmentsState } from './segment-state.ts';
import { signatureOf } from './signature.ts';
import { findUnkept, namespacesOf } from './unkept-segments.ts';

/** What a keeper is started with. */
export interface SegmentKeeperStart {
  /** Of the host's own namespace, where packets leave. */
  readonly socket: NetlinkSocket;
  readonly config: SilkdConfig;
  /** Called after each round. */
  readonly onRound: (round: RoundState) => void;
}

/** What a configuration has opened. */
interface Opened {
  readonly lists: EndpointLists;
  readonly source: SegmentSource | undefined;
  /** Of its segments: those of the configuration may be others by now. */
  readonly vnis: ReadonlySet<number>;
  readonly signature: string;
  readonly stop: AbortController;
}

/** Keeps the segments of the configuration, round after round, and tells others what is attached to them here. */
export class SegmentKeeper implements SegmentsState {
  readonly #socket: NetlinkSocket;
  readonly #onRound: (round: RoundState) => void;
  readonly #rounds = new Rounds(
    (causes) => this.#round(causes),
    () => ({ ...usualPace, intervalMs: this.#config.intervalSeconds * 1000 }),
  );
  readonly #places = new SegmentPlaces({
    isNews: (event, place) => this.#isNews(event, place),
    ask: () => this.ask('kernel'),
  });
  readonly #lans: SegmentLans;
  readonly #problems = new Problems();
  readonly #problemLog = new ProblemLog('A segment');
  #config: SilkdConfig;
  #underlay: Underlay | undefined;
  #opened: Opened | undefined;
  /** By VNI. */
  #states = new Map<number, SegmentState>();
  /** Whether what is learned is in its file. */
  #isWritten = true;
  lastRound: RoundState | undefined;

  constructor({ socket, config, onRound }: SegmentKeeperStart) {
    this.#socket = socket;
    this.#config = config;
    this.#onRound = onRound;
    this.#lans = new SegmentLans({ runDir: config.runDir, changed: () => this.ask('source') });
  }

  get segments(): readonly SegmentState[] {
    return [...this.#states.values()];
  }

  get source(): SegmentSource | undefined {
    return this.#opened?.source;
  }

  get problems(): readonly SourceProblem[] {
    const { source, lists } = this.#opened ?? {};
    return [
      ...this.#problems.list(),
      ...this.#lans.problems(),
      ...(lists?.problems ?? []),
      ...(source?.view().problems ?? []),
    ];
  }

  /** There is something to look at. */
  ask(cause: Cause): void {
    if (cause === 'kernel' && !this.#config.watchKernel) return;
    this.#rounds.ask(cause);
  }

  /** Follows another configuration from the next round on. A segment that is not in it is let be. */
  follow(config: SilkdConfig): void {
    this.#config = config;
    void this.source?.refresh().then(() => this.ask('source'));
    this.ask('reload');
  }

  /** Until the signal. All that was made, and what others were told, stays. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#rounds.run(signal);
    this.#close();
  }

  reasonsAgainst(): string[] {
    if (this.#config.segments.length === 0) return [];
    if (this.lastRound === undefined) return ['the first round of the segments is not over yet'];
    const { error } = this.lastRound;
    return error === undefined ? this.#config.segments.flatMap((config) => this.#reasonsOf(config)) : [error.message];
  }

  #reasonsOf(config: SegmentConfig): string[] {
    const error = this.#states.get(config.vni)?.error;
    if (error !== undefined) return [error.message];
    const place = this.#places.find(config.overlayNamespace)?.place;
    if (place === undefined) return [`the segment ${config.bridge} has not been looked at yet`];
    try {
      return planDevices({ config, place, underlay: this.#underlayChoice }).map(
        (step) => `to be done for ${config.bridge}: ${step.action} ${describeStep(step)}`,
      );
    } catch (failure) {
      return [errorText(failure)];
    }
  }

  async #round(causes: ReadonlySet<Cause>): Promise<boolean> {
    const beganMs = performance.now();
    const outcome = await this.#tryRound(causes);
    const endedMs = performance.now();
    const round = { endedAtMs: Date.now(), endedMs, tookMs: endedMs - beganMs, causes: [...causes], ...outcome };
    this.lastRound = round;
    this.#problemLog.tell(this.problems);
    if (round.error !== undefined) logFailure(round.error, { causes: round.causes, ms: Math.round(round.tookMs) });
    this.#onRound(round);
    return round.error === undefined && this.#isWritten && this.segments.every(({ error }) => error === undefined);
  }

  async #tryRound(causes: ReadonlySet<Cause>): Promise<Outcome> {
    const { segments } = this.#config;
    try {
      this.#forgetOthers(segments);
      this.#isWritten = true;
      if (segments.length === 0) return { result: 'content', report: undefined, error: undefined };
      // The underlay's events are heard by it.
      this.#places.at(undefined);
      this.#underlay = undefined;
      this.#underlay = findUnderlay(this.#socket, this.#underlayChoice);
      const opened = await this.#openFor(this.#underlay.ip);
      await this.#learn(opened);
      const outcomes: Outcome[] = [];
      for (const segment of segments) outcomes.push(await this.#keep(segment, opened.lists, causes));
      this.#announce(opened.source);
      this.#problems.setAll('unkept', opened.source === undefined ? [] : findUnkept(segments, this.#places));
      return sumOf(outcomes);
    } catch (cause) {
      return { result: 'failed', report: undefined, error: toSilkError(cause) };
    }
  }

  async #keep(config: SegmentConfig, lists: EndpointLists, causes: ReadonlySet<Cause>): Promise<Outcome> {
    const beganMs = performance.now();
    try {
      const place = this.#places.at(config.overlayNamespace);
      const { seen, local, report } = await keepSegment({
        config,
        place,
        underlay: this.#underlayChoice,
        runDir: this.#config.runDir,
        newest: async () => {
          await lists.refresh();
          return lists.known(this.source !== undefined);
        },
      });
      const underlay = seen.plan.segment.vxlan.underlay;
      const onLans = await this.#lans.keep({ config, place, seen, underlay, local });
      this.#states.set(config.vni, { config, seen, local: [...local, ...onLans], error: undefined });
      logReport(report, { segment: config.bridge, causes: [...causes], ms: Math.round(performance.now() - beganMs) });
      return { result: resultOf(report), report, error: undefined };
    } catch (cause) {
      const error = toSilkError(cause);
      if (error.code === 'NOT_READY') this.#lans.close(config.vni);
      const before = this.#states.get(config.vni)?.local;
      const place = this.#places.find(config.overlayNamespace)?.place;
      this.#states.set(config.vni, {
        config,
        seen: undefined,
        local: attachedDespite(error, { config, place, before }),
        error,
      });
      return { result: 'failed', report: undefined, error };
    } finally {
      this.#problems.setAll('segments', this.segments.flatMap(problemOf));
    }
  }

  /** What others have. Without a source nobody says it any more. */
  async #learn({ lists, source, vnis }: Opened): Promise<void> {
    await lists.refresh();
    const entries = source?.view().entries;
    try {
      if (entries !== undefined) lists.learn(entries, vnis);
      else if (source === undefined) lists.unlearn(vnis);
      this.#problems.clear(learnedFile);
      this.#isWritten = true;
    } catch (error) {
      this.#isWritten = false;
      this.#problems.set(learnedFile, errorText(error));
    }
  }

  /** Only when it is known of all segments: what is not among it is withdrawn. */
  #announce(source: SegmentSource | undefined): void {
    const lists = this.segments.map(({ local }) => local);
    if (lists.every((list) => list !== undefined)) source?.announce(lists.flat());
  }

  /** What is open, or what another configuration or address asks for. */
  async #openFor(underlayIp: Ip): Promise<Opened> {
    const { segments, segmentEvpn, endpointsFile, runDir } = this.#config;
    const known = segments.map(({ vni, routeTarget, routeDistinguisher, gateway }) => {
      return { vni, routeTarget, routeDistinguisher, gateway };
    });
    const signature = signatureOf([known, segmentEvpn, endpointsFile, underlayIp]);
    if (this.#opened?.signature === signature) return this.#opened;
    this.#opened?.stop.abort();
    const lists = new EndpointLists({ endpointsFile, runDir });
    await lists.refresh();
    const announcedFile = new AnnouncedFile(announcedPath(runDir), readBootId());
    const host = { underlayIp, remembered: lists.learned, announcedFile };
    const source = segmentEvpn && evpnSegments(segmentEvpn, known, host);
    const stop = new AbortController();
    const changed = () => {
      if (!stop.signal.aborted) this.ask('source');
    };
    void lists.follow(changed, stop.signal);
    void source?.run(changed, stop.signal);
    this.#opened = { lists, source, vnis: new Set(known.map(({ vni }) => vni)), signature, stop };
    return this.#opened;
  }

  #forgetOthers(segments: readonly SegmentConfig[]): void {
    const known = this.#states;
    this.#states = new Map(
      segments.flatMap(({ vni }) => {
        const state = known.get(vni);
        return state === undefined ? [] : [[vni, state]];
      }),
    );
    this.#problems.setAll('segments', this.segments.flatMap(problemOf));
    this.#lans.keepOnly(new Set(segments.map(({ vni }) => vni)));
    this.#places.keepOnly(namespacesOf(segments));
    if (segments.length > 0) return;
    this.#problems.setAll('unkept', []);
    this.#close();
  }

  #close(): void {
    this.#opened?.stop.abort();
    this.#opened = undefined;
    this.#problems.clear(learnedFile);
    this.#lans[Symbol.dispose]();
    this.#places[Symbol.dispose]();
  }

  #isNews(event: KernelEvent, overlayNamespace: string | undefined): boolean {
    const open = this.#places.find(overlayNamespace);
    if (open === undefined) return false;
    if (this.#lans.concerns(event, open.place)) return true;
    const segments = this.#config.segments.filter((segment) => segment.overlayNamespace === overlayNamespace);
    return isSegmentNews(event, {
      ownPorts: open.ownPorts,
      segments: segments.map(({ vni, bridge, vxlan }) => ({ bridge, vxlan, sight: this.#states.get(vni)?.seen })),
      underlay: overlayNamespace === undefined ? { index: this.#underlay?.index } : undefined,
    });
  }

  get #underlayChoice(): UnderlayChoice {
    return { interface: this.#config.underlayInterface, address: this.#config.underlayAddress };
  }
}

/** For problems. */
const learnedFile = 'the file of learned endpoints';

function problemOf({ config, error }: SegmentState) {
  return error === undefined ? [] : [{ what: `segment ${config.bridge}`, reason: error.message }];
}
