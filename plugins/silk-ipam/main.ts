import { processIo } from '../../src/cni/process-io.ts';
import { listedAttachments } from '../../src/cni/request.ts';
import { type Plugin, runPlugin } from '../../src/cni/run.ts';
import { type SalvagedIpam, salvageIpamConfig } from '../../src/config/salvage.ts';
import { readIpamNetwork } from '../../src/config/validate.ts';
import { validity } from '../../src/ipam/collect.ts';
import { addAddresses } from './add.ts';
import { checkAddresses } from './check.ts';
import { deleteAddresses } from './del.ts';
import { collectAddresses } from './gc.ts';
import { ipamStatus } from './status.ts';
import { openStore } from './store.ts';

/** Where the reservations are is known from any configuration; the other commands read it strictly, DEL does not. */
export const silkIpam: Plugin<SalvagedIpam> = {
  name: 'silk-ipam',
  about: 'gives out addresses of ranges, reserved in files',
  readConfig: salvageIpamConfig,
  add: (request, undo) => addAddresses({ request, network: readIpamNetwork(request.json), undo }),
  del: (request) => {
    deleteAddresses(openStore(request.network, request.config), request);
  },
  check: (request) => {
    readIpamNetwork(request.json);
    checkAddresses(openStore(request.network, request.config), request);
  },
  gc: (request) => {
    readIpamNetwork(request.json);
    collectAddresses(openStore(request.network, request.config), validity(listedAttachments(request)));
  },
  status: (request) => {
    ipamStatus(openStore(request.network, request.config), readIpamNetwork(request.json));
  },
};

/** Serves one CNI call and returns the exit code. */
export function main(): Promise<number> {
  return runPlugin(silkIpam, processIo);
}
