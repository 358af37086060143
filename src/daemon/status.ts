import { formatIp } from '../addr/ip.ts';
import { formatPrefix } from '../addr/prefix.ts';
import { readHeld } from '../overlay/held.ts';
import type { NetworkView, SourceProblem } from '../peers/network-source.ts';
import { describePeers } from './peer-status.ts';
import { reasonsAgainst } from './readiness.ts';
import { describeRound, toTime } from './round-status.ts';
import { describeSegments } from './segment-status.ts';
import type { DaemonState } from './state.ts';

/** All that the daemon can say of itself, for `/status`: times in ISO 8601, addresses as text. Reads the kernel. */
export function describeStatus(daemon: DaemonState): object {
  const { source, kept, lastRound, config } = daemon;
  const view = source?.view();
  const reasons = reasonsAgainst(daemon);
  return {
    version: daemon.version,
    startedAt: toTime(daemon.startedAtMs),
    ready: reasons.length === 0,
    reasons,
    source: { kind: config.source.kind, name: source?.name, heardAt: toTime(view?.heardAtMs), peers: peersState(view) },
    place: placeOf(view),
    lease: leaseOf(view),
    vtep: vtepOf(daemon),
    peers: kept === undefined ? [] : describePeers(kept.sight, readHeld(daemon.socket, kept.sight.linkIndex)),
    lastRound: describeRound(lastRound),
    segments: describeSegments(daemon.segments),
    problems: describeProblems([...daemon.problems, ...(view?.problems ?? []), ...daemon.segments.problems]),
    logLevel: daemon.log.level,
    events: daemon.log.events,
  };
}

/** Each once: the routed network and the segments are told by the same neighbours. */
export function describeProblems(problems: readonly SourceProblem[]) {
  const byText = new Map(problems.map((problem) => [`${problem.what}: ${problem.reason}`, problem]));
  return [...byText.values()].map(({ what, reason, sinceMs }) => ({ what, reason, since: toTime(sinceMs) }));
}

function placeOf(view: NetworkView | undefined) {
  if (view?.place === undefined) return null;
  const { network, subnet, vni, port, gbp } = view.place;
  return { network: formatPrefix(network), subnet: formatPrefix(subnet), vni, port, gbp };
}

function leaseOf(view: NetworkView | undefined) {
  const lease = view?.lease;
  if (lease?.state !== 'held') return lease ?? null;
  return { state: lease.state, renewedAt: toTime(lease.renewedAtMs), expiresAt: toTime(lease.expiresAtMs) };
}

function peersState(view: NetworkView | undefined) {
  if (view === undefined) return null;
  const { peers } = view;
  if (peers.state === 'known') return { state: peers.state, count: peers.peers.length };
  return { state: peers.state, reason: peers.state === 'failed' ? peers.error.message : peers.reason };
}

function vtepOf({ kept }: DaemonState) {
  if (kept === undefined) return null;
  const { name, ip, mtuBytes, underlay } = kept.sight.vtep;
  return {
    name,
    address: formatIp(ip),
    mtu: mtuBytes,
    underlay: { device: underlay.name, address: formatIp(underlay.ip) },
  };
}
