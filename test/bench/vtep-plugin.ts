import type { JsonObject } from '../support/json.ts';
import { must } from '../support/run.ts';
import { Attachment } from './attachment.ts';
import { ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { underlayCommands, underlayDevice, vtepRemoval } from './scale-network.ts';
import { ms, type Table, times } from './table.ts';
import { type Run, timeRun } from './timing.ts';

/** The most that silk-vtep may add to an ADD when it has nothing to do. */
const limitMs = 8;

const network = '10.255.0.0/16';
const subnet = '10.255.1.0/24';
const peers = [2, 3, 4].map((host) => ({ subnet: `10.255.${host}.0/24`, underlay: `172.16.0.${host}` }));

/** One thing that is timed, in ms. */
interface Timed {
  readonly name: string;
  readonly time: () => number;
  readonly foundMs: number[];
}

/** What silk-vtep adds to an ADD of a host whose VTEP and peers are as they should be. */
export function vtepPluginScenario(lab: Lab, rounds: number): Section {
  for (const command of underlayCommands) must(command);
  try {
    const timed = prepare(lab);
    for (const { time } of timed) time(); // The first call makes the VTEP.
    for (let round = 0; round < rounds; round++) {
      for (const one of turned(timed, round)) one.foundMs.push(one.time());
    }
    return report(timed.map(({ name, foundMs }) => ({ name, sample: summarise(foundMs) })));
  } finally {
    must(vtepRemoval);
    must(['ip', 'link', 'del', underlayDevice]);
  }
}

function prepare(lab: Lab): Timed[] {
  const dir = lab.addDirectory('vtep');
  const alone = new Attachment(lab, {
    contender: ours(lab),
    netns: lab.addContainer(),
    network: hostNetwork(lab, dir),
  });
  const chained = new Attachment(lab, alone.plan);
  const other = theirs(lab);
  const reference = new Attachment(lab, {
    contender: other,
    netns: lab.addContainer(),
    network: other.network(lab.addDirectory('vtep-theirs'), '10.2.0.0/16'),
  });
  const program = lab.program('silk-vtep');
  const version: Run = { argv: [program], env: { CNI_COMMAND: 'VERSION' }, stdin: '{"cniVersion":"1.0.0"}' };
  return [
    ['silk-cni, then silk-vtep', () => addChain(chained, program, vtepNetwork(dir))],
    ['silk-cni alone', () => addAlone(alone)],
    ['ptp + host-local', () => addAlone(reference)],
    ['silk-vtep VERSION', () => timeRun(version).wallMs],
  ].map(([name, time]) => ({ name, time, foundMs: [] }) as Timed);
}

function hostNetwork(lab: Lab, dir: string): JsonObject {
  return ours(lab).network(dir, subnet);
}

function vtepNetwork(dir: string): JsonObject {
  return {
    cniVersion: '1.0.0',
    name: 'bench',
    type: 'silk-vtep',
    overlayNetwork: network,
    subnet,
    underlayInterface: underlayDevice,
    peers,
    runDir: dir,
  };
}

function addAlone(attachment: Attachment): number {
  const { wallMs } = attachment.add();
  attachment.del();
  return wallMs;
}

function addChain(attachment: Attachment, program: string, config: JsonObject): number {
  const first = attachment.add();
  const second = timeRun(attachment.nextAddRun(program, config));
  attachment.del();
  return first.wallMs + second.wallMs;
}

interface Found {
  readonly name: string;
  readonly sample: Sample;
}

function report(found: readonly Found[]): Section {
  const [chain, alone, reference] = found.map(({ sample }) => sample.median);
  const addedMs = (chain ?? 0) - (alone ?? 0);
  return {
    title: 'What silk-vtep adds to an ADD',
    text: `With ${peers.length} peers, VTEP and entries as they should be: nothing is changed. silk-vtep is a process of its own after silk-cni, and gets its result; both processes are in the time of the chain, as a runtime would wait for both. A round is one of each, in an order that changes. VERSION is silk-vtep's start alone.`,
    tables: [toTable(found, reference ?? Number.NaN)],
    verdicts: [
      {
        what: 'silk-vtep with nothing to do adds to ADD, median',
        wanted: `at most ${limitMs} ms`,
        found: ms(addedMs),
        met: addedMs <= limitMs,
      },
    ],
  };
}

function toTable(found: readonly Found[], reference: number): Table {
  return {
    head: ['', 'n', 'median', 'p95', 'ratio to ptp + host-local'],
    rows: found.map(({ name, sample }) => [
      name,
      `${sample.n}`,
      ms(sample.median),
      ms(sample.p95),
      times(sample.median / reference),
    ]),
  };
}
