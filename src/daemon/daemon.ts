import type { Ip } from '../addr/ip.ts';
import { sameIp } from '../addr/ip.ts';
import { formatPrefix } from '../addr/prefix.ts';
import type { SilkdConfig } from '../config/silkd.ts';
import { errorText, type SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { log } from '../log.ts';
import type { ConvergeWish } from '../overlay/converge.ts';
import { listHostLinks } from '../overlay/remove-container-link.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import { findUnderlay } from '../overlay/underlay.ts';
import { vtepLockPath } from '../overlay/vtep-lock.ts';
import type { NetworkSource, NetworkView, Place, SourceHost, SourceProblem } from '../peers/network-source.ts';
import { Converger } from './converger.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { Watched } from './kernel-events.ts';
import { mayAdd } from './may-add.ts';
import { openSource, type RoutedChoice, sourceSignature } from './open-source.ts';
import { ProblemLog } from './problem-log.ts';
import { logRound } from './round-log.ts';
import { type Outcome, resultOf, toSilkError } from './round-outcome.ts';
import type { RoundState } from './round-state.ts';
import { type Cause, Rounds, usualPace } from './rounds.ts';
import type { SegmentsState } from './segment-state.ts';
import type { DaemonState, Kept } from './state.ts';
import { Announcement, type Told } from './subnet-file.ts';
import { userOf } from './subnet-user.ts';
import { Unrest } from './unrest.ts';

/** What a daemon is started with. */
export interface DaemonStart {
  readonly version: string;
  readonly socket: NetlinkSocket;
  readonly log: DaemonLog;
  readonly config: SilkdConfig;
  readonly segments: SegmentsState;
  /** Called after each round. */
  readonly onRound: (round: RoundState) => void;
}

interface OpenSource {
  readonly source: NetworkSource;
  readonly signature: string;
  readonly stop: AbortController;
}

/** Keeps the kernel as its source and its configuration say, round after round. */
export class Daemon implements DaemonState {
  readonly version: string;
  readonly startedAtMs = Date.now();
  readonly startedMs = performance.now();
  readonly socket: NetlinkSocket;
  readonly log: DaemonLog;
  readonly segments: SegmentsState;
  readonly #rounds = new Rounds(
    (causes) => this.#round(causes),
    () => ({ ...usualPace, intervalMs: this.config.intervalSeconds * 1000 }),
  );
  readonly #converger: Converger;
  readonly #ownPort: number;
  readonly #onRound: (round: RoundState) => void;
  readonly #announced = new Announcement();
  readonly #problemLog = new ProblemLog();
  readonly #unrestLog = new ProblemLog('The host');
  readonly #unrest: Unrest;
  #config: SilkdConfig;
  #opened: OpenSource | undefined;
  #problems: readonly SourceProblem[] = [];
  lastRound: RoundState | undefined;

  constructor({ version, socket, log: daemonLog, config, segments, onRound }: DaemonStart) {
    this.version = version;
    this.socket = socket;
    this.log = daemonLog;
    this.segments = segments;
    this.#config = config;
    this.#onRound = onRound;
    this.#ownPort = socket.port;
    this.#unrest = new Unrest(config.vtepName);
    this.#converger = new Converger(socket, vtepLockPath(config.runDir, config.vtepName));
  }

  get config(): SilkdConfig {
    return this.#config;
  }

  get source(): NetworkSource | undefined {
    return this.#opened?.source;
  }

  get kept(): Kept | undefined {
    return this.#converger.kept;
  }

  get told(): Told | undefined {
    return this.#announced.told;
  }

  get problems(): readonly SourceProblem[] {
    return [...this.#problems, ...this.#unrest.problems];
  }

  /** By what an event of the kernel is judged now. */
  get watched(): Watched {
    return { vtepName: this.config.vtepName, ownPort: this.#ownPort, sight: this.kept?.sight };
  }

  /** There is something to look at. */
  ask(cause: Cause): void {
    const { watchKernel, source } = this.config;
    if (cause === 'kernel' && (!watchKernel || source.kind === 'none')) return;
    this.#rounds.ask(cause);
  }

  /** Follows another configuration from the next round on. */
  follow(config: SilkdConfig): void {
    this.#config = config;
    this.#problems = [];
    this.log.level = config.logLevel;
    void this.source?.refresh().then(() => this.ask('source'));
    this.ask('reload');
  }

  /** What the operator has to know, until follow() is called. */
  complain(what: string, reason: string): void {
    this.#problems = [{ what, reason, sinceMs: Date.now() }];
  }

  /** Until the signal. The data plane, and the subnet file, stay as they are. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#rounds.run(signal);
    this.#opened?.stop.abort();
  }

  async #round(causes: ReadonlySet<Cause>): Promise<boolean> {
    const beganMs = performance.now();
    const { result, report, error } = await this.#tryRound(causes);
    this.lastRound = {
      endedAtMs: Date.now(),
      endedMs: performance.now(),
      tookMs: performance.now() - beganMs,
      causes: [...causes],
      result,
      report,
      error,
    };
    this.#problemLog.tell(this.source?.view().problems ?? []);
    this.#unrest.count(this.lastRound);
    this.#unrestLog.tell(this.#unrest.problems);
    logRound(this.lastRound);
    this.#onRound(this.lastRound);
    return result !== 'failed';
  }

  async #tryRound(causes: ReadonlySet<Cause>): Promise<Outcome> {
    try {
      const { source } = this.config;
      if (source.kind === 'none') return this.#letBe();
      const underlay = findUnderlay(this.socket, this.#underlayChoice);
      const view = this.#openFor(source, underlay.ip).view();
      if (!mayAdd(view.lease)) this.#tell(view);
      if (view.place === undefined) {
        return { result: 'waiting', report: undefined, error: undefined };
      }
      const report = await this.#converge(causes, view, underlay.ip);
      // The lease may have been lost while others converged.
      this.#tell(this.source?.view() ?? view);
      return { result: resultOf(report), report, error: undefined };
    } catch (cause) {
      const error = toSilkError(cause);
      this.#untell(error);
      return { result: 'failed', report: undefined, error };
    }
  }

  /** There is no network any more, or never was one: what was made of it stays, but no container may be added to it. */
  #letBe(): Outcome {
    this.#opened?.stop.abort();
    this.#opened = undefined;
    this.#converger.kept = undefined;
    const reason = 'the configuration has no such network';
    if (this.told !== undefined) this.#announced.tell(this.config.subnetFile, undefined, reason);
    return { result: 'content', report: undefined, error: undefined };
  }

  /** The open source, or another one where the configuration or the host's address has changed. */
  #openFor(choice: RoutedChoice, underlayIp: Ip): NetworkSource {
    const signature = sourceSignature(choice, { underlayIp });
    if (this.#opened?.signature === signature) return this.#opened.source;
    this.#opened?.stop.abort();
    const host: SourceHost = { underlayIp, mayMove: () => this.#mayMove() };
    const source = openSource(choice, this.config.stateDir, host);
    const stop = new AbortController();
    this.#opened = { source, signature, stop };
    void source.run(() => {
      if (!stop.signal.aborted) this.ask('source');
    }, stop.signal);
    return source;
  }

  /** Not while a container is there, or something else rests on the subnet. */
  #mayMove(): boolean {
    const subnet = this.source?.view().place?.subnet;
    return (
      listHostLinks(this.socket).length === 0 && (subnet === undefined || userOf(this.socket, subnet) === undefined)
    );
  }

  /** Where nothing but the peers can have changed, nothing else is looked at. */
  async #converge(causes: ReadonlySet<Cause>, view: NetworkView, underlayIp: Ip): Promise<ConvergeReport> {
    const { kept } = this;
    const peers = peersOf(view);
    const isForPeers = causes.size === 1 && causes.has('source') && this.lastRound?.error === undefined;
    if (
      !isForPeers ||
      kept?.sight.desired === undefined ||
      peers === undefined ||
      !isAt(kept, view.place, underlayIp)
    ) {
      return await this.#converger.full(() => this.#wish(view));
    }
    if (peers === kept.peers) return { made: [], changed: [], removed: [], failed: [] };
    const report = await this.#converger.peersAlone(() => peersOf(this.source?.view() ?? view) ?? peers);
    // What the kernel refuses may be because it is not as it was: then it is looked at.
    if (report.failed.length === this.kept?.sight.desired?.refused.length) return report;
    const more = await this.#converger.full(() => this.#wish(view));
    return {
      made: [...report.made, ...more.made],
      changed: [...report.changed, ...more.changed],
      removed: [...report.removed, ...more.removed],
      failed: more.failed,
    };
  }

  /** Of the newest view: it may have changed since the round began. */
  #wish(before: NetworkView): ConvergeWish {
    const newest = this.source?.view() ?? before;
    const place = newest.place ?? before.place;
    if (place === undefined) throw new RangeError('a wish without a place');
    const { vtepName: name, mtu: mtuBytes } = this.config;
    return { vtep: { name, ...place, mtuBytes }, underlay: this.#underlayChoice, peers: peersOf(newest) };
  }

  get #underlayChoice() {
    return { interface: this.config.underlayInterface, address: this.config.underlayAddress };
  }

  #tell({ lease, place }: NetworkView): void {
    const sight = mayAdd(lease) && place !== undefined ? this.kept?.sight : undefined;
    const { subnetFile, ipMasq } = this.config;
    const reason = 'reason' in lease ? lease.reason : undefined;
    this.#announced.tell(subnetFile, sight && { vtep: sight.vtep, ipMasq }, reason);
  }

  /** What passes by itself is no reason to keep containers from being added. */
  #untell(error: SilkError): void {
    if (!lasting.has(error.code)) return;
    try {
      this.#announced.tell(this.config.subnetFile, undefined, error.message);
    } catch (failure) {
      log('error', errorText(failure));
    }
  }
}

/** The errors by which no container can be added until somebody changes something. */
const lasting: ReadonlySet<string> = new Set(['BAD_CONFIG', 'OVERLAY_CONFLICT', 'UNDERLAY_UNKNOWN', 'IMPAIRED']);

/** Whether what was converged last is where the host is now. */
function isAt({ sight: { vtep } }: Kept, place: Place | undefined, underlayIp: Ip): boolean {
  return (
    place !== undefined &&
    formatPrefix(vtep.network) === formatPrefix(place.network) &&
    formatPrefix(vtep.subnet) === formatPrefix(place.subnet) &&
    vtep.vni === place.vni &&
    vtep.port === place.port &&
    vtep.gbp === place.gbp &&
    sameIp(vtep.underlay.ip, underlayIp)
  );
}

function peersOf({ peers }: NetworkView) {
  return peers.state === 'known' ? peers.peers : undefined;
}
