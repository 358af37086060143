import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { contains } from '../addr/prefix.ts';
import { listHostLinks } from '../overlay/remove-container-link.ts';
import type { DaemonState, RoundResult, RoundState } from './state.ts';

/** What Prometheus is told. */
export interface DaemonMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Counts a round. */
  count(round: RoundState): void;
}

const results: readonly RoundResult[] = ['content', 'repaired', 'partial', 'failed', 'waiting'];
const leaseStates = ['static', 'none', 'held', 'lost'] as const;
const peersStates = ['unknown', 'failed', 'known'] as const;

/** The VTEP's, its gateway's where docker has one, and the last, which is for broadcasts: no container gets these. */
const neverGiven = 3;

/** The metrics of a daemon; what is not counted is asked for when somebody reads them. */
export function openMetrics(daemon: () => DaemonState): DaemonMetrics {
  const registry = new Registry();
  const registers = [registry];
  const count = openCounters(registers);
  const gauge = (name: string, help: string, value: (state: DaemonState) => number | undefined) =>
    new Gauge({
      name: `silkd_${name}`,
      help,
      registers,
      collect() {
        const now = value(daemon());
        if (now === undefined) this.remove();
        else this.set(now);
      },
    });
  const states = <S extends string>(name: string, help: string, all: readonly S[], now: () => S | undefined) =>
    new Gauge({
      name: `silkd_${name}`,
      help,
      registers,
      labelNames: ['state'],
      collect() {
        for (const state of all) this.set({ state }, state === now() ? 1 : 0);
      },
    });
  const view = (state: DaemonState) => state.source?.view();
  states('lease_state', '1 for the state that the lease is in.', leaseStates, () => view(daemon())?.lease.state);
  states('source_state', '1 for what is known of the peers.', peersStates, () => view(daemon())?.peers.state);
  gauge('lease_age_seconds', 'Since the lease was renewed.', (state) => {
    const lease = view(state)?.lease;
    return lease?.state === 'held' ? (Date.now() - lease.renewedAtMs) / 1000 : undefined;
  });
  gauge('lease_expires_in_seconds', 'Until the lease expires; negative: it has.', (state) => {
    const lease = view(state)?.lease;
    return lease?.state === 'held' ? (lease.expiresAtMs - Date.now()) / 1000 : undefined;
  });
  gauge('source_age_seconds', 'Since the source was heard.', (state) => {
    const heardAtMs = view(state)?.heardAtMs;
    return heardAtMs === undefined ? undefined : (Date.now() - heardAtMs) / 1000;
  });
  gauge('source_problems', 'Records and answers that are not followed.', (state) => view(state)?.problems.length);
  gauge('peers_wanted', 'Remote hosts that are to be led to.', ({ kept }) => kept?.sight.desired?.hosts.length);
  gauge('peers_refused', 'Peers that cannot be had.', ({ kept }) => kept?.sight.desired?.refused.length);
  gauge('peers_held', 'Routes to remote hosts, as of the last look.', ({ kept }) => kept?.sight.held.routes.size);
  gauge('last_round_timestamp_seconds', 'When the last round ended.', ({ lastRound }) =>
    lastRound === undefined ? undefined : lastRound.endedAtMs / 1000,
  );
  gauge('addresses_used', "Container links with an address of the host's subnet.", usedAddresses);
  gauge('addresses_free', "Addresses of the host's subnet without a container link.", (state) => {
    const used = usedAddresses(state);
    const length = state.kept?.sight.vtep.subnet.length;
    return used === undefined || length === undefined ? undefined : 2 ** (32 - length) - neverGiven - used;
  });
  gauge('resident_memory_bytes', 'Memory of this process.', () => process.memoryUsage.rss());
  new Gauge({
    name: 'silkd_build_info',
    help: 'Always 1.',
    registers,
    labelNames: ['version'],
    collect() {
      this.set({ version: daemon().version }, 1);
    },
  });
  return { contentType: registry.contentType, text: () => registry.metrics(), count };
}

function usedAddresses({ kept, socket }: DaemonState): number | undefined {
  const subnet = kept?.sight.vtep.subnet;
  return subnet && listHostLinks(socket).filter(({ ip }) => contains(subnet, ip)).length;
}

function openCounters(registers: Registry[]): (round: RoundState) => void {
  const repairs = new Counter({
    name: 'silkd_repairs_total',
    help: 'Objects that were made, changed or removed in the kernel.',
    labelNames: ['object', 'action'],
    registers,
  });
  const converges = new Counter({
    name: 'silkd_converges_total',
    help: 'Rounds, by how they ended.',
    labelNames: ['result'],
    registers,
  });
  for (const result of results) converges.inc({ result }, 0);
  const seconds = new Histogram({
    name: 'silkd_converge_seconds',
    help: 'How long a round took.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return ({ result, tookMs, report }) => {
    converges.inc({ result });
    seconds.observe(tookMs / 1000);
    for (const { object, action } of [report?.made, report?.changed, report?.removed].flatMap((steps) => steps ?? [])) {
      repairs.inc({ object, action });
    }
  };
}
