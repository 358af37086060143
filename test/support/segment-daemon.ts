import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attachment } from './attachment.ts';
import { type Container, enter, type Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { bridgeNetwork } from './network.ts';
import { silkBridge } from './project.ts';
import { run } from './run.ts';
import { Silkd } from './silkd.ts';

/** The keys of a routed network, which a silkd of segments alone has not. */
const noNetwork = {
  source: 'none',
  overlayNetwork: undefined,
  subnet: undefined,
  peersFile: undefined,
  subnetFile: undefined,
};

/** An endpoint of the endpoints file, as it is written. */
export interface EndpointEntry {
  readonly ip?: string;
  readonly mac: string;
  readonly underlay: string;
  /** Default 42. */
  readonly vni?: number;
}

/** A silkd that keeps segments and nothing else; `config` goes over one segment of VNI 42 on the bridge br0. */
export class SegmentDaemon {
  readonly host: Host;
  readonly silkd: Silkd;

  constructor(host: Host, config: JsonObject = {}) {
    this.host = host;
    const segments = [{ vni: 42, bridge: 'br0', gateway: '10.0.10.1/24' }];
    this.silkd = new Silkd(host, { ...noNetwork, endpointsFile: this.endpointsFile, segments, ...config });
  }

  get endpointsFile(): string {
    return join(this.host.dir, 'endpoints.json');
  }

  writeEndpoints(...endpoints: readonly EndpointEntry[]): void {
    const json = { endpoints: endpoints.map((endpoint) => ({ vni: 42, ...endpoint })) };
    writeFileSync(this.endpointsFile, JSON.stringify(json));
  }

  /** An attachment of a container by silk-bridge, to the segment that silkd keeps. */
  attachment(container: Container, over: JsonObject = {}, ipam: JsonObject = {}): Attachment {
    const network = bridgeNetwork(this.host, { gateway: '10.0.10.1/24', ...over }, ipam);
    return new Attachment(this.host, container, network, { program: silkBridge });
  }

  /** Of the segment of VNI 42, or another. */
  metric(name: string, vni = 42): number | undefined {
    return this.silkd.metric(`silkd_segment_${name}{segment="${vni}"}`);
  }

  /** How many rounds there were. */
  get rounds(): number {
    return this.silkd.metric('silkd_segment_converge_duration_seconds_count') ?? 0;
  }

  /** What the kernel has of a segment, and does not forget by itself. */
  state(netns = this.host.netns, vni = 42, bridge = 'br0'): string {
    const lines = (line: string) => {
      const { stdout } = run([...enter(netns), ...line.split(' ')]);
      return stdout
        .split('\n')
        .map((text) => text.replace(/^\d+: /, '').replace(/qlen \d+/, ''))
        .toSorted();
    };
    const isOurs = (text: string) => text.startsWith(`${bridge}:`) || text.startsWith(`vxlan${vni}:`);
    return [
      ...lines('ip -o link show').filter(isOurs),
      ...lines(`ip -4 -o addr show dev ${bridge}`),
      ...lines(`ip neigh show dev vxlan${vni}`),
      ...lines(`bridge fdb show dev vxlan${vni}`),
    ].join('\n');
  }
}
