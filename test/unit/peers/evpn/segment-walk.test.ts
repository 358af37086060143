import { expect, test } from '@jest/globals';
import { isEndpoint, type SegmentEntry } from '../../../../src/addr/endpoint.ts';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac, sameMac } from '../../../../src/addr/mac.ts';
import type { TablePath } from '../../../../src/peers/evpn/gobgp.ts';
import { judgeEndpoints } from '../../../../src/peers/evpn/judge-endpoints.ts';
import { leastSequence } from '../../../../src/peers/evpn/least-sequences.ts';
import { type OwnSegment, sortSegmentPaths } from '../../../../src/peers/evpn/own-segment.ts';
import { hexOf, pathText } from '../../../../src/peers/evpn/path-text.ts';
import { type Announced, planSegmentRoutes } from '../../../../src/peers/evpn/plan-segment-routes.ts';
import { readPaths } from '../../../../src/peers/evpn/read-paths.ts';
import type { LocalEndpoint } from '../../../../src/peers/segment-source.ts';
import { chosenSeed, seededRandom } from '../../../support/random.ts';
import { localAt, macAt, segmentAt } from './segment-scene.ts';

/** A host with its gobgpd. What it hears of the others is as old as the last time that they were asked. */
class WalkingHost {
  readonly n: number;
  readonly segment: OwnSegment;
  local: LocalEndpoint[] = [];
  announced: Announced | undefined;
  /** Of the file. */
  saidBefore: Announced['macs'] = new Map();
  entries: readonly SegmentEntry[] = [];
  beaten: readonly LocalEndpoint[] = [];
  /** What gobgpd was told, by key. */
  readonly told = new Map<string, TablePath>();
  /** What the others' have sent. */
  #heard: readonly TablePath[] = [];

  constructor(n: number) {
    this.n = n;
    this.segment = segmentAt(n);
  }

  hear(others: readonly WalkingHost[]): void {
    this.#heard = others.flatMap(({ n, told }) => [...told.values()].map((path) => ({ ...path, neighbour: `${n}` })));
  }

  /** Whether anything changed. */
  look(isComplete = true): boolean {
    const { segments: read } = readPaths([...this.told.values(), ...this.#heard]);
    const [segments, local, announced] = [[this.segment], this.local, this.announced];
    const { ours, heard } = sortSegmentPaths(read, segments);
    const { entries, refusals, winners } = judgeEndpoints(heard, { segments, local, ours, held: this.entries });
    // Two may announce one MAC until they hear of each other.
    expect(refusals.filter(({ reason }) => !reason.startsWith('MAC: '))).toEqual([]);
    const [{ saidBefore }, least] = [this, leastSequence(read)];
    const plan = planSegmentRoutes({ segments, local, announced, saidBefore, least, winners, ours, isComplete });
    expect(plan.again).toEqual([]);
    const before = textOf(this);
    for (const path of plan.add) this.told.set(keyOf(path), { ...path, neighbour: undefined, stale: false });
    for (const path of plan.withdraw) this.told.delete(keyOf(path));
    [this.announced, this.entries, this.beaten] = [plan.announced, entries, plan.beaten];
    this.saidBefore = plan.announced.macs;
    return textOf(this) !== before;
  }
}

/** Labels are no part of a key, but here all have the same. */
function keyOf({ nlri }: Pick<TablePath, 'nlri'>): string {
  return hexOf(nlri);
}

function textOf({ told, entries, beaten }: WalkingHost): string {
  const paths = [...told.values()].map(pathText).sort();
  return [...paths, ...entries.map(describe), ...beaten.map(({ attachment }) => attachment)].join('\n');
}

function describe({ mac, ip, underlay }: SegmentEntry): string {
  return `${mac && formatMac(mac)} ${ip && formatIp(ip)} ${formatIp(underlay)}`;
}

const macCount = 4;

/** Three hosts, and what happened to each MAC that may raise its sequence number. */
class Walk {
  readonly hosts = [new WalkingHost(2), new WalkingHost(3), new WalkingHost(4)];
  readonly attachments = new Array<number>(macCount + 1).fill(0);
  #count = 0;
  readonly #roll: (below: number) => number;

  constructor(seed: number) {
    const next = seededRandom(seed);
    this.#roll = (below) => Math.floor(next() * below);
  }

  step(): void {
    const [host, mac] = [this.hosts[this.#roll(3)], 1 + this.#roll(macCount)];
    if (host === undefined) throw new Error('no host');
    const steps: (() => void)[] = [
      () => this.#attach(host, mac),
      () => this.#attach(host, mac),
      () => this.#detach(host, mac, false),
      () => this.#learn(host, mac),
      () => this.#detach(host, mac, true),
      () => this.#migrate(host, mac),
      () => this.#restart(host),
      () => host.told.clear(),
      () => host.hear([]),
      () => this.#hear(host),
      () => this.#hear(host),
      () => void host.look(),
      () => void host.look(),
      () => void host.look(false),
    ];
    steps[this.#roll(steps.length)]?.();
  }

  /** Rounds until nothing changes: hosts look one after the other, or all at what there was before any of them did. */
  settle(isAtOnce: boolean): number {
    for (let round = 1; round < 20; round++) {
      if (isAtOnce) for (const host of this.hosts) this.#hear(host);
      const changed = this.hosts.filter((host) => {
        if (!isAtOnce) this.#hear(host);
        return host.look();
      });
      if (changed.length === 0) return round;
    }
    throw new Error('it does not come to rest');
  }

  get roll(): (below: number) => number {
    return this.#roll;
  }

  #hear(host: WalkingHost): void {
    host.hear(this.hosts.filter((other) => other !== host));
  }

  #attach(host: WalkingHost, n: number): void {
    this.#detach(host, n, false);
    this.attachments[n] = (this.attachments[n] ?? 0) + 1;
    const over = this.#roll(4) === 0 ? { ip: undefined } : {};
    host.local.push(localAt(n, { attachment: `${++this.#count}`, ...over }));
  }

  #learn(host: WalkingHost, n: number): void {
    this.#detach(host, n, true);
    host.local.push(localAt(n, { attachment: `${++this.#count}`, isLearned: true }));
  }

  #detach(host: WalkingHost, n: number, isLearned: boolean): void {
    host.local = host.local.filter((one) => one.isLearned !== isLearned || !sameMac(one.mac, macAt(n)));
  }

  /** As a VM does. */
  #migrate(to: WalkingHost, n: number): void {
    for (const host of this.hosts) this.#detach(host, n, false);
    this.#attach(to, n);
  }

  #restart(host: WalkingHost): void {
    host.announced = undefined;
    if (this.#roll(2) === 0) return;
    // Without its file, what was beaten here is new after that.
    host.saidBefore = new Map();
    for (let n = 1; n <= macCount; n++) this.attachments[n] = (this.attachments[n] ?? 0) + 1;
  }
}

function expectOrder({ hosts, attachments }: Walk): void {
  for (let n = 1; n <= macCount; n++) {
    const mac = macAt(n);
    const isIts = (one: { mac?: LocalEndpoint['mac'] | undefined }) => one.mac !== undefined && sameMac(one.mac, mac);
    const routes = (host: WalkingHost) =>
      readPaths([...host.told.values()]).segments.flatMap(({ route }) => {
        return route.type === 2 && sameMac(route.mac, mac) ? [route] : [];
      });
    const attached = hosts.filter(({ local }) => local.some((one) => isIts(one) && !one.isLearned));
    const heard = hosts.filter(({ local }) => local.some(isIts));
    const sayers = hosts.filter((host) => routes(host).length > 0);
    const entitled = attached.length > 0 ? attached : heard;
    // One of those who have it announces it, and nobody else.
    expect(sayers.length).toBe(Math.min(1, entitled.length));
    for (const sayer of sayers) expect(entitled.map((host) => host.n)).toContain(sayer.n);
    for (const host of hosts) {
      const isFollower = sayers[0] !== undefined && host !== sayers[0] && !attached.includes(host);
      const followed = host.entries.filter(isEndpoint).filter(isIts);
      expect(followed.map(({ underlay }) => formatIp(underlay))).toEqual(
        isFollower ? [`10.244.0.${sayers[0]?.n}`] : [],
      );
      expect(host.beaten.some(isIts)).toBe(attached.includes(host) && !sayers.includes(host));
      for (const { mobility } of routes(host)) expect(mobility?.sequence ?? 0).toBeLessThanOrEqual(attachments[n] ?? 0);
    }
  }
  for (const { n, entries } of hosts) {
    const others = hosts.filter((host) => host.n !== n).map((host) => `10.244.0.${host.n}`);
    expect(entries.filter((entry) => !isEndpoint(entry)).map(({ underlay }) => formatIp(underlay))).toEqual(others);
  }
}

test('three hosts come to agree where each MAC is, whatever happens to it, and no sequence number grows for ever', () => {
  const seed = chosenSeed();
  const walk = new Walk(seed);
  try {
    for (let i = 0; i < 60; i++) {
      for (let steps = walk.roll(30); steps > 0; steps--) walk.step();
      walk.settle(walk.roll(2) === 0);
      expectOrder(walk);
    }
  } catch (error) {
    throw new Error(`with SILK_SEED=${seed}`, { cause: error });
  }
});
