import type { CniInterface, CniIp, CniResult, CniRoute } from '../../cni/result.ts';
import type { CniVersion } from '../../cni/version.ts';
import type { Paint } from '../paint.ts';
import type { RuntimeAttachment } from '../runtime/attachment.ts';
import type { Network } from '../runtime/conflist.ts';
import type { Step } from '../runtime/execute.ts';
import { formatMs, formatTable } from '../table.ts';
import { formatTarget } from './options.ts';

/** What an ADD made. */
export interface Added {
  readonly network: Network;
  readonly version: CniVersion;
  readonly attachment: RuntimeAttachment;
  readonly result: CniResult;
  readonly steps: readonly Step[];
}

/** What was made, for people: interfaces, addresses, routes, names, and the plugins that did it. */
export function summarise(added: Added, paint: Paint): string[] {
  const { result } = added;
  return [
    `${paint.good('Added')} ${formatTarget(added.network, added.version, added.attachment)}`,
    ...section('interfaces', (result.interfaces ?? []).map(interfaceRow), paint),
    ...section(
      'addresses',
      (result.ips ?? []).map((ip) => addressRow(ip, result.interfaces ?? [])),
      paint,
    ),
    ...section('routes', (result.routes ?? []).map(routeRow), paint),
    ...section('dns', dnsRows(result), paint),
    ...section('plugins', stepRows(added.steps), paint),
    paint.faint(`container ID ${added.attachment.containerId}`),
  ];
}

/** A heading and its table, or nothing where there are no rows. */
export function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string[] {
  return rows.length === 0 ? [] : [paint.heading(title), ...formatTable(rows)];
}

/** The plugins that were executed, and how long each took; a total where there were several. */
export function stepRows(steps: readonly Step[]): string[][] {
  const rows = steps.map((step) => [step.plugin, formatMs(step.durationMs)]);
  const totalMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
  return rows.length > 1 ? [...rows, ['together', formatMs(totalMs)]] : rows;
}

function interfaceRow(one: CniInterface): string[] {
  const place = one.sandbox === undefined ? 'on the host' : 'in the container';
  const mtu = one.mtu === undefined ? '' : `MTU ${one.mtu}`;
  return [one.name, place, one.mac ?? '', mtu];
}

function addressRow(ip: CniIp, interfaces: readonly CniInterface[]): string[] {
  const on = ip.interface === undefined ? undefined : interfaces[ip.interface]?.name;
  return [ip.address, ip.gateway === undefined ? '' : `gateway ${ip.gateway}`, on === undefined ? '' : `on ${on}`];
}

function routeRow(route: CniRoute): string[] {
  const extras = (['mtu', 'advmss', 'priority', 'table', 'scope'] as const).flatMap((key) =>
    route[key] === undefined ? [] : [`${key} ${route[key]}`],
  );
  return [route.dst, route.gw === undefined ? '' : `via ${route.gw}`, extras.join(' ')];
}

function dnsRows({ dns = {} }: CniResult): string[][] {
  const rows: [string, string][] = [
    ['nameservers', (dns.nameservers ?? []).join(' ')],
    ['domain', dns.domain ?? ''],
    ['search', (dns.search ?? []).join(' ')],
    ['options', (dns.options ?? []).join(' ')],
  ];
  return rows.filter(([, value]) => value !== '');
}
