import { join } from 'node:path';
import type { JsonObject } from '../support/json.ts';
import type { Lab } from './lab.ts';

/** One of the two programs that are compared. */
export interface Contender {
  readonly name: string;
  readonly program: string;
  /** The configuration of a network that keeps its state below `dir`. Both do the same: one address, one default route. */
  network(dir: string, subnet: string): JsonObject;
  /** Where that network keeps its reservations. */
  reservations(dir: string): string;
}

/** The newest that both speak. */
const cniVersion = '1.0.0';
const name = 'bench';
const mtu = 1450;

/** silk-cni with silk-ipam in the same process. */
export function ours(lab: Lab): Contender {
  return {
    name: 'silk-cni',
    program: lab.program('silk-cni'),
    network: (dir, subnet) => ({ cniVersion, name, type: 'silk-cni', mtu, subnet, dataDir: dir }),
    reservations: (dir) => join(dir, 'ipam', name),
  };
}

/** The reference plugin ptp, which executes host-local. */
export function theirs(lab: Lab): Contender {
  return {
    name: 'ptp + host-local',
    program: lab.program('ptp'),
    network: (dir, subnet) => ({
      cniVersion,
      name,
      type: 'ptp',
      mtu,
      ipam: { type: 'host-local', subnet, dataDir: dir, routes: [{ dst: '0.0.0.0/0' }] },
    }),
    reservations: (dir) => join(dir, name),
  };
}
