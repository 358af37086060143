import { sleep } from '../support/wait.ts';
import type { EtcdScaleHost } from './etcd-scale-host.ts';
import { cpuMs, netlinkWrites, residentBytes } from './process-use.ts';
import type { Verdict } from './report.ts';
import { megabytes, ms, type Table } from './table.ts';

/** silkd with nothing to do. */
export interface IdleFound {
  /** Of one core, with all as shipped. */
  readonly share: number;
  /** What a round with nothing to do takes of a processor, where there is one each second. */
  readonly roundMs: number;
  /** That change anything, some renewals and a change of nobody else's among them. */
  readonly netlinkWrites: number;
  /** What etcd is asked by one host for one round, one look whether it is there, one renewal; and in an hour, with all as shipped. */
  readonly requests: {
    readonly round: number;
    readonly probe: number;
    readonly renewal: number;
    readonly hour: number;
  };
  readonly residentBytes: number;
}

/** As silkd is shipped. */
const shipped = { intervalSeconds: 60, probeIntervalSeconds: 60, renewIntervalSeconds: 3600 } as const;
const hourSeconds = 3600;

const shareLimit = 0.002;
const memoryLimitBytes = 150e6;

/** Watches a silkd with nothing to do, first as shipped, then with one thing after the other done each second. */
export async function measureIdle(host: EtcdScaleHost, count: number, quick: boolean): Promise<IdleFound> {
  const seconds = quick ? 3 : 4;
  await host.convergeMs(count);
  await sleep(quick ? 2000 : 15_000); // what a start leaves behind is compiled and collected within so long
  // Garbage is collected once in a while: within so long there are some of all.
  const share = (await watch(host, quick ? 5 : 180)).share;
  const { now: resident } = residentBytes(host.pid);

  await host.restartSilkd({ intervalSeconds: 1 });
  const rounds = await watch(host, quick ? 3 : 30);
  const perSecond = rounds.rounds / rounds.seconds;
  const shippedPerSecond = 1 / shipped.intervalSeconds;
  const roundMs = ((rounds.share - share) * 1000) / (perSecond - shippedPerSecond);
  await host.restartSilkd({ etcd: { probeIntervalSeconds: 1 } });
  const probes = await watch(host, seconds);
  await host.restartSilkd({ etcd: { renewIntervalSeconds: 1 } });
  const before = await host.requestCount();
  const writes = await netlinkWrites(host.pid, seconds, host.tracePath);
  const renewals = ((await host.requestCount()) - before) / seconds;

  const requests = { round: rounds.requests / rounds.rounds, probe: probes.requests / seconds, renewal: renewals };
  const hour =
    requests.round * (hourSeconds / shipped.intervalSeconds) +
    requests.probe * (hourSeconds / shipped.probeIntervalSeconds) +
    requests.renewal * (hourSeconds / shipped.renewIntervalSeconds);
  return {
    share,
    roundMs,
    netlinkWrites: writes,
    requests: { ...requests, hour },
    residentBytes: resident,
  };
}

async function watch(host: EtcdScaleHost, seconds: number) {
  const [rounds, requests, cpu] = [await host.rounds(), await host.requestCount(), cpuMs(host.pid)];
  const beganMs = performance.now();
  await sleep(seconds * 1000);
  const share = (cpuMs(host.pid) - cpu) / (performance.now() - beganMs);
  return {
    seconds,
    share,
    rounds: (await host.rounds()) - rounds,
    requests: (await host.requestCount()) - requests,
  };
}

/** One row each. */
export function idleTable(count: number, found: IdleFound): Table {
  const { roundMs, share, requests, residentBytes } = found;
  return {
    head: [`one silkd among ${count.toLocaleString('en')} hosts, nothing to do`, 'found'],
    rows: [
      ['of a core, with a round each minute', percent(share)],
      ['of a processor, for one round of many, one each second', ms(roundMs)],
      ['memory', megabytes(residentBytes)],
      ['requests to etcd for one round', requests.round.toFixed(1)],
      ['requests to etcd for one look whether it is there', requests.probe.toFixed(1)],
      ['requests to etcd for one renewal', requests.renewal.toFixed(1)],
      ['requests to etcd in an hour', requests.hour.toFixed(0)],
    ],
  };
}

/** The aims for it. */
export function idleVerdicts(count: number, { share, netlinkWrites, residentBytes }: IdleFound): Verdict[] {
  const among = `silkd with nothing to do among ${count.toLocaleString('en')} hosts`;
  return [
    {
      what: `${among}: of a core`,
      wanted: `under ${percent(shareLimit)}`,
      found: percent(share),
      met: share < shareLimit,
    },
    { what: `${among}: netlink writes`, wanted: '0', found: `${netlinkWrites}`, met: netlinkWrites === 0 },
    {
      what: `${among}: memory`,
      wanted: `under ${megabytes(memoryLimitBytes)}`,
      found: megabytes(residentBytes),
      met: residentBytes < memoryLimitBytes,
    },
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`;
}
