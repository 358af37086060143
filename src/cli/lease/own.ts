import { Option } from '@commander-js/extra-typings';
import { SilkError } from '../../errors.ts';
import { type OwnLease, readOwnLease } from '../../peers/etcd/own-lease.ts';
import { etcdCommand } from '../etcd/options.ts';
import { parsePath } from '../overlay/values.ts';

const defaultStateDir = '/var/lib/silk';

/** A command on leases that knows this host's own. */
export function ownLeaseCommand(name: string) {
  return etcdCommand(name).addOption(
    new Option('--state-dir <dir>', 'where silkd remembers the lease of this host')
      .default(defaultStateDir, defaultStateDir)
      .argParser(parsePath),
  );
}

/** The lease that silkd of this host remembers. @throws SilkError BAD_CONFIG where it remembers none. */
export function requireOwnLease(stateDir: string, cannot: string): OwnLease {
  const path = `${stateDir}/lease.json`;
  const own = readOwnLease(path);
  if (own !== undefined) return own;
  throw new SilkError('BAD_CONFIG', `${cannot}: found no lease of this host in ${path}, wanted one, or a subnet`);
}
