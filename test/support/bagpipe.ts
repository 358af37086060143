import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { asn } from './gobgpd.ts';
import type { Host } from './host.ts';
import { addPortContainer, type PortContainer } from './port-container.ts';
import { installed } from './project.ts';
import type { Running } from './run.ts';
import { until } from './wait.ts';

/** Where install-packages.sh unpacks it, unless it is installed. */
const unpackedDir = '/opt/bagpipe-bgp';

const api = 'http://127.0.0.1:8082';

/** Where a bagpipe-bgp is. */
export interface BagpipeOptions {
  /** Of the host, on the underlay. */
  readonly underlayIp: string;
  readonly reflectorIp: string;
}

/** An endpoint behind bagpipe-bgp, and the segment that it is in. */
export interface BagpipeEndpoint {
  readonly vni: number;
  /** Imported and exported, such as `64512:42`. */
  readonly routeTarget: string;
  /** With its prefix length, such as `10.0.10.98/24`. */
  readonly ip: string;
  readonly mac: string;
}

/** Debian's bagpipe-bgp on a host, with its own Linux data plane: a bridge and a VXLAN device for each segment. */
export class Bagpipe {
  readonly host: Host;
  readonly #options: BagpipeOptions;
  #running: Running | undefined;
  #log = '';

  constructor(host: Host, options: BagpipeOptions) {
    this.host = host;
    this.#options = options;
  }

  /** Starts it, and waits until its API can be asked, which takes Python some seconds. The host's disposal ends it. */
  async start(): Promise<void> {
    const config = this.host.write('bagpipe/bgp.conf', this.#config());
    const unpacked = join(unpackedDir, 'usr/bin/bagpipe-bgp');
    const program = existsSync(unpacked) ? unpacked : installed('/usr/bin/bagpipe-bgp', 'python3-networking-bagpipe');
    const running = this.host.start(['env', ...this.#environment(), program, '--config-file', config]);
    this.#running = running;
    for (const stream of [running.child.stdout, running.child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#log += chunk;
      });
    }
    // It says so when its port is open.
    await until('bagpipe-bgp', () => this.#log.includes('Configuration options gathered'), 60_000).catch((cause) => {
      throw new Error(`bagpipe-bgp does not start: ${this.#complaints()}`, { cause });
    });
  }

  /** A container whose interface is a port of the segment, which is made with its first. */
  attach(endpoint: BagpipeEndpoint): PortContainer {
    const made = addPortContainer(this.host, endpoint.ip, endpoint.mac);
    const status = this.#post('attach_localport', endpoint, made.port);
    if (status !== '200') throw new Error(`bagpipe-bgp attach_localport: ${status}\n${this.#complaints()}`);
    return made;
  }

  /**
   * Takes an endpoint's route back. It answers 500, and leaves the port on the bridge: after that it looks for a port's `ifname`,
   * which the pyroute2 that it is packaged with has not.
   */
  detach(endpoint: BagpipeEndpoint, { port }: PortContainer): void {
    this.#post('detach_localport', endpoint, port);
  }

  /** Ends it as an operator does: it closes its session. What it made of the kernel's stays. */
  async stop(): Promise<void> {
    this.#running?.child.kill('SIGTERM');
    await this.#running?.ended;
  }

  /** Packaged is bagpipe-rest-attach, but that posts a str, which Python 3 refuses. @returns what was answered */
  #post(path: string, { vni, routeTarget, ip, mac }: BagpipeEndpoint, port: string): string {
    const body = {
      vpn_type: 'evpn',
      vpn_instance_id: `${vni}`, // its devices are called evpn---ID and vxlan--ID
      vni,
      import_rt: [routeTarget],
      export_rt: [routeTarget],
      ip_address: ip,
      mac_address: mac,
      local_port: { linuxif: port },
    };
    const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
    const output = ['-s', '-o', '/dev/null', '-w', '%{http_code}'];
    return this.host.run(['curl', ...output, '-m', '20', ...json, `${api}/${path}`]).stdout;
  }

  #config(): string {
    const { underlayIp, reflectorIp } = this.#options;
    return `[BGP]
local_address = ${underlayIp}
peers = ${reflectorIp}
my_as = ${asn}
[DATAPLANE_DRIVER_EVPN]
dataplane_driver = linux
`;
  }

  #environment(): string[] {
    const tools = this.#makeTools();
    return [
      `PATH=${[tools, join(unpackedDir, 'usr/bin'), process.env['PATH']].join(':')}`,
      `PYTHONPATH=${join(unpackedDir, 'usr/lib/python3/dist-packages')}`,
      `TMPDIR=${this.host.dir}`, // for the socket between its two halves
    ];
  }

  /** A directory with programs that it calls, and that need not be there, or would not do. */
  #makeTools(): string {
    const dir = join(this.host.dir, 'bagpipe/tools');
    mkdirSync(dir);
    // It does not start where this fails, and in a container there are no modules of the kernel.
    symlinkSync('/bin/true', join(dir, 'modprobe'));
    // Whatever it runs as root, its own other half (privsep-helper) included, it runs by sudo; it is root already.
    symlinkSync('/usr/bin/env', join(dir, 'sudo'));
    return dir;
  }

  #complaints(): string {
    return this.#log
      .split('\n')
      .filter((line) => !line.includes(' INFO '))
      .join('\n');
  }
}
