import type { Host } from './host.ts';

/** The VTEP that `setUpVtep` makes. */
export interface HandMadeVtep {
  /** The host's address in the overlay, such as `10.255.32.0`. */
  readonly overlayIp: string;
  /** Default 16, the overlay network's. */
  readonly prefixLength?: number;
  /** Default 42. */
  readonly vni?: number;
  /** Default 4789. */
  readonly port?: number;
  /** Default true. */
  readonly gbp?: boolean;
}

/** The host that `addRemoteHost` makes known. */
export interface HandMadeRemoteHost {
  readonly overlayIp: string;
  readonly underlayIp: string;
  /** Default 24, a host's subnet. */
  readonly prefixLength?: number;
}

const vtepName = 'silk-vtep';

/** Silk's shell function `setup_vtep`, command for command: what ours is compared with. */
export function setUpVtep(host: Host, vtep: HandMadeVtep): void {
  const { overlayIp, prefixLength = 16, vni = 42, port = 4789, gbp = true } = vtep;
  const device = defaultRouteDevice(host);
  const underlayIp = addressOf(host, device);
  const vxlan = ['id', `${vni}`, 'local', underlayIp, 'dev', device, 'dstport', `${port}`, 'nolearning'];
  const link = [vtepName, 'address', macOf(overlayIp), 'type', 'vxlan', ...vxlan, ...(gbp ? ['gbp'] : [])];
  host.exec('ip', 'link', 'add', ...link);
  host.exec('ip', 'link', 'set', vtepName, 'up');
  host.exec('ip', 'addr', 'add', `${overlayIp}/${prefixLength}`, 'dev', vtepName);
}

/** Silk's shell function `add_remote_host`, command for command. */
export function addRemoteHost(host: Host, { overlayIp, underlayIp, prefixLength = 24 }: HandMadeRemoteHost): void {
  const mac = macOf(overlayIp);
  const source = ['src', addressOf(host, vtepName), 'scope', 'global'];
  host.exec('ip', 'route', 'add', `${overlayIp}/${prefixLength}`, 'via', overlayIp, 'dev', vtepName, ...source);
  host.exec('ip', 'neigh', 'replace', 'to', overlayIp, 'dev', vtepName, 'lladdr', mac);
  host.exec('bridge', 'fdb', 'replace', mac, 'dev', vtepName, 'dst', underlayIp);
}

/** `ee:ee` and the address: written out here, so that a fault in our own is seen. */
export function macOf(overlayIp: string, prefix = 'ee:ee'): string {
  const bytes = overlayIp.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return [prefix, ...bytes].join(':');
}

function defaultRouteDevice(host: Host): string {
  return found(/^default .*dev (\S+)/m.exec(host.exec('ip', 'route')), 'a default route');
}

function addressOf(host: Host, device: string): string {
  return found(/inet ([\d.]+)/.exec(host.exec('ip', 'addr', 'list', 'dev', device)), `an address of ${device}`);
}

function found(match: RegExpExecArray | null, what: string): string {
  if (match?.[1] === undefined) throw new Error(`Cannot make a VTEP by hand: found no ${what}`);
  return match[1];
}
