import { disposeHosts, enter, type Host } from '../support/host.ts';
import { dig } from '../support/json.ts';
import { type OverlayContainer, OverlayNetwork, type Way } from '../support/overlay-network.ts';
import { installed } from '../support/project.ts';
import { until } from '../support/wait.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { type Sample, summarise, turned } from './sample.ts';
import { times } from './table.ts';

/** What silk's overlay carries beside the same one made by hand. In gigabits per second of TCP payload. */
export interface OverlayThroughput {
  readonly byHand: Sample;
  readonly bySilk: Sample;
  /** Of the two measurements of each turn, silk's by the hand-made one's. */
  readonly ratio: Ratio;
  /** As `ratio`, of two that are both made by hand: what the machine itself makes of it. */
  readonly ratioOfEquals: Ratio;
}

/** A median, and the bounds that hold the true one 95 times out of 100. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Two containers on two hosts, and what was measured between them. */
interface Path {
  readonly host: Host;
  readonly from: OverlayContainer;
  readonly to: OverlayContainer;
  readonly gigabits: number[];
}

/** Of one measurement, which takes some tenths of a second: the two of a turn are to meet the same machine. */
const mebibytes = 128;

/** The most that silk's may differ. */
const tolerance = 0.02;

/** Measures in turns, one network after the other, each of them two hosts with a container each. */
export async function measure(pairs: number): Promise<OverlayThroughput> {
  try {
    const hand = preparePath('by hand');
    const silk = preparePath('by silk');
    const equal = preparePath('by hand');
    for (let pair = 0; pair < pairs; pair++) {
      for (const path of inTurn([hand, silk, equal], pair)) path.gigabits.push(await transfer(path));
    }
    return {
      byHand: summarise(hand.gigabits),
      bySilk: summarise(silk.gigabits),
      ratio: ratioOf(silk, hand),
      ratioOfEquals: ratioOf(equal, hand),
    };
  } finally {
    disposeHosts();
  }
}

/** The measurements as a section of the report. */
export async function overlayThroughputScenario(_lab: Lab, rounds: number): Promise<Section> {
  const { byHand, bySilk, ratio, ratioOfEquals } = await measure(rounds < 100 ? 12 : 120);
  return {
    title: 'Throughput over the VXLAN',
    text: `One TCP connection by iperf3 from a container on one host to one on another, ${byHand.n} times ${mebibytes} MiB each, in all orders of who goes first. A ratio is that of two measurements in the same turn; between its bounds is the true median 95 times out of 100; the last row has two networks that are both made by \`ip\` and \`bridge\`, and says how far the machine itself lets them differ.`,
    tables: [
      { head: ['Gbit/s', 'median', 'least', 'most'], rows: [speeds(handName, byHand), speeds(silkName, bySilk)] },
      {
        head: ['Ratio to by hand', 'median', 'at least', 'at most'],
        rows: [ratios(silkName, ratio), ratios(handName, ratioOfEquals)],
      },
    ],
    verdicts: [
      {
        what: 'Throughput over the VXLAN to the same made by hand',
        wanted: `at least ${times(1 - tolerance)}`,
        found: `${ratio.median.toFixed(3)} (${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)})`,
        met: ratio.median >= 1 - tolerance,
      },
    ],
  };
}

const handName = 'made by `ip` and `bridge`';
const silkName = 'made by silk-vtep';

function speeds(name: string, { median, least, most }: Sample): string[] {
  return [name, times(median), times(least), times(most)];
}

function ratios(name: string, { median, low, high }: Ratio): string[] {
  return [name, median.toFixed(3), low.toFixed(3), high.toFixed(3)];
}

function preparePath(way: Way): Path {
  const network = new OverlayNetwork([144, 138], way);
  const [near, far] = network.hosts;
  return { host: near.host, from: network.addContainer(near), to: network.addContainer(far), gigabits: [] };
}

/** One measurement, with a server of its own: iperf3's is busy for a while after a client has ended. */
async function transfer({ host, from, to }: Path): Promise<number> {
  const server = host.start([...enter(to.netns), iperf(), '--server', '--one-off', '--forceflush']);
  let said = '';
  server.child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  await until('iperf3 to listen', () => said.includes('Server listening'));
  const words = ['--client', to.ip, '--bytes', `${mebibytes}M`, '--json'];
  const client = await host.start([...enter(from.netns), iperf(), ...words]).ended;
  const bitsPerSecond = dig(JSON.parse(client.stdout || '{}'), 'end', 'sum_received', 'bits_per_second');
  if (typeof bitsPerSecond !== 'number') throw new Error(`Cannot measure the throughput: iperf3: ${client.stdout}`);
  await server.ended;
  return bitsPerSecond / 1e9;
}

/** Every order there is, one after the other: nobody always follows the same one. */
function inTurn<T>(items: readonly T[], turn: number): T[] {
  const order = turned(items, turn >> 1);
  return turn % 2 === 0 ? order : order.reverse();
}

function ratioOf(a: Path, b: Path): Ratio {
  const values = a.gigabits.map((value, turn) => value / (b.gigabits[turn] ?? 0)).sort((x, y) => x - y);
  // Of the order statistics around the median: a binomial's standard deviation is half the root of n.
  const reach = 1.96 * (Math.sqrt(values.length) / 2);
  const at = (place: number): number => values[Math.min(Math.max(Math.round(place), 0), values.length - 1)] ?? 0;
  const middle = (values.length - 1) / 2;
  return { median: summarise(values).median, low: at(middle - reach), high: at(middle + reach) };
}

function iperf(): string {
  return installed('/usr/bin/iperf3', 'iperf3');
}

if (import.meta.main) console.log(JSON.stringify(await measure(Number(process.argv[2] ?? 60)), undefined, 2));
