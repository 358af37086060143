import { formatIp } from '../../addr/ip.ts';
import { formatMac } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import type { LeaseRow } from '../../peers/etcd/list-leases.ts';
import { formatAge } from '../ipam/list.ts';
import type { Paint } from '../paint.ts';
import { formatTable } from '../table.ts';

/** A lease as `--json` prints it. */
export function leaseJson(row: LeaseRow, nowMs: number) {
  const { key, record, fault, reservedFor, sinceMs, ttlSeconds, renewedSecondsAgo } = row;
  return {
    key,
    ...(record !== undefined && {
      subnet: formatPrefix(record.subnet),
      owner: formatIp(record.publicIp),
      mac: formatMac(record.vtepMac),
      vni: record.vni,
    }),
    ...(fault !== undefined && { fault }),
    ...(reservedFor !== undefined && { reservedFor: formatIp(reservedFor) }),
    ...(sinceMs !== undefined && {
      since: new Date(sinceMs).toISOString(),
      ageSeconds: Math.max(0, Math.round((nowMs - sinceMs) / 1000)),
    }),
    renewedSecondsAgo,
    /** Null: it never ends. */
    ttlSeconds: ttlSeconds ?? null,
  };
}

/** A table of leases, then those that cannot be read, each with the reason. */
export function formatLeases(rows: readonly LeaseRow[], nowMs: number, paint: Paint): string[] {
  const good = rows.flatMap((row) => (row.record === undefined ? [] : [cellsOf(row, row.record, nowMs)]));
  const waiting = rows.flatMap(({ key, reservedFor }) =>
    reservedFor === undefined ? [] : [`${key}: reserved for ${formatIp(reservedFor)}, which has not come yet`],
  );
  const bad = rows.flatMap(({ key, fault }) =>
    fault === undefined ? [] : [`${paint.bad('cannot be read:')} ${key}: ${fault}`],
  );
  const [head = '', ...body] = formatTable([['subnet', 'owner', 'MAC', 'age', 'renewed', 'ends in'], ...good], 0);
  return [...(good.length === 0 ? [] : [paint.heading(head), ...body]), ...waiting, ...bad];
}

function cellsOf(row: LeaseRow, record: NonNullable<LeaseRow['record']>, nowMs: number): string[] {
  const { sinceMs, renewedSecondsAgo, ttlSeconds } = row;
  return [
    formatPrefix(record.subnet),
    formatIp(record.publicIp),
    formatMac(record.vtepMac),
    sinceMs === undefined ? '-' : formatAge(nowMs - sinceMs),
    renewedSecondsAgo === undefined ? '-' : `${formatAge(renewedSecondsAgo * 1000)} ago`,
    ttlSeconds === undefined ? 'never' : formatAge(ttlSeconds * 1000),
  ];
}
