import { formatPrefix } from '../../addr/prefix.ts';
import { EtcdClient } from '../../peers/etcd/client.ts';
import { listLeases } from '../../peers/etcd/list-leases.ts';
import type { CliContext } from '../context.ts';
import { type EtcdCommandOptions, etcdCommand, findEtcd } from '../etcd/options.ts';
import { type Report, reportLater } from '../report.ts';
import { formatLeases, leaseJson } from './rows.ts';

/** `silk lease list`. */
export function listCommand(context: CliContext) {
  return etcdCommand('list')
    .description('Show every subnet that a host has: whose it is, since when, and when it ends if nobody renews it.')
    .addHelpText(
      'after',
      `
"age" is since the record was written, by the clock of its host; a host with flannel does not say. Exits with 1 when a record
cannot be read.

Examples:
  silk lease list
  silk lease list --endpoint http://10.244.0.5:2379 --json`,
    )
    .action((options) => reportLater(context, options, () => list(options)));
}

async function list(options: EtcdCommandOptions): Promise<Report> {
  const etcd = findEtcd(options);
  const { config, rows } = await listLeases(new EtcdClient(etcd), etcd.prefix);
  const nowMs = Date.now();
  const isBad = rows.some(({ fault }) => fault !== undefined);
  const network = config && formatPrefix(config.network);
  const heading = `${rows.length} ${rows.length === 1 ? 'lease' : 'leases'} of ${network ?? 'a network without a record'} below ${etcd.prefix}`;
  return {
    isBad,
    json: {
      ok: !isBad,
      prefix: etcd.prefix,
      network: network ?? null,
      leases: rows.map((row) => leaseJson(row, nowMs)),
    },
    lines: (paint) => formatLeases(rows, nowMs, paint),
    asides: () => [heading],
  };
}
