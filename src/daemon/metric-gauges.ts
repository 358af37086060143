import { Gauge, type Registry } from 'prom-client';
import { contains } from '../addr/prefix.ts';
import { listHostLinks } from '../overlay/remove-container-link.ts';
import type { LeaseState } from '../peers/network-source.ts';
import { type Numbered, openNumbered, sourceAgeSeconds } from './numbered-gauges.ts';
import type { DaemonState } from './state.ts';

const numbers: readonly Numbered<DaemonState>[] = [
  { name: 'silkd_lease_age_seconds', help: 'Since the lease was renewed.', value: leaseAgeSeconds },
  {
    name: 'silkd_lease_expires_in_seconds',
    help: 'Until the lease expires; negative: it has.',
    value: leaseLeftSeconds,
  },
  { name: 'silkd_source_age_seconds', help: 'Since the source was heard.', value: sourceAgeSeconds },
  {
    name: 'silkd_source_problems',
    help: 'Records and answers that are not followed.',
    value: ({ source }) => source?.view().problems.length,
  },
  {
    name: 'silkd_peers_wanted',
    help: 'Remote hosts that are to be led to.',
    value: ({ kept }) => kept?.sight.desired?.hosts.length,
  },
  {
    name: 'silkd_peers_refused',
    help: 'Peers that cannot be had.',
    value: ({ kept }) => kept?.sight.desired?.refused.length,
  },
  {
    name: 'silkd_peers_held',
    help: 'Subnets of remote hosts with a route, as of the last look.',
    value: ({ kept }) => kept?.sight.held.routes.size,
  },
  {
    name: 'silkd_last_round_timestamp_seconds',
    help: 'When the last round ended.',
    value: ({ lastRound }) => lastRound && lastRound.endedAtMs / 1000,
  },
  { name: 'silkd_addresses_used', help: "Container links with an address of the host's subnet.", value: usedAddresses },
  { name: 'silkd_addresses_free', help: "Addresses of the host's subnet without one.", value: freeAddresses },
  { name: 'process_resident_memory_bytes', help: 'Memory of this process.', value: () => process.memoryUsage.rss() },
  {
    name: 'process_start_time_seconds',
    help: 'When this process began.',
    value: ({ startedAtMs }) => startedAtMs / 1000,
  },
];

const leaseStates: readonly LeaseState['state'][] = ['static', 'none', 'held', 'lost'];
const peersStates = ['unknown', 'failed', 'known'] as const;

/** Makes what is asked of the daemon when somebody reads the metrics. */
export function openGauges(all: Registry, daemon: () => DaemonState): void {
  openNumbered(all, numbers, daemon);
  const registers = [all];
  const states = (name: string, help: string, known: readonly string[], now: () => string | undefined) =>
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['state'],
      collect() {
        for (const state of known) this.set({ state }, state === now() ? 1 : 0);
      },
    });
  const view = () => daemon().source?.view();
  states('silkd_lease_state', '1 for the state that the lease is in.', leaseStates, () => view()?.lease.state);
  states('silkd_source_state', '1 for what is known of the peers.', peersStates, () => view()?.peers.state);
  const build = new Gauge({ name: 'silkd_build_info', help: 'Always 1.', registers, labelNames: ['version'] });
  build.set({ version: daemon().version }, 1);
}

function leaseAgeSeconds({ source }: DaemonState): number | undefined {
  const lease = source?.view().lease;
  return lease?.state === 'held' ? (Date.now() - lease.renewedAtMs) / 1000 : undefined;
}

function leaseLeftSeconds({ source }: DaemonState): number | undefined {
  const lease = source?.view().lease;
  return lease?.state === 'held' ? (lease.expiresAtMs - Date.now()) / 1000 : undefined;
}

function usedAddresses({ kept, socket }: DaemonState): number | undefined {
  const subnet = kept?.sight.vtep.subnet;
  return subnet && listHostLinks(socket).filter(({ ip }) => contains(subnet, ip)).length;
}

/** The VTEP's, the gateway's where docker has one, and the last, which is for broadcasts: no container gets these. */
const neverGiven = 3;

function freeAddresses(state: DaemonState): number | undefined {
  const length = state.kept?.sight.vtep.subnet.length;
  const used = usedAddresses(state);
  return used === undefined || length === undefined ? undefined : 2 ** (32 - length) - neverGiven - used;
}
