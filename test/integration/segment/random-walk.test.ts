import { afterEach, expect, jest, test } from '@jest/globals';
import type { ConvergeReport } from '../../../src/overlay/report.ts';
import { describeStep } from '../../../src/overlay/step.ts';
import { disposeHosts } from '../../support/host.ts';
import { chosenSeed, seededRandom } from '../../support/random.ts';
import { expectedState, segmentState } from '../../support/segment-state.ts';
import {
  bridgeName,
  type EntryText,
  type SegmentText,
  SegmentWorld,
  vxlanDevice,
} from '../../support/segment-world.ts';

/** About a fifth of a second each. */
const rounds = Number(process.env['SILK_ROUNDS'] ?? 40);
const seed = chosenSeed();

jest.setTimeout(30_000 + rounds * 2000);
afterEach(disposeHosts);

/** Endpoints with an address, MACs without, and hosts that have nothing. */
const pool: readonly EntryText[] = [
  ...Array.from({ length: 8 }, (_, i) => ({
    ...(i < 6 ? { ip: `10.0.10.${11 + i}` } : {}),
    mac: `02:42:0a:00:0a:${(11 + i).toString(16).padStart(2, '0')}`,
    underlay: `10.244.0.${48 + (i % 3)}`,
  })),
  { underlay: '10.244.0.48' },
  { underlay: '10.244.0.51' },
];

/** On this host: it is passed over. */
const own: EntryText = { ip: '10.0.10.99', mac: '02:42:0a:00:0a:99', underlay: '192.168.77.2' };

/** Cannot be had; the others can all the same, and their host has a part of the segment. */
const bad: readonly EntryText[] = [
  { ip: '10.0.10.200', mac: '00:00:00:00:00:00', underlay: '10.244.0.50' },
  { ip: '10.0.10.201', mac: '01:00:5e:00:00:01', underlay: '10.244.0.50' },
];

/** Somebody else's, which no converge takes away. */
const foreign = {
  neighbours: ['10.0.10.250 02:00:00:00:00:50 PERMANENT'],
  fdb: ["02:00:00:00:00:50 self 10.244.0.99 another's"],
};

const dev = `dev ${vxlanDevice}`;

/** What happens behind our back to the segment, and to one endpoint of it; a line that fails is a drift that does nothing. */
const drifts: readonly ((endpoint: Required<EntryText>) => string)[] = [
  ({ ip }) => `ip neigh del ${ip} ${dev}`,
  ({ ip }) => `ip neigh del ${ip} dev ${bridgeName}`,
  ({ ip }) => `ip neigh replace ${ip} lladdr 02:00:00:00:00:01 ${dev} nud permanent`,
  ({ ip }) => `ip neigh replace ${ip} lladdr 02:00:00:00:00:01 ${dev} nud noarp protocol 200`,
  ({ ip, mac }) => `ip neigh replace ${ip} lladdr ${mac} ${dev} nud reachable`,
  ({ ip, mac }) => `ip neigh replace ${ip} lladdr ${mac} ${dev} nud noarp protocol 200`,
  ({ ip, mac }) => `ip neigh replace ${ip} lladdr ${mac} ${dev} nud noarp protocol 200 extern_learn router`,
  () => `ip neigh replace 10.0.10.240 lladdr 02:00:00:00:00:40 ${dev} nud noarp protocol 200`,
  () => `ip neigh replace 10.0.10.241 lladdr 02:00:00:00:00:41 dev ${bridgeName} nud noarp protocol 200`,
  ({ mac, underlay }) => `bridge fdb del ${mac} ${dev} dst ${underlay} self`,
  ({ mac }) => `bridge fdb del ${mac} ${dev} master`,
  ({ mac }) => `bridge fdb replace ${mac} ${dev} dst 10.244.0.77 self extern_learn`,
  ({ mac }) => `bridge fdb replace ${mac} ${dev} dst 10.244.0.77 port 4790 self extern_learn`,
  () => `bridge fdb replace 02:00:00:00:00:02 ${dev} dst 10.244.0.77 self master extern_learn`,
  () => `bridge fdb replace 02:00:00:00:00:03 ${dev} master extern_learn`,
  () => `bridge fdb append 00:00:00:00:00:00 ${dev} dst 10.244.0.76 self extern_learn`,
  () => `bridge fdb flush ${dev}`,
  () => `ip link set ${vxlanDevice} nomaster`,
  () => `ip link set ${vxlanDevice} down`,
  () => `ip link set ${vxlanDevice} mtu 1300`,
  () => `ip link set ${vxlanDevice} address 02:00:00:00:00:09`,
  () => `ip link set ${vxlanDevice} type vxlan learning`,
  () => `ip link set ${vxlanDevice} type bridge_slave learning on flood on neigh_suppress on`,
  () => `ip link del ${vxlanDevice}`,
  () => `ip link set ${bridgeName} down`,
  () => `ip link set ${bridgeName} address 02:00:00:00:00:08`,
  () => `ip addr add 10.0.99.1/24 dev ${bridgeName}`,
  () => `ip addr change 10.0.10.1/24 dev ${bridgeName} valid_lft 300 preferred_lft 200`,
  () => `ip addr flush dev ${bridgeName}`,
  () => `ip link del ${bridgeName}`,
];

function stepsOf({ made, changed, removed }: ConvergeReport): string[] {
  return [...made, ...changed, ...removed].map(describeStep);
}

class Walk {
  readonly #random = seededRandom(seed);
  readonly #world: SegmentWorld;

  constructor(isApart: boolean) {
    this.#world = new SegmentWorld(isApart);
  }

  async step(): Promise<string> {
    const endpoints = pool.filter(() => this.#random() < 0.6).map((endpoint) => this.#moved(endpoint));
    const wish: SegmentText = {
      vni: 42,
      suppression: this.#pick(['proxy', 'proxy', 'neigh_suppress']),
      replicate: this.#random() < 0.4,
      ...(this.#random() < 0.5 ? { gateway: '10.0.10.1/24' } : {}),
      ...(this.#random() < 0.1 ? { mtuBytes: 1300 } : {}),
      endpoints: [...endpoints, own, ...(this.#random() < 0.2 ? bad : [])],
    };
    const lines = Array.from({ length: Math.floor(this.#random() * 4) }, () => {
      const some = this.#pick(endpoints.length > 0 ? endpoints : pool);
      return this.#pick(drifts)({ ip: 'none', mac: 'none', ...some });
    });
    for (const line of lines) this.#world.attempt(line);
    const kept = this.#addForeign();
    const byCommands = this.#random() < 0.3;
    // Without -e: a bridge that loses its last port loses some neighbours, which are then gone already.
    if (byCommands) this.#world.host.run(['sh', '-c', this.#world.commands(wish).join('\n')]);
    const report = await this.#world.converge(wish);
    // The same goes for neighbours that a dry run took for held.
    if (byCommands && wish.suppression === 'proxy') expect(stepsOf(report)).toEqual([]);
    expect(report.failed.map(({ what }) => what)).toEqual(
      (wish.endpoints ?? [])
        .filter((one) => bad.includes(one))
        .map(({ ip, mac, underlay }) => `endpoint ${ip} ${mac} at ${underlay}`),
    );
    this.#expect(wish, endpoints, kept);
    // What is as it should be is let be.
    const again = await this.#world.converge(wish);
    expect(stepsOf(again)).toEqual([]);
    return `${JSON.stringify(wish)} after ${lines.join('; ') || 'nothing'}`;
  }

  #expect(wish: SegmentText, endpoints: readonly EntryText[], kept: () => boolean): void {
    const { neighbours, fdb, ...devices } = segmentState(this.#world, wish.suppression);
    const others = (wish.endpoints ?? []).filter((one) => one !== own);
    const hosts = [...new Set(others.map(({ underlay }) => underlay))];
    const expected = expectedState(wish, { endpoints, hosts });
    expect({
      ...devices,
      neighbours: neighbours.filter((line) => !foreign.neighbours.includes(line)),
      fdb: fdb.filter((line) => !foreign.fdb.includes(line)),
    }).toEqual(expected);
    if (!kept()) return;
    expect(fdb).toEqual(expect.arrayContaining(foreign.fdb));
    if (wish.suppression === 'proxy') expect(neighbours).toEqual(expect.arrayContaining(foreign.neighbours));
  }

  /** Where there is a device for it. The answer says whether it has to be there still, the device being the same. */
  #addForeign(): () => boolean {
    this.#world.attempt(`ip neigh replace 10.0.10.250 lladdr 02:00:00:00:00:50 ${dev} nud permanent`);
    this.#world.attempt(`bridge fdb replace 02:00:00:00:00:50 ${dev} dst 10.244.0.99 self`);
    const id = () => this.#world.list<{ ifindex: number; address: string }>(`ip -j link show ${dev}`)[0];
    const before = id();
    // Another MAC takes the neighbours along.
    return () => before !== undefined && id()?.ifindex === before.ifindex && id()?.address === before.address;
  }

  #moved(endpoint: EntryText): EntryText {
    return this.#random() < 0.2 ? { ...endpoint, underlay: '10.244.0.60' } : endpoint;
  }

  #pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }
}

test.each([
  { name: "in the host's namespace", isApart: false },
  { name: 'in a namespace of its own', isApart: true },
])(`a segment $name is as it is wanted, whatever was there before (SEED=${seed})`, async ({ isApart }) => {
  const walk = new Walk(isApart);
  const steps: string[] = [];
  try {
    for (let round = 0; round < rounds; round++) steps.push(await walk.step());
  } catch (error) {
    console.error(`after ${steps.length} rounds of SEED=${seed}: ${steps.slice(-2).join('\n')}`);
    throw error;
  }
});
