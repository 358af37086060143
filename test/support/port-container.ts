import type { Container, Host } from './host.ts';
import { must } from './run.ts';

/** A container with an eth0, and where its other end is. */
export interface PortContainer {
  readonly container: Container;
  /** The link on the host, which is up. */
  readonly port: string;
}

/** A container whose eth0 has the address and the MAC. To attach the other end to a segment is left to whom it is made for. */
export function addPortContainer(host: Host, ip: string, mac: string): PortContainer {
  const container = host.addContainer();
  const port = `port-${container.id}`;
  const mtu = ['mtu', '1450'];
  const peer = ['type', 'veth', 'peer', 'name', 'eth0', ...mtu, 'address', mac, 'netns', container.handle];
  host.exec('ip', 'link', 'add', port, ...mtu, ...peer);
  host.exec('ip', 'link', 'set', port, 'up');
  must(['ip', '-n', container.handle, 'addr', 'add', ip, 'dev', 'eth0']);
  must(['ip', '-n', container.handle, 'link', 'set', 'eth0', 'up']);
  return { container, port };
}
