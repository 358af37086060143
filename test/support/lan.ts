import { closeSync } from 'node:fs';
import { formatIp, ipToBytes, parseIp } from '../../src/addr/ip.ts';
import { formatMac, parseMac } from '../../src/addr/mac.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import { LanPorts } from '../../src/daemon/lan-ports.ts';
import { bind, send, socket } from '../../src/linux/libc.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { WireWriter } from '../../src/linux/netlink/writer.ts';
import { inNetns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { type Container, Host } from './host.ts';
import { must } from './run.ts';
import type { SegmentHost } from './segment-hosts.ts';
import { underlayDevice } from './underlay.ts';

/** The host's link to the LAN. */
export const lanPort = 'lan0';
export const gateway = '10.0.10.1/24';

/** A LAN: a switch in a namespace of its own, with a cable to a host. `disposeHosts()` removes it. */
export class Lan {
  readonly #switch = new Host();

  constructor(host: Host) {
    // Whoever has IPv6 speaks of its own accord.
    this.#switch.exec('sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1');
    host.exec('sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1');
    this.#switch.exec('ip', 'link', 'add', 'switch', 'type', 'bridge', 'mcast_snooping', '0');
    this.#switch.exec('ip', 'link', 'set', 'switch', 'up');
    this.plugIn(host);
  }

  /** Puts the cable in; where there is one it is pulled first. */
  plugIn(host: Host): void {
    host.run(['ip', 'link', 'del', lanPort]);
    host.exec('ip', 'link', 'add', lanPort, 'type', 'veth', 'peer', 'name', 'cable', 'netns', this.#switch.name);
    this.#switch.exec('ip', 'link', 'set', 'cable', 'master', 'switch', 'up');
  }

  pull(): void {
    this.#switch.exec('ip', 'link', 'del', 'cable');
  }

  /** A machine on the LAN. */
  addMachine(mac: string, ip: string): Container {
    const machine = this.#switch.addContainer();
    const { handle } = machine;
    must(['ip', 'netns', 'exec', handle, 'sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1']);
    const port = `to-${handle.split('-').at(-1)}`;
    const peer = ['peer', 'name', 'eth0', 'address', mac, 'netns', handle];
    this.#switch.exec('ip', 'link', 'add', port, 'type', 'veth', ...peer);
    this.#switch.exec('ip', 'link', 'set', port, 'master', 'switch', 'up');
    must(['ip', '-n', handle, 'addr', 'add', `${ip}/24`, 'dev', 'eth0']);
    must(['ip', '-n', handle, 'link', 'set', 'eth0', 'up']);
    return machine;
  }
}

/** What silkd does for the LAN of a host's segment br0, by hand. */
export class LanKeeper {
  readonly lan: LanPorts;
  /** How often it was said that there may be something to see. */
  asked = 0;
  readonly #sockets: { readonly underlay: NetlinkSocket; readonly segment: NetlinkSocket };
  readonly #netns;

  constructor({ host, overlay }: SegmentHost) {
    const own = openNetns(host.netns);
    this.#netns = overlay === undefined ? undefined : openNetns(overlay.netns);
    this.#sockets = { underlay: NetlinkSocket.open(own), segment: NetlinkSocket.open(this.#netns ?? own) };
    this.lan = new LanPorts({
      vni: 42,
      sockets: this.#sockets,
      netns: this.#netns ?? own,
      changed: () => this.asked++,
    });
    host.onDispose(() => {
      for (const one of [this.lan, own, this.#netns, this.#sockets.underlay, this.#sockets.segment]) {
        one?.[Symbol.dispose]();
      }
    });
  }

  /** One round. Returns `MAC IP` of each that is there, and without an IP where none is known. */
  keep(ports: readonly string[] = [lanPort], attached: readonly { mac: string; ip: string }[] = []): string[] {
    const { segment, underlay } = this.#sockets;
    this.lan.keep({
      ports,
      bridge: { name: 'br0', index: getLink(segment, 'br0')?.index ?? 0, netns: this.#netns },
      vxlan: 'vxlan42',
      underlayIndex: getLink(underlay, underlayDevice)?.index ?? 0,
      gateway: parsePrefix(gateway, 'gateway'),
      elsewhere: new Set(),
      attached: attached.map(({ mac, ip }) => ({ mac: parseMac(mac, 'mac'), ip: parseIp(ip, 'ip') })),
    });
    const found = this.lan.endpoints();
    return found.map(({ mac, ip }) => `${formatMac(mac)}${ip === undefined ? '' : ` ${formatIp(ip)}`}`).sort();
  }

  /** `reason` of what is about something, or undefined. */
  problem(what: string): string | undefined {
    return this.lan.problems().find((problem) => problem.what === what)?.reason;
  }
}

/** Sends Ethernet frames from a machine, as they are. */
export function sendFrames({ netns }: Container, frames: Iterable<Uint8Array>): void {
  using place = openNetns(netns);
  using rtnetlink = NetlinkSocket.open(place);
  const index = getLink(rtnetlink, 'eth0')?.index ?? 0;
  const fd = inNetns(place, () => socket(17, 3, 0));
  try {
    const address = new WireWriter().u16Host(17).u16Host(0).i32Host(index).bytes(new Uint8Array(12)).finish();
    if (bind(fd, address) < 0) throw new Error('Cannot bind a packet socket');
    for (const frame of frames) if (send(fd, frame) !== frame.length) throw new Error('Cannot send a frame');
  } finally {
    closeSync(fd);
  }
}

/** A gratuitous ARP of `mac`, in a frame from `source`, perhaps with a VLAN tag. */
export function gratuitousArp(
  mac: string,
  ip: string,
  { source = mac, vlan }: { source?: string; vlan?: number } = {},
) {
  const [from, sender] = [parseMac(source, 'source').bytes, parseMac(mac, 'mac').bytes];
  const address = ipToBytes(parseIp(ip, 'ip'));
  const tag = vlan === undefined ? [] : [0x81, 0, 0, vlan];
  const head = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...from, ...tag, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1];
  return Uint8Array.of(...head, ...sender, ...address, 0, 0, 0, 0, 0, 0, ...address, ...new Uint8Array(18));
}
