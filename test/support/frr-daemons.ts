import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asn } from './gobgpd.ts';
import type { Host } from './host.ts';
import { installed } from './project.ts';
import { must } from './run.ts';

/** What FRR's daemons are told. */
export interface FrrConfig {
  /** Of the host, on the underlay. */
  readonly underlayIp: string;
  readonly reflectorIp: string;
  /** Of zebra. */
  readonly zebra?: string;
  /** More lines of bgpd's address family l2vpn evpn, and what comes after that. */
  readonly evpn?: readonly string[];
  readonly families?: string;
}

/** Starts zebra and bgpd on a host, with a session with the reflector. The host's disposal ends them. */
export function startFrr(
  host: Host,
  { underlayIp, reflectorIp, zebra = '', evpn = [], families = '' }: FrrConfig,
): void {
  const zebraPath = host.write('frr/zebra.conf', zebra);
  const bgpdPath = host.write(
    'frr/bgpd.conf',
    `router bgp ${asn}
 bgp router-id ${underlayIp}
 no bgp default ipv4-unicast
 neighbor ${reflectorIp} remote-as ${asn}
 neighbor ${reflectorIp} timers 3 9
 neighbor ${reflectorIp} timers connect 1
 address-family l2vpn evpn
  neighbor ${reflectorIp} activate
  advertise-all-vni
${evpn.map((line) => `  ${line}\n`).join('')} exit-address-family
${families}`,
  );
  const dir = join(host.dir, 'frr');
  mkdirSync(join(dir, 'vty'));
  // They give up being root.
  chmodSync(host.dir, 0o711);
  must(['chown', '-R', 'frr:frr', dir]);
  start(host, 'zebra', zebraPath);
  start(host, 'bgpd', bgpdPath, '--listenon', underlayIp);
}

function start(host: Host, program: string, config: string, ...options: readonly string[]): void {
  const dir = join(host.dir, 'frr');
  const sockets = ['-z', join(dir, 'zserv.api'), '--vty_socket', join(dir, 'vty'), '-i', join(dir, `${program}.pid`)];
  const path = installed(`/usr/lib/frr/${program}`, 'frr');
  let pid = 0;
  // FRR's own, whatever it is told. It goes when the program has been ended: what is said last is done first.
  host.onDispose(() => rmSync(`/var/tmp/frr/${program}.${pid}`, { recursive: true, force: true }));
  ({ pid } = host.start([path, '-f', config, ...sockets, '-P', '0', '--log', 'stdout', ...options]));
}
