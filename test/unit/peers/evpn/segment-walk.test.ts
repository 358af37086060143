import { expect, test } from '@jest/globals';
import { isEndpoint, type SegmentEntry } from '../../../../src/addr/endpoint.ts';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac, type Mac, sameMac } from '../../../../src/addr/mac.ts';
import type { TablePath, WirePath } from '../../../../src/peers/evpn/gobgp.ts';
import { judgeEndpoints } from '../../../../src/peers/evpn/judge-endpoints.ts';
import { leastSequence } from '../../../../src/peers/evpn/least-sequences.ts';
import { encodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { type OwnSegment, sortSegmentPaths } from '../../../../src/peers/evpn/own-segment.ts';
import { hexOf, pathText } from '../../../../src/peers/evpn/path-text.ts';
import { type Announced, planSegmentRoutes } from '../../../../src/peers/evpn/plan-segment-routes.ts';
import { readSegmentPaths } from '../../../../src/peers/evpn/read-paths.ts';
import type { LocalEndpoint } from '../../../../src/peers/segment-source.ts';
import { chosenSeed, seededRandom } from '../../../support/random.ts';
import { localAt, pathOf, segmentAt } from './segment-scene.ts';

/** A host with its gobgpd. What it hears of the others is as old as the last time that they were asked. */
class WalkingHost {
  readonly n: number;
  readonly segments: readonly OwnSegment[];
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

  constructor(n: number, vnis: readonly number[]) {
    this.n = n;
    this.segments = vnis.map((vni) => segmentAt(n, vni));
  }

  hear(others: readonly WalkingHost[]): void {
    this.#heard = others.flatMap(({ n, told }) => [...told.values()].map((path) => ({ ...path, neighbour: `${n}` })));
  }

  /** Whether anything changed. */
  look(isComplete = true): boolean {
    const { read } = readSegmentPaths([...this.told.values(), ...this.#heard]);
    const { segments, local, announced } = this;
    const { ours, heard } = sortSegmentPaths(read, segments);
    const { entries, refusals, winners } = judgeEndpoints(heard, { segments, local, ours, held: this.entries });
    // Two may announce one MAC until they hear of each other.
    expect(refusals.filter(({ reason }) => !reason.startsWith('MAC: '))).toEqual([]);
    const [{ saidBefore }, least] = [this, leastSequence(read)];
    const plan = planSegmentRoutes({ segments, local, announced, saidBefore, least, winners, ours, isComplete });
    if (segments.length === 1) expect(plan.again).toEqual([]);
    const before = textOf(this);
    for (const path of plan.add) this.#tell(path);
    for (const path of plan.withdraw) this.told.delete(keyOf(path));
    [this.announced, this.entries, this.beaten] = [plan.announced, entries, plan.beaten];
    this.saidBefore = plan.announced.macs;
    return textOf(this) !== before;
  }

  /** As gobgpd 3.10 takes it: it counts on by itself where no number is said, and refuses a lower one, without regard to segments. */
  #tell(path: WirePath): void {
    const { route } = pathOf(path);
    const told = { ...path, neighbour: undefined, stale: false };
    if (route.type !== 2) return void this.told.set(keyOf(path), told);
    const all = readSegmentPaths([...this.told.values(), ...this.#heard]).read;
    const moves = all.flatMap(({ path: { neighbour }, route: other }) => {
      if (other.type !== 2 || !sameMac(other.mac, route.mac)) return [];
      return [{ sequence: other.mobility?.sequence ?? -1, isLocal: neighbour === undefined }];
    });
    const [newest] = moves.toSorted((a, b) => b.sequence - a.sequence || Number(a.isLocal) - Number(b.isLocal));
    const least = newest === undefined ? -1 : newest.sequence + (newest.isLocal ? 0 : 1);
    if (route.mobility === undefined && least >= 0) {
      const raised = encodeMacRoute({ ...route, mobility: { isSticky: false, sequence: least } });
      this.told.set(keyOf(path), { ...told, ...raised });
    } else if ((route.mobility?.sequence ?? -1) >= least) this.told.set(keyOf(path), told);
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

function describe({ vni, mac, ip, underlay }: SegmentEntry): string {
  return `${vni} ${mac && formatMac(mac)} ${ip && formatIp(ip)} ${formatIp(underlay)}`;
}

const macCount = 4;
const rounds = Number(process.env['SILK_ROUNDS'] ?? 60);

/** Which segment and MAC a number stands for. */
type Place = (n: number) => Pick<LocalEndpoint, 'vni' | 'mac' | 'ip'>;
const inOne: Place = (n) => localAt(n);
/** The same MACs and addresses in each. */
const inTwo: Place = (n) => localAt(n > 2 ? n - 2 : n, { vni: n > 2 ? 43 : 42 });

function isAt(
  place: Pick<LocalEndpoint, 'vni' | 'mac'>,
  { vni, mac }: { vni: number; mac?: Mac | undefined },
): boolean {
  return vni === place.vni && mac !== undefined && sameMac(mac, place.mac);
}

/** Three hosts, and what happened to each MAC that may raise its sequence number. */
class Walk {
  readonly hosts: readonly WalkingHost[];
  readonly place: Place;
  readonly attachments = new Array<number>(macCount + 1).fill(0);
  #count = 0;
  readonly #roll: (below: number) => number;

  constructor(seed: number, place: Place) {
    this.place = place;
    const vnis = [...new Set([place(1).vni, place(macCount).vni])];
    this.hosts = [2, 3, 4].map((n) => new WalkingHost(n, vnis));
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
    host.local.push({ ...this.place(n), isLearned: false, attachment: `${++this.#count}`, ...over });
  }

  #learn(host: WalkingHost, n: number): void {
    this.#detach(host, n, true);
    host.local.push({ ...this.place(n), isLearned: true, attachment: `${++this.#count}` });
  }

  #detach(host: WalkingHost, n: number, isLearned: boolean): void {
    host.local = host.local.filter((one) => one.isLearned !== isLearned || !isAt(this.place(n), one));
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

function routesOf(host: WalkingHost, place: Pick<LocalEndpoint, 'vni' | 'mac'>) {
  return readSegmentPaths([...host.told.values()]).read.flatMap(({ route }) => {
    return route.type === 2 && isAt(place, { vni: route.labels[0], mac: route.mac }) ? [route] : [];
  });
}

/** Nobody says of a MAC that another has it, too. */
function expectOneSayer({ hosts, place }: Walk): void {
  for (let n = 1; n <= macCount; n++) {
    const sayers = hosts.filter((host) => routesOf(host, place(n)).length > 0);
    expect(sayers.length).toBeLessThanOrEqual(1);
  }
}

function expectOrder({ hosts, attachments, place }: Walk): void {
  for (let n = 1; n <= macCount; n++) {
    const isIts = (one: { vni: number; mac?: Mac | undefined }) => isAt(place(n), one);
    const routes = (host: WalkingHost) => routesOf(host, place(n));
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

test.each([
  { name: 'agree where each MAC is, and no sequence number grows for ever', place: inOne },
  // Who has it then depends on the numbers of both: gobgpd takes no lower one.
  { name: 'come to rest where two segments have the same MACs', place: inTwo },
])('three hosts $name, whatever happens', ({ place }) => {
  const seed = chosenSeed();
  const walk = new Walk(seed, place);
  try {
    for (let i = 0; i < rounds; i++) {
      for (let steps = walk.roll(30); steps > 0; steps--) walk.step();
      walk.settle(walk.roll(2) === 0);
      if (place === inOne) expectOrder(walk);
      else expectOneSayer(walk);
    }
  } catch (error) {
    throw new Error(`with SILK_SEED=${seed}`, { cause: error });
  }
});
