import { join } from 'node:path';
import { parseIp } from '../../src/addr/ip.ts';
import { formatPrefix } from '../../src/addr/prefix.ts';
import { readEtcdOptions } from '../../src/config/etcd-options.ts';
import { etcdNetwork } from '../../src/peers/etcd/network.ts';
import { startEtcd } from '../support/etcd.ts';
import { sleep } from '../support/wait.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise } from './sample.ts';
import { ms, type Table } from './table.ts';

const hosts = 50;
/** Of a /18, where the first is given as well. */
const subnets = 64;
const rounds = 20;

/** What came of hosts that all ask at once. */
interface AtOnceFound {
  /** Until the last of them has its subnet. */
  readonly all: Sample;
  /** Those that two hosts had, of all rounds. */
  readonly shared: number;
  /** To etcd, by one host. */
  readonly requests: number;
}

/** What it takes hosts to get their subnets when all ask at once. */
export async function etcdAtOnceScenario(lab: Lab, asked: number): Promise<Section> {
  const found = await measureAtOnce(lab, asked < 100 ? 3 : rounds);
  const what = `${hosts} hosts at once, ${found.all.n} times: subnets that two have`;
  return {
    title: 'Hosts that ask for a subnet at once',
    text: `One etcd, and in one process the part of silkd that gets a subnet and follows the others, ${hosts} times; each round in a network of its own of ${subnets} subnets, none of which was ever given. The time is until the last host has its subnet, and its file; requests are what etcd was asked until then.`,
    tables: [atOnceTable(found)],
    verdicts: [{ what, wanted: '0', found: `${found.shared}`, met: found.shared === 0 }],
  };
}

/** Lets the parts of 50 silkds that get a subnet ask one etcd at once, again and again in a network of its own. */
async function measureAtOnce(lab: Lab, count: number): Promise<AtOnceFound> {
  const etcd = await startEtcd(undefined);
  const dir = lab.addDirectory('at-once');
  const before = await requestCount(etcd.endpoint);
  const allMs: number[] = [];
  let shared = 0;
  for (let round = 0; round < count; round++) {
    const prefix = `/at-once/${round}`;
    const record = { Network: '10.255.0.0/18', SubnetMin: '10.255.0.0', Backend: { Type: 'vxlan' } };
    etcd.etcdctl('put', `${prefix}/config`, JSON.stringify(record));
    const over = new AbortController();
    const sources = Array.from({ length: hosts }, (_, i) =>
      etcdNetwork(readEtcdOptions({ endpoints: [etcd.endpoint], prefix }), {
        underlayIp: parseIp(`10.0.0.${i + 1}`, 'x'),
        mayMove: () => false,
        stateFile: join(dir, `${round}-${i}`, 'lease.json'),
        bootId: 'bench',
      }),
    );
    const began = Bun.nanoseconds();
    const running = sources.map((source) => source.run(() => undefined, over.signal));
    while (!sources.every((source) => source.view().lease.state === 'held')) await sleep(1);
    allMs.push((Bun.nanoseconds() - began) / 1e6);
    const had = sources.map((source) => formatPrefix(source.view().place?.subnet ?? never()));
    shared += had.length - new Set(had).size;
    over.abort();
    await Promise.all(running);
  }
  const requests = ((await requestCount(etcd.endpoint)) - before - count) / count / hosts;
  await etcd.stop();
  return { all: summarise(allMs), shared, requests };
}

function atOnceTable({ all, shared, requests }: AtOnceFound): Table {
  const what = `${hosts} hosts at once, ${subnets} subnets`;
  return {
    head: ['', 'n', 'all have theirs', 'p95', 'had by two hosts', 'requests of a host'],
    rows: [[what, `${all.n}`, ms(all.median), ms(all.p95), `${shared}`, requests.toFixed(1)]],
  };
}

/** Requests that etcd has served since its start; each message of a stream counts. */
export async function requestCount(endpoint: string): Promise<number> {
  const text = await (await fetch(`${endpoint}/metrics`)).text();
  const found = text.matchAll(/^grpc_server_msg_received_total\{.*\} (\d+)$/gm);
  return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
}

function never(): never {
  throw new Error('a host that holds a lease has a place');
}
