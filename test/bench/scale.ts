import type { Lab } from './lab.ts';
import { formatPlot } from './plot.ts';
import type { Section } from './report.ts';
import { changesTable, changesVerdicts, measureChanges } from './scale-changes.ts';
import { ScaleHost } from './scale-host.ts';
import { measureSizes, sizePlot, sizeTables, sizeVerdicts } from './scale-sizes.ts';

/** What remote hosts cost: a route, a neighbour and an FDB entry each, from 1,000 to 100,000. */
export async function scaleScenario(lab: Lab, rounds: number): Promise<Section> {
  const isQuick = rounds < 100;
  const host = await ScaleHost.make(lab, 'scale');
  const changes = measureChanges(host, isQuick);
  const sizes = measureSizes(host, isQuick);
  const plot = sizePlot(sizes);
  return {
    title: 'Remote hosts',
    text: [
      'Each remote host has a /26 of 10.0.0.0/8: a route, a permanent neighbour and an FDB entry. Ours is a fresh process each time, which builds the list of peers and calls converge(); it is compiled as silk is and does nothing else. Time is from before its start to after its end, memory the largest resident set.',
      'The plain way is one `ip -batch` with the routes (`S via S dev silk-vtep src L`, all of one metric) and neighbours and one `bridge -batch` with the FDB entries, both processes timed in the same way, the VTEP there already. It is quadratic and stops at 20,000. Kernel time is what the kernel worked for our process. One thing in it is quadratic too: for each 32 KiB of an FDB dump the kernel walks its list from the start, which begins to show at 100,000.',
    ].join('\n\n'),
    plot: { file: 'converge.svg', alt: plot.description, svg: formatPlot(plot) },
    tables: [...sizeTables(sizes), changesTable(changes)],
    verdicts: [...sizeVerdicts(sizes), ...changesVerdicts(changes)],
  };
}
