import { succeed } from './attachment.ts';
import { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { ipText, setSysctl } from './kernel-state.ts';
import { vtepNetwork } from './network.ts';
import { callPlugin, type PluginCall, type PluginOutcome } from './plugin-call.ts';
import { silkVtep } from './project.ts';

/** What an interface plugin before silk-vtep may have printed. */
export const earlierResult: JsonObject = { cniVersion: '1.1.0', ips: [{ address: '10.255.30.2/32' }] };

/** Attachments that GC is told of: none. */
const valid = { 'cni.dev/valid-attachments': [] };

/** All that silk-vtep makes on a host, as `ip` and `bridge` show it. */
export interface VtepState {
  readonly link: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly neighbours: readonly string[];
  readonly fdb: readonly string[];
}

/** A host with an uplink (192.168.77.2), whose silk-vtep is called as a runtime calls it. */
export class VtepScene {
  readonly host = new Host();
  readonly network: JsonObject;

  constructor(over: JsonObject = {}) {
    // IPv6 would add addresses and routes by itself, in its own time.
    for (const links of ['all', 'default']) setSysctl(this.host.netns, `net/ipv6/conf/${links}/disable_ipv6`, '1');
    this.host.addUplink();
    this.network = vtepNetwork(this.host, over);
  }

  /** @param over keys of the configuration, or the whole of stdin */
  call(command: string, over: JsonObject | string = {}, more: PluginCall = {}): PluginOutcome {
    const config = typeof over === 'string' ? over : { ...this.network, ...usual(command), ...over };
    const call = { containerId: 'box', netns: '/run/netns/box', ifname: 'eth0', command, config, ...more };
    return callPlugin(this.host, silkVtep, call);
  }

  /** A call that has to succeed. @throws with what the program said */
  succeed(command: string, over: JsonObject = {}): void {
    succeed(this.call(command, over), command);
  }

  get state(): VtepState {
    return vtepState(this.host);
  }

  /** Of silk-vtep, which has to be there. */
  get ifindex(): number {
    return Number(/^(\d+):/.exec(this.host.exec('ip', '-o', 'link', 'show', 'silk-vtep'))?.[1]);
  }

  /** Makes a link such as a container's, without a container. */
  addContainerLink(): void {
    this.host.exec('ip', 'link', 'add', 's-010255030009', 'type', 'veth', 'peer', 'name', 'box');
  }
}

function usual(command: string): JsonObject {
  if (command === 'GC') return valid;
  return command === 'STATUS' ? {} : { prevResult: earlierResult };
}

/** @param name the VTEP's; nothing of a VTEP that is not there */
export function vtepState(host: Host, name = 'silk-vtep'): VtepState {
  if (host.run(['ip', 'link', 'show', name]).code !== 0) {
    return { link: [], addresses: [], routes: [], neighbours: [], fdb: [] };
  }
  const shown = (...words: readonly string[]) => ipText(host.netns, ...words).sort();
  return {
    link: ipText(host.netns, '-d', 'link', 'show', name),
    addresses: shown('-4', 'addr', 'show', 'dev', name).filter((line) => line.startsWith('inet')),
    routes: shown('route', 'show', 'dev', name),
    neighbours: shown('neigh', 'show', 'dev', name, 'nud', 'permanent'),
    fdb: host.exec('bridge', 'fdb', 'show', 'dev', name).split('\n').filter(Boolean).sort(),
  };
}
