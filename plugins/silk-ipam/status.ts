import { formatPrefix } from '../../src/addr/prefix.ts';
import type { IpamNetwork } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import { hasFree } from '../../src/ipam/free.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';
import { excludedOf, rangeSetsOf } from './add.ts';

/**
 * STATUS: every range set has an address left. Neither locks nor writes.
 * @throws SilkError NOT_READY naming the ranges.
 */
export function ipamStatus(store: NetworkStore, network: IpamNetwork): void {
  const sets = rangeSetsOf(network);
  if (hasFree(store, sets, excludedOf(network))) return;
  const ranges = sets.flat().map((range) => formatPrefix(range.subnet));
  throw new SilkError(
    'NOT_READY',
    `Cannot add containers: found every address of a range set taken, wanted one free in ${ranges.join(', ')}`,
  );
}
