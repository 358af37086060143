import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import type { Prefix } from '../addr/prefix.ts';
import { errorText } from '../errors.ts';
import { decodeArp } from '../linux/arp.ts';
import { ArpSocket } from '../linux/arp-socket.ts';
import type { Netns } from '../linux/netns.ts';
import type { KernelEvent } from '../linux/rtnetlink/event.ts';
import { listBridgeFdb } from '../linux/rtnetlink/fdb.ts';
import { log } from '../log.ts';
import { isLearned } from '../overlay/held-segment.ts';
import { LanHarvest, type LearnedMac } from '../overlay/lan-harvest.ts';
import type { LanAddress } from '../overlay/lan-memory.ts';
import { ensureLanPort, type LanPlace } from '../overlay/lan-port.ts';
import { type Failure, ipKey } from '../overlay/remote-host.ts';
import type { SegmentSockets } from '../overlay/take-segment-steps.ts';
import type { SourceProblem } from '../peers/network-source.ts';
import { Problems } from '../peers/problems.ts';
import type { LocalEndpoint } from '../peers/segment-source.ts';

/** How often what was heard is taken from the kernel. */
const listenEveryMs = 250;
/** The most that is taken at once of a port. */
const mostFrames = 1024;

/** What the LANs of a segment hang on, as it is now. */
export interface LanWish extends LanPlace {
  /** The names of the links to LANs. */
  readonly ports: readonly string[];
  readonly gateway: Prefix | undefined;
  /** What is attached to this host: its addresses are nobody's on a LAN. */
  readonly attached: readonly { readonly mac: Mac; readonly ip?: Ip | undefined }[];
  /** By macKey(): the MACs that are led to other hosts. */
  readonly elsewhere: ReadonlySet<number>;
}

export interface LanPortsOptions {
  /** The segment's. */
  readonly vni: number;
  readonly sockets: SegmentSockets;
  /** The segment's. Absent: the process's own. */
  readonly netns?: Netns | undefined;
  /** Called when there may be something that keep() has to see. Returns at once. */
  readonly changed: () => void;
}

interface OpenPort {
  readonly index: number;
  readonly socket: ArpSocket;
}

/**
 * The LANs of one segment: their links are kept ports of its bridge, and who is there is learned. Nothing here throws for what a link,
 * a LAN or the kernel does: it is a problem. What was made stays when it is disposed of.
 */
export class LanPorts implements Disposable {
  readonly #options: LanPortsOptions;
  readonly #harvest = new LanHarvest();
  readonly #open = new Map<string, OpenPort>();
  readonly #problems = new Problems();
  #wish: LanWish | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: LanPortsOptions) {
    this.#options = options;
  }

  /** Repairs the ports, and goes by who is there now. To be called when the segment has been converged. */
  keep(wish: LanWish): void {
    this.#wish = wish;
    const failures: Failure[] = [];
    for (const name of [...this.#open.keys()]) if (!wish.ports.includes(name)) this.#close(name);
    // First, as this closes what has gone deaf: it is opened anew.
    this.#listen();
    for (const name of wish.ports) failures.push(...attempt(portTitle(name), () => this.#keepPort(name, wish)));
    failures.push(...attempt(`LANs of segment ${this.#options.vni}`, () => this.#settle(wish)));
    this.#problems.setAll('LAN', failures);
    if (wish.ports.length === 0) this.#stop();
    else this.#timer ??= setInterval(() => this.#listen() && this.#options.changed(), listenEveryMs).unref();
  }

  /** What was known before, of who may still be there. */
  remember(addresses: readonly LanAddress[]): void {
    this.#harvest.remember(addresses, Date.now());
  }

  /** Who was there when keep() was called last. */
  endpoints(): LocalEndpoint[] {
    const { vni } = this.#options;
    return this.#harvest.endpoints().map(({ port, mac, ip }) => {
      return { vni, mac, ip, attachment: `lan:${port}`, isLearned: true };
    });
  }

  problems(): SourceProblem[] {
    const refused = this.#harvest.refusals().map(({ port, kind, reason, sinceMs }) => {
      return { what: `${portTitle(port)}: ${kind}`, reason, sinceMs };
    });
    return [...this.#problems.list(), ...refused];
  }

  /** Whether keep() has something to see in what the kernel says. Of who comes and goes it says so; who only speaks again is no news. */
  concerns(event: KernelEvent): boolean {
    if (event.object === 'link')
      return this.#wish?.ports.includes(event.link.name) === true || this.#isOpen(event.link.index);
    // An address on a link that is refused may be why.
    if (event.object === 'address') return this.#problems.list().length > 0 || this.#isOpen(event.address.linkIndex);
    return event.object === 'bridgeFdb' && isLearned(event.entry) && this.#isOpen(event.entry.linkIndex);
  }

  [Symbol.dispose](): void {
    this.#stop();
    for (const name of [...this.#open.keys()]) this.#close(name);
  }

  #keepPort(name: string, wish: LanWish): void {
    try {
      const { index, repaired } = ensureLanPort(this.#options.sockets, name, wish);
      if (repaired.length > 0) log('info', 'A port to a LAN was repaired', { port: name, repaired });
      if (this.#open.get(name)?.index === index) return;
      this.#close(name);
      this.#open.set(name, { index, socket: ArpSocket.open(index, this.#options.netns) });
    } catch (error) {
      // Who was heard there is not known to be there any more.
      this.#close(name);
      throw error;
    }
  }

  /** True: there may be news. */
  #listen(): boolean {
    let isNews = false;
    for (const [port, { socket }] of this.#open) {
      try {
        socket.drain(mostFrames, (frame) => {
          const sender = decodeArp(frame);
          if (sender !== undefined) isNews = this.#harvest.hear({ port, sender, atMs: Date.now() }) || isNews;
        });
      } catch (error) {
        // The link went down or away: it is listened to anew when it has been repaired.
        log('debug', 'A port to a LAN cannot be heard', { port, reason: errorText(error) });
        this.#close(port);
        isNews = true;
      }
    }
    return isNews;
  }

  #settle({ gateway, bridge, attached, elsewhere }: LanWish): void {
    const names = new Map([...this.#open].map(([name, { index }]) => [index, name]));
    const entries = names.size === 0 ? [] : listBridgeFdb(this.#options.sockets.segment, bridge.index);
    const learned = entries.flatMap((entry): LearnedMac | readonly [] => {
      const port = names.get(entry.linkIndex);
      return port === undefined || !isLearned(entry) || entry.external ? [] : { port, mac: entry.mac };
    });
    const owners = attached.flatMap(({ mac, ip }) => (ip === undefined ? [] : [[ipKey(ip), mac] as const]));
    this.#harvest.settle(learned, { gateway, attached: new Map(owners), elsewhere }, Date.now());
  }

  #isOpen(index: number): boolean {
    return [...this.#open.values()].some((port) => port.index === index);
  }

  #close(name: string): void {
    this.#open.get(name)?.socket[Symbol.dispose]();
    this.#open.delete(name);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** What fails is a problem. */
function attempt(what: string, act: () => void): Failure[] {
  try {
    act();
    return [];
  } catch (error) {
    return [{ what, reason: errorText(error) }];
  }
}

function portTitle(name: string): string {
  return `LAN port ${name}`;
}
