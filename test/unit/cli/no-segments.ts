import type { SegmentHost } from '../../../src/cli/segment/segment-host.ts';

const refuse = () => {
  throw new Error('no segment is asked for here');
};

/** A host of which nobody asks about segments. */
export const noSegments: SegmentHost = {
  look: refuse,
  plan: refuse,
  converge: refuse,
  remove: refuse,
  attachLink: refuse,
  nextMarks: refuse,
  createPort: refuse,
  detachLink: refuse,
  removePort: refuse,
  guarded: refuse,
};
