import { join } from 'node:path';
import type { SalvagedIpam, SalvagedSilkCni } from '../../src/config/salvage.ts';

const defaultDataDir = '/var/lib/cni/silk';

/** The directory of a network's claims: see claim.ts. */
export function claimDir(network: string, config: SalvagedSilkCni): string {
  return join(config.dataDir ?? defaultDataDir, 'attachments', network);
}

/** Where silk-ipam keeps the reservations: its own `dataDir`, else `<dataDir>/ipam`, else where host-local does. */
export function ipamState(config: SalvagedSilkCni): SalvagedIpam {
  if (config.ipam.dataDir !== undefined || config.dataDir === undefined) return config.ipam;
  return { ...config.ipam, dataDir: join(config.dataDir, 'ipam') };
}
