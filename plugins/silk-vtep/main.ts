import { processIo } from '../../src/cni/process-io.ts';
import { type Plugin, runPlugin } from '../../src/cni/run.ts';
import { ensureVtep } from './add.ts';
import { checkVtep } from './check.ts';
import { leaveVtep } from './del.ts';
import { collectStalePeers } from './gc.ts';
import { reportStatus } from './status.ts';

/** DEL reads nothing of the configuration; the other commands read it strictly, each by itself. */
export const silkVtep: Plugin<undefined> = {
  name: 'silk-vtep',
  about: "keeps the host's VTEP and the way to the other hosts, after silk-cni in a chain",
  readConfig: () => undefined,
  add: ensureVtep,
  del: leaveVtep,
  check: checkVtep,
  gc: collectStalePeers,
  status: reportStatus,
};

/** Serves one CNI call and returns the exit code. */
export function main(): Promise<number> {
  return runPlugin(silkVtep, processIo);
}
