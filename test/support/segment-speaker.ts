import type { SegmentEntry } from '../../src/addr/endpoint.ts';
import { formatIp, parseIp } from '../../src/addr/ip.ts';
import { formatMac, parseMac } from '../../src/addr/mac.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import { type EvpnOptions, readEvpnOptions } from '../../src/config/evpn-options.ts';
import { AnnouncedFile, announcedPath } from '../../src/peers/evpn/announced-file.ts';
import { evpnSegments, type SegmentIdentity } from '../../src/peers/evpn/segments.ts';
import { withdrawRoutes } from '../../src/peers/evpn/withdraw-routes.ts';
import type { LocalEndpoint, SegmentSource } from '../../src/peers/segment-source.ts';
import { comeBackSeconds, type EvpnHost } from './evpn-network.ts';
import { asn, type Gobgpd } from './gobgpd.ts';
import { until } from './wait.ts';

/** Short, so that a test need not wait for minutes. */
const withdrawGuard = { fraction: 1 / 3, atLeast: 3, graceSeconds: comeBackSeconds };

/** The segment of every test, with its gateway. */
const identity: SegmentIdentity = { vni: 42, gateway: parsePrefix('10.0.10.1/24', 'gateway') };

/** `02:00:00:00:00:07` */
export function mac(n: number): string {
  return `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`;
}

/** With its address. */
export function both(n: number): string {
  return `${mac(n)} 10.0.10.${n}`;
}

/** How gobgpd shows its routes of a MAC. */
export function linesOf(gobgpd: Gobgpd, n: number): string[] {
  const lines = gobgpd.ask('global', 'rib', '-a', 'evpn').split('\n');
  return lines.filter((line) => line.includes(`[mac:${mac(n)}]`));
}

/** What `silk teardown` does, where segments of these VNIs stay. */
export function withdrawSegments({ gobgpd, underlayIp }: EvpnHost, ...staying: readonly number[]): Promise<void> {
  const announced = { place: undefined, staying: new Set(staying), segments: [identity] };
  return withdrawRoutes(optionsOf(gobgpd), announced, parseIp(underlayIp, 'underlay'));
}

function optionsOf({ address }: Gobgpd): EvpnOptions {
  return readEvpnOptions({ asn, address, withdrawGuard });
}

/** What silkd has of a host's segment, in this process: it speaks to the gobgpd there by its socket. */
export class SegmentSpeaker {
  readonly source: SegmentSource;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  /** @param segments default the segment of every test */
  constructor(
    { host, gobgpd, underlayIp }: EvpnHost,
    remembered?: readonly SegmentEntry[],
    segments: readonly SegmentIdentity[] = [identity],
  ) {
    const announcedFile = new AnnouncedFile(announcedPath(host.runDir), 'this boot');
    const its = { underlayIp: parseIp(underlayIp, 'underlay'), remembered, announcedFile };
    this.source = evpnSegments(optionsOf(gobgpd), segments, its);
    // A test that failed leaves nobody who goes on asking.
    host.onDispose(() => this.#stop.abort());
  }

  /** @param local such as `02:00:00:00:00:07 10.0.10.7`, or without the address, or with `#2` after it: attached anew */
  announce(...local: readonly string[]): void {
    this.source.announce(local.map(localOf));
  }

  start(): this {
    this.#running = this.source.run(() => undefined, this.#stop.signal);
    return this;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  get entries(): string[] | undefined {
    return this.source.view().entries?.map(textOf);
  }

  get beaten(): string[] {
    return this.source.view().beaten.map(({ mac }) => formatMac(mac));
  }

  get problems(): string[] {
    return this.source.view().problems.map(({ what, reason }) => `${what}: ${reason}`);
  }

  /** Waits until it knows these entries and no others. */
  async knows(...entries: readonly string[]): Promise<void> {
    const wanted = entries.toSorted().join('\n');
    try {
      await until('the entries', () => this.entries?.sort().join('\n') === wanted, 20_000);
    } catch (error) {
      const found = `found ${this.entries?.join('; ')}; ${this.problems.join('; ')}`;
      throw new Error(`${found}; wanted ${entries.join('; ')}`, { cause: error });
    }
  }

  /** Waits until one of its problems has the text. */
  async tells(text: string): Promise<void> {
    try {
      await until('the problem', () => this.problems.some((one) => one.includes(text)), 20_000);
    } catch (error) {
      throw new Error(`found ${this.problems.join('; ')}; wanted ${text}`, { cause: error });
    }
  }
}

function localOf(text: string): LocalEndpoint {
  const [, vni, place = '', attachment = '1'] = /^(?:(\d+) )?([^#]*?)(?: #(\d+))?$/.exec(text) ?? [];
  const [mac = '', ip] = place.split(' ');
  return {
    vni: vni === undefined ? identity.vni : Number(vni),
    mac: parseMac(mac, 'mac'),
    ip: ip === undefined ? undefined : parseIp(ip, 'ip'),
    attachment,
    isLearned: false,
  };
}

/** `02:00:00:00:00:07 10.0.10.7 at 10.244.0.48`; a host alone is `at 10.244.0.48`. */
function textOf({ vni, mac, ip, underlay }: SegmentEntry): string {
  const words = [mac && formatMac(mac), ip && formatIp(ip), 'at', formatIp(underlay)];
  return [vni === identity.vni ? '' : vni, ...words].filter((word) => word).join(' ');
}
