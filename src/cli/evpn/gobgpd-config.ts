import { formatIp, type Ip } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { evpnDefaults } from '../../config/evpn-options.ts';

/** What a gobgpd is, and whom it talks to. */
export interface Speaker {
  readonly asn: number;
  /** Its own address on the underlay. */
  readonly routerId: Ip;
}

/** Seconds for which the routes of a neighbour that was lost are kept. */
const restartSeconds = 120;
/** For so many seconds a reflector that was restarted waits for all hosts to have told it all: some never say that they have. */
const deferralSeconds = 15;
/** A neighbour that says nothing for so many seconds is lost. */
const holdSeconds = 9;

/** The configuration of the gobgpd on a host: a session with each route reflector. */
export function formatHostConfig({ asn, routerId }: Speaker, reflectors: readonly Ip[]): string {
  return `# gobgpd of a host: a session with each route reflector, over which the routes of all hosts come. Start it with
#   gobgpd -t toml -f FILE --api-hosts ${evpnDefaults.address}
[global.config]
  as = ${asn}
  router-id = "${formatIp(routerId)}"
  port = -1 # nobody connects to a host
${reflectors.map((reflector) => formatNeighbour(asn, reflector)).join('')}`;
}

function formatNeighbour(asn: number, reflector: Ip): string {
  return `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${formatIp(reflector)}"
    peer-as = ${asn}
  [neighbors.timers.config]
    connect-retry = 5
${formatSession('neighbors', '')}`;
}

/**
 * It keeps the routes of hosts that restart, and asks for nothing of the kind: a gobgpd 3.10 that announces MACs ends with a fault of
 * its own when it has to keep the routes of a reflector.
 */
const helperOnly = `    helper-only = true
    deferral-time = ${deferralSeconds}
`;

/** The configuration of a route reflector: it takes every host of a prefix that comes, so that hosts need not be named. */
export function formatReflectorConfig({ asn, routerId }: Speaker, hosts: Prefix): string {
  const own = formatIp(routerId);
  return `# gobgpd as a route reflector: what one host tells it, it tells all others. Start it with
#   gobgpd -t toml -f FILE --graceful-restart --api-hosts ${evpnDefaults.address}
[global.config]
  as = ${asn}
  router-id = "${own}"
  local-address-list = ["${own}"]

[[peer-groups]]
  [peer-groups.config]
    peer-group-name = "hosts"
    peer-as = ${asn}
  [peer-groups.route-reflector.config]
    route-reflector-client = true
    route-reflector-cluster-id = "${own}"
  [peer-groups.transport.config]
    passive-mode = true
  [peer-groups.timers.config]
${formatSession('peer-groups', helperOnly)}
[[dynamic-neighbors]]
  [dynamic-neighbors.config]
    prefix = "${formatPrefix(hosts)}"
    peer-group = "hosts"
`;
}

/** The rest of the timers, and what both sides have to agree on. */
function formatSession(section: string, restart: string): string {
  return `    hold-time = ${holdSeconds}
    keepalive-interval = ${holdSeconds / 3}
  [${section}.graceful-restart.config]
    enabled = true
    notification-enabled = true
    restart-time = ${restartSeconds}
${restart}  [[${section}.afi-safis]]
    [${section}.afi-safis.config]
      afi-safi-name = "l2vpn-evpn"
    [${section}.afi-safis.mp-graceful-restart.config]
      enabled = true
`;
}
