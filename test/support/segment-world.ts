import { basename, join } from 'node:path';
import type { SegmentEntry } from '../../src/addr/endpoint.ts';
import { parseIp } from '../../src/addr/ip.ts';
import { parseMac } from '../../src/addr/mac.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../../src/linux/netns.ts';
import { type ConvergeSegmentWish, convergeSegment, planConvergeSegment } from '../../src/overlay/converge-segment.ts';
import type { ConvergeReport } from '../../src/overlay/report.ts';
import type { ArpSuppression } from '../../src/overlay/segment.ts';
import { shellLine, stepCommands } from '../../src/overlay/step-command.ts';
import { enter, Host } from './host.ts';

/** What is known of a segment on another host, as text: an endpoint, a MAC whose address is not known, or the host alone. */
export interface EntryText {
  readonly mac?: string;
  readonly ip?: string;
  readonly underlay: string;
}

/** What is asked of a segment, as text. */
export interface SegmentText {
  readonly vni: number;
  readonly suppression: ArpSuppression;
  readonly replicate: boolean;
  readonly gateway?: string;
  readonly mtuBytes?: number;
  /** Absent: not known. */
  readonly endpoints?: readonly EntryText[];
}

export const bridgeName = 'br0';
export const vxlanDevice = 'vxlan42';

/** A host with an underlay and a segment, perhaps in a namespace of its own. `disposeHosts()` removes it. */
export class SegmentWorld {
  readonly host = new Host();
  /** Where the segment is. */
  readonly place: string;
  readonly #netns: Netns | undefined;
  readonly #sockets: { readonly underlay: NetlinkSocket; readonly segment: NetlinkSocket };

  constructor(isApart: boolean) {
    this.host.addUplink();
    this.place = isApart ? this.host.addContainer('overlay').netns : this.host.netns;
    const own = openNetns(this.host.netns);
    this.#netns = isApart ? openNetns(this.place) : undefined;
    this.#sockets = { underlay: NetlinkSocket.open(own), segment: NetlinkSocket.open(this.#netns ?? own) };
    this.host.onDispose(() => {
      for (const one of [own, this.#netns, this.#sockets.underlay, this.#sockets.segment]) one?.[Symbol.dispose]();
    });
  }

  async converge(text: SegmentText): Promise<ConvergeReport> {
    const lockPath = join(this.host.dir, 'run', `${bridgeName}.lock`);
    return (await convergeSegment(this.#sockets, async () => this.#wish(text), { lockPath })).report;
  }

  /** The commands of a dry run. */
  commands(text: SegmentText): string[] {
    const { deviceSteps, steps } = planConvergeSegment(this.#sockets, this.#wish(text));
    const netns = this.#netns === undefined ? undefined : basename(this.place);
    const names = { device: vxlanDevice, bridge: bridgeName, netns };
    return [...deviceSteps, ...steps].flatMap((step) => stepCommands(step, names).map(shellLine));
  }

  /** Runs a command line where the segment is. Returns its stdout, or undefined where it fails. */
  attempt(line: string): string | undefined {
    const { code, stdout } = this.host.run([...enter(this.place), ...line.split(' ')]);
    return code === 0 ? stdout : undefined;
  }

  /** What a command that prints JSON says; an empty list where it fails or says nothing. */
  list<T>(line: string): T[] {
    const text = this.attempt(line)?.trim() ?? '';
    const parsed: T[] = text === '' ? [] : JSON.parse(text);
    return parsed.filter((entry) => Object.keys(entry as object).length > 0);
  }

  #wish({ vni, suppression, replicate, gateway, mtuBytes, endpoints }: SegmentText): ConvergeSegmentWish {
    return {
      segment: {
        bridge: bridgeName,
        vxlan: vxlanDevice,
        vni,
        port: 4789,
        gbp: false,
        arpSuppression: suppression,
        replicate,
        gateway: gateway === undefined ? undefined : parsePrefix(gateway, 'gateway'),
        mtuBytes,
        netns: this.#netns,
      },
      underlay: { interface: 'uplink' },
      endpoints: endpoints?.map((entry) => entryOf(vni, entry)),
    };
  }
}

function entryOf(vni: number, { mac, ip, underlay: host }: EntryText): SegmentEntry {
  const underlay = parseIp(host, 'underlay');
  if (mac === undefined) return { vni, underlay };
  return { vni, mac: parseMac(mac, 'mac'), ip: ip === undefined ? undefined : parseIp(ip, 'ip'), underlay };
}
