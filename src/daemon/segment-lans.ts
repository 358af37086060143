import { existsSync } from 'node:fs';
import type { SegmentEntry } from '../addr/endpoint.ts';
import { lanEndpointsPath } from '../config/segment.ts';
import type { SegmentConfig } from '../config/silkd-segments.ts';
import { errorText } from '../errors.ts';
import type { KernelEvent } from '../linux/rtnetlink/event.ts';
import type { SegmentPlace } from '../overlay/segment-place.ts';
import type { Underlay } from '../overlay/underlay.ts';
import { readEndpointsFile } from '../peers/endpoints-file.ts';
import { writeLearnedEndpoints } from '../peers/known-endpoints.ts';
import type { SourceProblem } from '../peers/network-source.ts';
import { Problems } from '../peers/problems.ts';
import type { LocalEndpoint } from '../peers/segment-source.ts';
import { LanPorts } from './lan-ports.ts';
import type { SegmentSeen } from './segment-state.ts';
import { signatureOf } from './signature.ts';

export interface SegmentLansOptions {
  readonly runDir: string;
  /** Called when there may be something that keep() has to see. Returns at once. */
  readonly changed: () => void;
}

/** A segment that has been converged, as keep() needs it. */
export interface KeptForLan {
  readonly config: SegmentConfig;
  readonly place: SegmentPlace;
  readonly seen: Pick<SegmentSeen, 'bridgeIndex' | 'held'>;
  readonly underlay: Underlay;
  /** What is attached. */
  readonly local: readonly LocalEndpoint[];
}

type Remembered = Pick<SegmentEntry, 'vni' | 'mac' | 'ip'>;

interface OpenLan {
  readonly place: SegmentPlace;
  readonly lan: LanPorts;
}

/**
 * The LANs of all segments. Who is there is written to a file: after a restart nobody says anew what address he has as long as he knows
 * the MACs of others, and other hosts that nobody tells can be given it.
 */
export class SegmentLans implements Disposable {
  readonly #options: SegmentLansOptions;
  /** By VNI. */
  readonly #open = new Map<number, OpenLan>();
  readonly #problems = new Problems();
  /** Of LANs that are not open: what the file said at first, and who was there when they were closed. Undefined: not read yet. */
  #remembered: readonly Remembered[] | undefined;
  #written = '';

  constructor(options: SegmentLansOptions) {
    this.#options = options;
  }

  /** Keeps the LANs of a segment. Returns who is there. Never rejects: what goes wrong is a problem. */
  async keep(kept: KeptForLan): Promise<readonly LocalEndpoint[]> {
    const { config, place, seen, underlay, local } = kept;
    if (config.lanPorts.length === 0 && !this.#open.has(config.vni)) return [];
    this.#remembered ??= await this.#read();
    const lan = this.#lanOf(kept);
    lan.keep({
      ports: config.lanPorts,
      bridge: { name: config.bridge, index: seen.bridgeIndex, netns: place.netns },
      vxlan: config.vxlan,
      underlayIndex: underlay.index,
      gateway: config.gateway,
      attached: local,
      elsewhere: new Set(seen.held.self.keys()),
    });
    this.#write(underlay);
    return lan.endpoints();
  }

  problems(): SourceProblem[] {
    return [...this.#problems.list(), ...[...this.#open.values()].flatMap(({ lan }) => lan.problems())];
  }

  /** Whether keep() has something to see in what the kernel says in a namespace. */
  concerns(event: KernelEvent, place: SegmentPlace): boolean {
    return [...this.#open.values()].some((open) => open.place === place && open.lan.concerns(event));
  }

  /** Lets the LANs of other segments be. */
  keepOnly(vnis: ReadonlySet<number>): void {
    for (const vni of [...this.#open.keys()]) if (!vnis.has(vni)) this.close(vni);
  }

  /** Lets the LANs of a segment be, and its namespace go: whoever listens there would keep it from ending. */
  close(vni: number): void {
    const open = this.#open.get(vni);
    if (open === undefined) return;
    this.#remembered = [...(this.#remembered ?? []).filter((one) => one.vni !== vni), ...open.lan.endpoints()];
    open.lan[Symbol.dispose]();
    this.#open.delete(vni);
    // Nobody writes it any more, and nobody misses it.
    if (this.#open.size === 0) this.#problems.clear(lanEndpointsPath(this.#options.runDir));
  }

  [Symbol.dispose](): void {
    this.keepOnly(new Set());
  }

  #lanOf({ config: { vni }, place }: KeptForLan): LanPorts {
    const open = this.#open.get(vni);
    if (open?.place === place) return open.lan;
    this.close(vni);
    const before = this.#remembered?.filter((one) => one.vni === vni) ?? [];
    const lan = new LanPorts({ vni, sockets: place.sockets, netns: place.netns, changed: this.#options.changed });
    lan.remember(before.flatMap(({ mac, ip }) => (mac === undefined || ip === undefined ? [] : [{ mac, ip }])));
    this.#open.set(vni, { place, lan });
    return lan;
  }

  async #read(): Promise<readonly SegmentEntry[]> {
    try {
      return (await readEndpointsFile(lanEndpointsPath(this.#options.runDir))) ?? [];
    } catch {
      // It is written anew.
      return [];
    }
  }

  #write({ ip: underlay }: Underlay): void {
    const path = lanEndpointsPath(this.#options.runDir);
    const endpoints = [...this.#open.values()].flatMap(({ lan }) => lan.endpoints());
    const entries = endpoints.map(({ vni, mac, ip }) => ({ vni, mac, ip, underlay }));
    const signature = signatureOf(entries);
    if (signature === this.#written && existsSync(path)) return;
    try {
      writeLearnedEndpoints(path, entries);
      this.#written = signature;
      this.#problems.clear(path);
    } catch (error) {
      this.#problems.set(path, errorText(error));
    }
  }
}
