import { Option } from '@commander-js/extra-typings';
import { silkdDefaults } from '../../config/silkd.ts';
import { SilkError } from '../../errors.ts';
import { leasePath, type OwnLease, readOwnLease } from '../../peers/etcd/own-lease.ts';
import { etcdCommand } from '../etcd/options.ts';
import { parsePath } from '../overlay/values.ts';

const { stateDir: defaultStateDir } = silkdDefaults;

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
  const path = leasePath(stateDir);
  const own = readOwnLease(path);
  if (own !== undefined) return own;
  throw new SilkError('BAD_CONFIG', `${cannot}: found no lease of this host in ${path}, wanted one, or a subnet`);
}
