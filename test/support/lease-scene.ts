import { expect } from '@jest/globals';
import { Flow, type FlowReport } from './flow.ts';
import type { LeasedHost } from './leased-host.ts';
import { LeasedNetwork, type LeasedNetworkOptions, untilMeshed } from './leased-network.ts';
import type { Running } from './run.ts';

/** How a scene is made, where it is not the usual. */
export interface LeaseSceneOptions extends LeasedNetworkOptions {
  /** Packets a second. Default 200. */
  readonly rate?: number;
}

/**
 * Hosts that have got their subnets and know each other, a container on the first and one on the second, and packets that flow from
 * one to the other until the end. Nothing of what is done to the scene may stop them, nor change a host's subnet.
 */
export class LeaseScene {
  readonly network: LeasedNetwork;
  readonly first: LeasedHost;
  readonly second: LeasedHost;
  /** The one that may come to harm: no container of it is in the flow. */
  readonly third: LeasedHost;
  readonly #subnets: ReadonlyMap<LeasedHost, string | undefined>;
  readonly #flow: Flow;
  readonly #monitors: ReadonlyMap<LeasedHost, Running>;

  private constructor(network: LeasedNetwork, flow: Flow) {
    this.network = network;
    [this.first, this.second, this.third] = threeOf(network);
    this.#subnets = new Map(network.hosts.map((host) => [host, host.subnet]));
    this.#flow = flow;
    this.#monitors = new Map(network.hosts.map((one) => [one, one.host.start(['ip', '-o', 'monitor', 'route'])]));
  }

  static async make({ rate = 200, ...options }: LeaseSceneOptions = {}): Promise<LeaseScene> {
    const network = new LeasedNetwork(options);
    await network.startEtcd();
    network.init();
    for (const { silkd } of network.hosts) silkd.launch();
    await untilMeshed(network.hosts);
    const [first, second] = threeOf(network);
    return new LeaseScene(network, await Flow.start(first.host, first.addContainer(), second.addContainer(), rate));
  }

  /**
   * Each host but those at fault has the subnet that it had, no two hosts have one, no route from one of them to another was ever
   * taken away, not even for a moment, and no packet of the flow was lost. What was sent and lost is told in the output of the tests.
   */
  async expectUnharmed({ atFault = [] as readonly LeasedHost[] } = {}): Promise<FlowReport> {
    const innocent = [...this.#subnets].filter(([host]) => !atFault.includes(host));
    expect(innocent.map(([host]) => host.subnet)).toEqual(innocent.map(([, subnet]) => subnet));
    this.network.expectNoSharedSubnet();
    for (const [host] of innocent) {
      const deleted = await this.#deletedRoutes(host);
      expect({
        on: host.underlayIp,
        deleted: deleted.filter((to) => innocent.some(([, subnet]) => subnet === to)),
      }).toEqual({ on: host.underlayIp, deleted: [] });
    }
    const report = await this.#flow.stop();
    tellLoss(report);
    expect(report).toMatchObject({ lost: 0, duplicated: 0, longestGap: 0 });
    expect(report.sent).toBeGreaterThan(0);
    return report;
  }

  /** The destinations of the routes by the VTEP that were taken away since the start. */
  async #deletedRoutes(host: LeasedHost): Promise<string[]> {
    const monitor = this.#monitors.get(host);
    monitor?.child.kill('SIGTERM');
    const lines = (await monitor?.ended)?.stdout.split('\n') ?? [];
    return lines
      .filter((line) => line.startsWith('Deleted ') && line.includes(' dev silk-vtep '))
      .map((line) => line.split(' ')[1] ?? '');
  }
}

/** In the output of the tests, by their names. */
function tellLoss({ sent, lost, longestGap }: FlowReport): void {
  const { currentTestName = '' } = expect.getState();
  process.stderr.write(`flow: ${sent} packets sent, ${lost} lost, ${longestGap} in a row: ${currentTestName}\n`);
}

function threeOf({ hosts: [first, second, third] }: LeasedNetwork): [LeasedHost, LeasedHost, LeasedHost] {
  if (first === undefined || second === undefined || third === undefined) throw new Error('a scene has three hosts');
  return [first, second, third];
}
