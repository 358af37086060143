import { Attachment } from './attachment.ts';
import { ours, theirs } from './contender.ts';
import type { Lab } from './lab.ts';
import type { Section } from './report.ts';
import { summarise } from './sample.ts';
import { megabytes } from './table.ts';
import { watchMemory } from './timing.ts';

const runs = 20;
const limitBytes = 45e6;

/** The peak of an ADD's memory. */
export function memoryScenario(lab: Lab): Section {
  const sides = [ours(lab), theirs(lab)].map((contender, i) => {
    const network = contender.network(lab.addDirectory(`memory-${i}`), `10.${i + 1}.0.0/16`);
    const attachment = new Attachment(lab, { contender, netns: lab.addContainer(), network });
    return { name: contender.name, peak: summarise(Array.from({ length: runs }, () => peakOfAdd(attachment))) };
  });
  const most = sides[0]?.peak.most ?? Number.NaN;
  return {
    title: 'Memory',
    text: `The largest resident set of an ADD, ${runs} ADDs each; of ptp and host-local, the larger. Most of ours is the executable's own code, which processes share.`,
    tables: [
      {
        head: ['ADD', 'median', 'most'],
        rows: sides.map(({ name, peak }) => [name, megabytes(peak.median), megabytes(peak.most)]),
      },
    ],
    verdicts: [
      {
        what: 'Memory of ADD, most',
        wanted: `under ${megabytes(limitBytes)}`,
        found: megabytes(most),
        met: most < limitBytes,
      },
    ],
  };
}

function peakOfAdd(attachment: Attachment): number {
  const { peakBytes } = watchMemory(attachment.addRun());
  attachment.del();
  return peakBytes;
}
