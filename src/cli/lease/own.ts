import { Option } from '@commander-js/extra-typings';
import { silkdDefaults } from '../../config/silkd.ts';
import { SilkError } from '../../errors.ts';
import { readStateDir } from '../../peers/etcd/options-file.ts';
import { leasePath, type OwnLease, readOwnLease } from '../../peers/etcd/own-lease.ts';
import { type EtcdCommandOptions, etcdCommand } from '../etcd/options.ts';
import { parsePath } from '../overlay/values.ts';

/** What the options of `ownLeaseCommand` say. */
export interface OwnLeaseOptions extends EtcdCommandOptions {
  readonly stateDir?: string | undefined;
}

/** A command on leases that knows this host's own. */
export function ownLeaseCommand(name: string) {
  return etcdCommand(name).addOption(
    new Option(
      '--state-dir <dir>',
      `where silkd remembers the lease of this host (default: as configured, else ${silkdDefaults.stateDir})`,
    ).argParser(parsePath),
  );
}

/** The lease that silkd of this host remembers. @throws SilkError BAD_CONFIG where it remembers none. */
export function requireOwnLease({ stateDir, config }: OwnLeaseOptions, cannot: string): OwnLease {
  const path = leasePath(stateDir ?? readStateDir(config) ?? silkdDefaults.stateDir);
  const own = readOwnLease(path);
  if (own !== undefined) return own;
  throw new SilkError('BAD_CONFIG', `${cannot}: found no lease of this host in ${path}, wanted one, or a subnet`);
}
