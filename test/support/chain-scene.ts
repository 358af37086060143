import { dirname } from 'node:path';
import { succeed } from './attachment.ts';
import { type Container, Host } from './host.ts';
import { hostLinkNames } from './kernel-state.ts';
import { nft } from './nftables.ts';
import { installed } from './project.ts';
import type { Outcome } from './run.ts';
import { type NetworkCommand, ShippedNetwork, type Variables } from './shipped-network.ts';

/** Where programs are on a Debian host. */
export const usualPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/** What a runtime may ask of the chain: an address, name servers, a port of the host, and rates in bits a second. */
export const chainCapabilities = {
  ips: ['10.255.30.100'],
  dns: { servers: ['10.0.0.53'], searches: ['apps.internal'], options: ['ndots:2'] },
  portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }],
  bandwidth: { ingressRate: 8_000_000, ingressBurst: 8_000_000, egressRate: 16_000_000, egressBurst: 8_000_000 },
};

/** What the plugins of the chain hold on a host for containers, as the kernel's own tools show it. */
export interface ChainHoldings {
  /** Links but for those of the host: silk-cni's, and bandwidth's `bwp...`. */
  readonly links: readonly string[];
  /** Lines of nftables that name an address of a container, or a chain of one. */
  readonly rules: readonly string[];
  /** What shapes. */
  readonly queues: readonly string[];
}

/** What holds nothing. */
export const nothingChained: ChainHoldings = { links: [], rules: [], queues: [] };

/** Those of a host whose containers have addresses of 10.255.30.0/24. */
export function chainHoldings(host: Host): ChainHoldings {
  const lines = (text: string, wanted: RegExp): string[] => text.split('\n').filter((line) => wanted.test(line));
  const links = host.exec('ip', '-o', 'link', 'show');
  return {
    links: [...hostLinkNames(host.netns), ...lines(links, /^\d+: bwp/)],
    rules: lines(nft(host, 'list', 'ruleset'), /10\.255\.30\.\d+|CNI-(DN|SN)-/),
    queues: lines(host.exec('tc', 'qdisc', 'show'), /tbf|ingress/),
  };
}

/** What acts on a network: libcni's tools, and ours. */
export type ChainTool = 'cnitool' | 'newerCnitool' | 'silk';

/** A host with an uplink, a container, and the shipped chain; and the tool that acts on them. */
export class ChainScene {
  readonly host = new Host();
  readonly container: Container;
  readonly network: ShippedNetwork;
  readonly tool: ChainTool;
  readonly #path: string;

  /** @param edit changes the conflist */
  constructor(tool: ChainTool, edit = (text: string) => text) {
    this.tool = tool;
    this.host.addUplink();
    this.container = this.host.addContainer();
    this.network = new ShippedNetwork(this.host, 'silk-chain.conflist', (text) =>
      edit(text).replace('/etc/silk/peers.json"', `${this.host.dir}/peers.json", "runDir": "${this.host.runDir}"`),
    );
    this.#path = this.#withoutIpv6Nat();
  }

  /** @param variables beside CAP_ARGS */
  tryCall(command: NetworkCommand, variables: Variables = {}): Outcome {
    const given = { CAP_ARGS: JSON.stringify(chainCapabilities), PATH: this.#path, ...variables };
    return this.network[this.tool](command, this.container.netns, given);
  }

  /** The tool has to succeed. Returns its stdout. */
  call(command: NetworkCommand, variables: Variables = {}): string {
    const outcome = this.tryCall(command, variables);
    succeed({ ...outcome, json: undefined, error: undefined }, `${this.tool} ${command}`);
    return outcome.stdout;
  }

  /**
   * A PATH with an ip6tables that says what it says on a kernel without IPv6 NAT, after which portmap leaves IPv6 alone; see
   * `full-chain.test.ts`.
   */
  #withoutIpv6Nat(): string {
    const own = installed('/usr/sbin/ip6tables', 'iptables');
    const refusal = 'echo "can\'t initialize ip6tables table \\`nat\': Table does not exist" >&2; exit 3';
    const script = `#!/bin/sh\ncase " $* " in *" -t nat "*) ${refusal} ;; esac\nexec ${own} "$@"\n`;
    return `${dirname(this.host.write('sbin/ip6tables', script, 0o755))}:${usualPath}`;
  }
}
