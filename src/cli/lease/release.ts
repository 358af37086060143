import { Argument } from '@commander-js/extra-typings';
import { formatIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { EtcdClient } from '../../peers/etcd/client.ts';
import { releaseLease } from '../../peers/etcd/release-lease.ts';
import type { CliContext } from '../context.ts';
import { findEtcd } from '../etcd/options.ts';
import { parseNetwork } from '../overlay/values.ts';
import { type Report, reportLater } from '../report.ts';
import { type OwnLeaseOptions, ownLeaseCommand, requireOwnLease } from './own.ts';

/** `silk lease release`. */
export function releaseCommand(context: CliContext) {
  return ownLeaseCommand('release')
    .description(
      'Take the lease of this host out of etcd, or with --force that of another, so that the subnet is free.',
    )
    .addArgument(new Argument('[subnet]', 'to release (default: that of this host)').argParser(parseNetwork))
    .option('--force', "release another host's")
    .addHelpText(
      'after',
      `
A host that runs takes its subnet back at once: stop its silkd first. What it remembers stays, so that it asks for the same subnet
when it starts again. Releasing what nobody has does nothing.

Examples:
  silk lease release
  silk lease release 10.255.48.0/24 --force`,
    )
    .action((subnet, options) => reportLater(context, options, () => release(subnet, options)));
}

interface ReleaseOptions extends OwnLeaseOptions {
  readonly force?: true | undefined;
}

async function release(given: Prefix | undefined, options: ReleaseOptions): Promise<Report> {
  const etcd = findEtcd(options);
  const { subnet, owner } = toRelease(given, options);
  const released = await releaseLease(new EtcdClient(etcd), { prefix: etcd.prefix, subnet, owner });
  const text = formatPrefix(subnet);
  const whose = released.owner === undefined ? {} : { owner: formatIp(released.owner) };
  const headline = whose.owner === undefined ? `Released ${text}` : `Released ${text} of ${whose.owner}`;
  return {
    json: { ok: true, subnet: text, released: released.was, ...whose },
    lines: (paint) => [released.was ? paint.good(headline) : `Nobody has ${text}: nothing was done`],
  };
}

/** With --force whose it is does not matter; else it has to be this host's. */
function toRelease(given: Prefix | undefined, options: ReleaseOptions) {
  const { force } = options;
  if (given !== undefined && force) return { subnet: given, owner: undefined };
  const { place, publicIp } = requireOwnLease(options, 'Cannot release a lease');
  return { subnet: given ?? place.subnet, owner: force ? undefined : publicIp };
}
