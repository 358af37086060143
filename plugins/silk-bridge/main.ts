import { processIo } from '../../src/cni/process-io.ts';
import { type Plugin, runPlugin } from '../../src/cni/run.ts';
import { type SalvagedSilkBridge, salvageSilkBridgeConfig } from '../../src/config/salvage.ts';
import { addAttachment } from './add.ts';
import { checkAttachment } from './check.ts';
import { deleteAttachment } from './del.ts';
import { collectAttachments } from './gc.ts';
import { reportStatus } from './status.ts';

/** Where the state is can be read from any configuration: that is all DEL needs. The other commands read it strictly. */
export const silkBridge: Plugin<SalvagedSilkBridge> = {
  name: 'silk-bridge',
  about: 'attaches a container to a bridged segment, one layer 2 on several hosts',
  readConfig: salvageSilkBridgeConfig,
  add: addAttachment,
  del: deleteAttachment,
  check: checkAttachment,
  gc: collectAttachments,
  status: reportStatus,
};

/** Serves one CNI call and returns the exit code. */
export function main(): Promise<number> {
  return runPlugin(silkBridge, processIo);
}
