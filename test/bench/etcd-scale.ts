import { sleep } from '../support/wait.ts';
import { type IdleFound, idleTable, idleVerdicts, measureIdle } from './etcd-idle.ts';
import { EtcdScaleHost } from './etcd-scale-host.ts';
import type { Lab } from './lab.ts';
import { residentBytes } from './process-use.ts';
import type { Section } from './report.ts';
import { RouteWatch } from './route-watch.ts';
import { type Sample, summarise } from './sample.ts';
import { peersOf } from './scale-network.ts';
import { megabytes, ms, type Table } from './table.ts';

const counts = [1000, 10_000] as const;
const starts = 5;
const changes = 15;
/** Between two changes: longer than silkd rests after a round that took long, so that each finds it at rest. */
const restMs = 500;

/** What one number of hosts costs. */
interface Found {
  readonly count: number;
  readonly first: Sample;
  readonly learn: Sample;
  readonly forget: Sample;
  readonly mostBytes: number;
}

/** What silkd costs with the subnets of many hosts in etcd. */
export async function etcdScaleScenario(lab: Lab, rounds: number): Promise<Section> {
  const isQuick = rounds < 100;
  const host = await EtcdScaleHost.make(lab);
  try {
    const found: Found[] = [];
    for (const count of counts) {
      await host.writeRecords(count);
      found.push(await measure(host, count, isQuick));
    }
    const most = Math.max(...counts);
    const idle: IdleFound = await measureIdle(host, most, isQuick);
    return {
      title: 'Leases in etcd',
      text: [
        `One etcd and one silkd on a host, silkd with the environment of its unit; the records of the other hosts are written by hand, in flannel's form. Converged is from before silkd's start, with no VTEP there, until the kernel has the last route (looked for each 10 ms), memory the largest resident set until then. A change is the record of one host put or deleted; it is learned when \`ip monitor\` has printed the route, and the time begins before etcd is asked, ${restMs} ms after the one before.`,
        "Idle: a processor is looked at by the kernel's own count of run time, of all threads, for three minutes as shipped, and for half a minute with a round each second, of which follows what a round takes; requests are counted by etcd. What is done each minute or hour is counted with a silkd that does it each second. Netlink writes are requests that make, change or remove something, seen by strace.",
      ].join('\n\n'),
      tables: [sizesTable(found), idleTable(most, idle)],
      verdicts: idleVerdicts(most, idle),
    };
  } finally {
    await host.remove();
  }
}

async function measure(host: EtcdScaleHost, count: number, quick: boolean): Promise<Found> {
  const firstMs: number[] = [];
  for (let start = 0; start < (quick ? 2 : starts); start++) firstMs.push(await host.convergeMs(count));
  const mostBytes = residentBytes(host.pid).most;
  const learnMs: number[] = [];
  const forgetMs: number[] = [];
  const watch = new RouteWatch();
  for (const peer of peersOf(count + changes).slice(count)) {
    await sleep(restMs);
    learnMs.push(await watch.changeMs('there', peer.subnet, () => host.putRecord(peer)));
    await sleep(restMs);
    forgetMs.push(await watch.changeMs('gone', peer.subnet, () => host.deleteRecord(peer)));
  }
  watch.end();
  await host.endSilkd();
  return {
    count,
    first: summarise(firstMs),
    learn: summarise(learnMs),
    forget: summarise(forgetMs),
    mostBytes,
  };
}

function sizesTable(found: readonly Found[]): Table {
  return {
    head: ['other hosts', 'n', 'converged', 'p95', 'memory', 'n', 'one learned', 'p95', 'one forgotten', 'p95'],
    rows: found.map(({ count, first, learn, forget, mostBytes }) => [
      count.toLocaleString('en'),
      `${first.n}`,
      ms(first.median),
      ms(first.p95),
      megabytes(mostBytes),
      `${learn.n}`,
      ms(learn.median),
      ms(learn.p95),
      ms(forget.median),
      ms(forget.p95),
    ]),
  };
}
