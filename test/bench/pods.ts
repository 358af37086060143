import { ContainerdHost } from '../support/containerd-host.ts';
import type { Cri } from '../support/cri.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { digText, type JsonObject } from '../support/json.ts';
import { sandboxConfig } from '../support/pod.ts';
import { inParallel } from '../support/pool.ts';
import { must } from '../support/run.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { ms, times } from './table.ts';

const file = '10-silk.conflist';
const atOnce = 4;
const podsOfBatch = 8;

/** What there is beside silk-cni, with the same subnet. */
const reference: JsonObject = {
  cniVersion: '1.0.0',
  name: 'bench',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipam: { type: 'host-local', subnet: '10.255.30.0/24', routes: [{ dst: '0.0.0.0/0' }] },
    },
  ],
};

/** A host with a containerd of its own, and what was measured of its pods. */
interface Side {
  readonly name: string;
  readonly cri: Cri;
  readonly cgroup: string;
  /** RunPodSandbox, one pod after another. */
  readonly runMs: number[];
  /** StopPodSandbox and RemovePodSandbox, likewise. */
  readonly removeMs: number[];
  /** Of each batch of pods that were started several at once. */
  readonly perSecond: number[];
}

/** Pods per second by containerd's CRI, one after another and several at once. */
export async function podsScenario(_lab: Lab, rounds: number): Promise<Section> {
  try {
    const sides = [await start('silk-cni'), await start('bridge + host-local', reference)];
    for (const side of sides) await runAndRemove(side, `first-${side.cgroup}`);
    for (const { runMs, removeMs } of sides) runMs.length = removeMs.length = 0;
    for (let round = 0; round < Math.ceil(rounds / 2); round++) {
      for (const side of turned(sides, round)) await runAndRemove(side, `pod-${round}`);
    }
    for (let match = 0; match < Math.ceil(rounds / 12); match++) {
      for (const side of turned(sides, match)) await runBatch(side, `batch-${match}`);
    }
    return report(sides);
  } finally {
    disposeHosts();
  }
}

async function start(name: string, network?: JsonObject): Promise<Side> {
  const host = new Host();
  host.addUplink();
  const scene = new ContainerdHost(host, { file });
  if (network !== undefined) scene.containerd.at.write(`/etc/cni/net.d/${file}`, JSON.stringify(network));
  return { name, cri: await scene.startCri(), cgroup: scene.cgroup, runMs: [], removeMs: [], perSecond: [] };
}

async function runAndRemove(side: Side, name: string): Promise<void> {
  const began = Bun.nanoseconds();
  const id = await runSandbox(side, name);
  const ran = Bun.nanoseconds();
  await removeSandbox(side, id);
  side.runMs.push((ran - began) / 1e6);
  side.removeMs.push((Bun.nanoseconds() - ran) / 1e6);
}

async function runBatch(side: Side, name: string): Promise<void> {
  const names = Array.from({ length: podsOfBatch }, (_, i) => `${name}-${i}`);
  const began = Bun.nanoseconds();
  const ids = await inParallel(names, atOnce, (one) => runSandbox(side, one));
  side.perSecond.push(podsOfBatch / ((Bun.nanoseconds() - began) / 1e9));
  await inParallel(ids, atOnce, (id) => removeSandbox(side, id));
}

async function runSandbox({ cri, cgroup }: Side, name: string): Promise<string> {
  return digText(await cri.runtime('RunPodSandbox', { config: sandboxConfig({ name, cgroup }) }), 'pod_sandbox_id');
}

async function removeSandbox({ cri }: Side, id: string): Promise<void> {
  await cri.runtime('StopPodSandbox', { pod_sandbox_id: id });
  await cri.runtime('RemovePodSandbox', { pod_sandbox_id: id });
}

function report(sides: readonly Side[]): Section {
  const [our, their] = sides;
  const pairs = our?.runMs.map((value, i) => (their?.runMs[i] ?? Number.NaN) / value) ?? [];
  const batches = our?.perSecond.map((value, i) => value / (their?.perSecond[i] ?? Number.NaN)) ?? [];
  return {
    title: 'Pods per second by containerd',
    text: `${must(['containerd', '--version']).trim()}, called through its CRI as kubelet calls it. A pod is a sandbox without containers: RunPodSandbox makes namespaces, calls \`loopback\` and the network's plugins, and starts the pause process. Each side has a containerd of its own on a host of its own; the idle one waits. One after another: ${our?.runMs.length} pods each, removed before the next, the two sides in turn. ${atOnce} at once: ${our?.perSecond.length} batches of ${podsOfBatch} pods each, likewise. Pods per second is one second by the median. A ratio is the median of those of two measurements in the same round, ours to theirs: more than 1 is faster.`,
    tables: [
      {
        head: ['one after another', 'pods/s', 'RunPodSandbox, median', 'p95', 'stop and remove, median', 'ratio'],
        rows: sides.map((side, i) => [side.name, ...oneByOne(side), i === 0 ? ratio(pairs) : times(1)]),
      },
      {
        head: [`${atOnce} at once`, 'pods/s, median', 'least', 'most', 'ratio'],
        rows: sides.map((side, i) => [
          side.name,
          ...speeds(summarise(side.perSecond)),
          i === 0 ? ratio(batches) : times(1),
        ]),
      },
    ],
    verdicts: [],
  };
}

function oneByOne({ runMs, removeMs }: Side): string[] {
  const ran = summarise(runMs);
  return [times(1000 / ran.median), ms(ran.median), ms(ran.p95), ms(summarise(removeMs).median)];
}

function speeds({ median, least, most }: Sample): string[] {
  return [median, least, most].map(times);
}

function ratio(pairs: readonly number[]): string {
  return times(summarise(pairs).median);
}
