import { Argument } from '@commander-js/extra-typings';
import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { EtcdClient } from '../../peers/etcd/client.ts';
import { type LeaseRow, listLeases } from '../../peers/etcd/list-leases.ts';
import type { CliContext } from '../context.ts';
import { findEtcd } from '../etcd/options.ts';
import { parseNetwork } from '../overlay/values.ts';
import { type Report, reportLater } from '../report.ts';
import { type OwnLeaseOptions, ownLeaseCommand, requireOwnLease } from './own.ts';
import { formatLeases, leaseJson } from './rows.ts';

/** `silk lease show`. */
export function showCommand(context: CliContext) {
  return ownLeaseCommand('show')
    .description('Show the lease of this host, or of another, and the peers that it has by that.')
    .addArgument(new Argument('[subnet]', 'of the host (default: of this one)').argParser(parseNetwork))
    .addHelpText(
      'after',
      `
Exits with 1 when etcd does not have the lease, or says that it is another host's.

Examples:
  silk lease show
  silk lease show 10.255.48.0/24 --json`,
    )
    .action((subnet, options) => reportLater(context, options, () => show(subnet, options)));
}

async function show(given: Prefix | undefined, options: OwnLeaseOptions): Promise<Report> {
  const etcd = findEtcd(options);
  const { subnet, owner } = toShow(given, options);
  const { rows } = await listLeases(new EtcdClient(etcd), etcd.prefix);
  const row = rows.find(({ record }) => record !== undefined && formatPrefix(record.subnet) === formatPrefix(subnet));
  const reason = reasonAgainst(row, owner);
  const peers = rows.filter((other) => other !== row && other.record !== undefined);
  const nowMs = Date.now();
  return {
    isBad: reason !== undefined,
    json: {
      ok: reason === undefined,
      subnet: formatPrefix(subnet),
      ...(reason !== undefined && { reason }),
      lease: row === undefined ? null : leaseJson(row, nowMs),
      peers: peers.map((peer) => leaseJson(peer, nowMs)),
    },
    lines: (paint) => [
      ...(reason === undefined ? [] : [`${paint.bad(formatPrefix(subnet))}: ${reason}`]),
      ...(row === undefined ? [] : formatLeases([row], nowMs, paint)),
      paint.heading(`${peers.length} ${peers.length === 1 ? 'peer' : 'peers'}`),
      ...formatLeases(peers, nowMs, paint).map((line) => `  ${line}`),
    ],
  };
}

/** Of a subnet that is named, whoever has it is right. */
function toShow(given: Prefix | undefined, options: OwnLeaseOptions): { readonly subnet: Prefix; readonly owner?: Ip } {
  if (given !== undefined) return { subnet: given };
  const { place, publicIp } = requireOwnLease(options, 'Cannot show a lease');
  return { subnet: place.subnet, owner: publicIp };
}

function reasonAgainst(row: LeaseRow | undefined, owner: Ip | undefined): string | undefined {
  if (row?.record === undefined) return 'found no such lease in etcd, wanted one';
  if (owner === undefined || sameIp(row.record.publicIp, owner)) return undefined;
  return `found the lease of ${formatIp(row.record.publicIp)}, wanted that of this host, ${formatIp(owner)}`;
}
