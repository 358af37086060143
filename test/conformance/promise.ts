import { afterEach, jest, test } from '@jest/globals';
import { Attachment, type AttachmentOptions } from '../support/attachment.ts';
import { type Container, disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { networkDir } from '../support/leftovers.ts';
import { bridgeNetwork, ipamNetwork, silkNetwork, type Version, versions, vtepNetwork } from '../support/network.ts';
import { callPlugin, type PluginCall, type PluginOutcome } from '../support/plugin-call.ts';
import { silkBridge, silkCni, silkIpam, silkVtep } from '../support/project.ts';
import { promises } from './promises.ts';

export type Program = 'silk-cni' | 'silk-ipam' | 'silk-vtep' | 'silk-bridge';
export const both: readonly Program[] = ['silk-cni', 'silk-ipam'];
/** Those that hold something for an attachment. */
export const holders: readonly Program[] = [...both, 'silk-bridge'];
export const all: readonly Program[] = [...holders, 'silk-vtep'];

/** What a promise is tried on. */
export interface Scope {
  /** Default silk-cni. */
  readonly programs?: readonly Program[];
  /** Default the newest. */
  readonly versions?: readonly Version[];
}

/** One program at one version, on a fresh host. */
export class Subject {
  readonly program: Program;
  readonly version: Version;
  readonly host = new Host();

  constructor(program: Program, version: Version) {
    this.program = program;
    this.version = version;
    if (program === 'silk-vtep' || program === 'silk-bridge') this.host.addUplink();
  }

  get path(): string {
    return { 'silk-cni': silkCni, 'silk-ipam': silkIpam, 'silk-vtep': silkVtep, 'silk-bridge': silkBridge }[
      this.program
    ];
  }

  /** Where the program keeps this network's reservations. */
  get reservationDir(): string {
    return this.program === 'silk-cni' ? networkDir(this.host) : `${this.host.dataDir}/blue`;
  }

  /** A configuration that works. */
  network(over: JsonObject = {}): JsonObject {
    const keys = { cniVersion: this.version, ...over };
    if (this.program === 'silk-vtep') return vtepNetwork(this.host, { prevResult: this.earlierResult, ...keys });
    if (this.program === 'silk-bridge')
      return bridgeNetwork(this.host, { mtu: 1410, ...keys }, { subnet: '10.1.2.0/24' });
    return this.program === 'silk-cni' ? silkNetwork(this.host, keys) : ipamNetwork(this.host, {}, keys);
  }

  /** What the plugin before silk-vtep printed. */
  get earlierResult(): JsonObject {
    const { version } = this;
    const gateway = '169.254.0.1';
    if (version < '0.3.0') return { cniVersion: version, ip4: { ip: '10.255.30.2/32', gateway } };
    const named = version < '1.0.0' ? { version: '4' } : {};
    return {
      cniVersion: version,
      ips: [{ ...named, address: '10.255.30.2/32', gateway, interface: 0 }],
      interfaces: [{ name: 'tap0', sandbox: '/run/netns/box' }],
    };
  }

  /** A configuration that works, and waits a second for a lock instead of five. */
  impatientNetwork(): JsonObject {
    const network = this.network();
    return { ...network, ipam: { type: 'silk-ipam', ...Object(network['ipam']), lockTimeoutMs: 1000 } };
  }

  /** A configuration whose subnet is another. */
  networkOf(subnet: string): JsonObject {
    if (this.program === 'silk-bridge') return bridgeNetwork(this.host, { cniVersion: this.version }, { subnet });
    if (this.program !== 'silk-ipam') return this.network({ subnet });
    return ipamNetwork(this.host, { subnet }, { cniVersion: this.version });
  }

  /** An attachment of a new container, or of the one given. */
  attachment(network = this.network(), options: AttachmentOptions & { container?: Container } = {}): Attachment {
    const container = options.container ?? this.host.addContainer();
    return new Attachment(this.host, container, network, { program: this.path, ...options });
  }

  /** A call with nothing in it but what is said. */
  call(call: PluginCall): PluginOutcome {
    return callPlugin(this.host, this.path, call);
  }
}

/**
 * Registers the tests of a promise: one for each program and version. Each title begins with the promise's number and
 * ends with program and version; the report is made from them.
 */
export function promise(number: string, scope: Scope, holds: (subject: Subject) => void | Promise<void>): void {
  const promised = promises.find((candidate) => candidate.number === number);
  if (promised === undefined || promised.notTested !== undefined) throw new Error(`${number} is not to be tested`);
  for (const program of scope.programs ?? ['silk-cni']) {
    for (const version of scope.versions ?? [newest]) {
      test(`${number} ${promised.text} (${program}, ${version})`, async () => holds(new Subject(program, version)));
    }
  }
}

const newest: Version = versions[versions.length - 1] ?? '1.1.0';

jest.setTimeout(60_000);
afterEach(disposeHosts);
