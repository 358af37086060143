import { Command } from '@commander-js/extra-typings';
import { confDirOption, jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import type { Paint } from '../paint.ts';
import { report } from '../report.ts';
import { formatTable } from '../table.ts';
import { readHostLinks } from './host-links.ts';
import { dataDirOption } from './options.ts';
import { chooseNetworks, listReservations, type ReservationRow } from './reservations.ts';

/** `silk ipam list`. */
export function listCommand(context: CliContext) {
  return new Command('list')
    .description('Show which addresses are reserved, for whom, since when, and whether their links exist.')
    .argument('[network]', 'one network (default: all)')
    .addOption(dataDirOption())
    .addOption(confDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
"link" says whether this network namespace has the link s-<address> that silk-cni makes, or it or the network's own has the link
b-<12 digits> that silk-bridge makes for who holds the address. Other plugins' links have other names and show as "-".

Examples:
  silk ipam list
  silk ipam list blue --json`,
    )
    .action((network, options) => {
      report(context, options, () => {
        const sight = readHostLinks(context.host, options.confDir);
        const { dataDir } = options;
        const rows = chooseNetworks(dataDir, network).flatMap((name) =>
          listReservations(context.host, { network: name, dataDir }, sight),
        );
        const nowMs = Date.now();
        return {
          json: { ok: true, dataDir, reservations: rows.map((row) => rowJson(row, nowMs)) },
          lines: (paint) =>
            rows.length === 0 ? [`No address is reserved in ${dataDir}.`] : formatRows(rows, nowMs, paint),
        };
      });
    });
}

function rowJson(row: ReservationRow, nowMs: number): Record<string, unknown> {
  return {
    address: row.address,
    network: row.network,
    ...(row.owner === undefined ? { garbage: true } : row.owner),
    since: new Date(row.mtimeMs).toISOString(),
    ageSeconds: Math.max(0, Math.round((nowMs - row.mtimeMs) / 1000)),
    ...(row.link === undefined ? {} : { link: row.link }),
    linkExists: row.linkExists,
  };
}

/** A table of reservations, address, network, container, interface, age, link. */
export function formatRows(rows: readonly ReservationRow[], nowMs: number, paint: Paint): string[] {
  const cells = rows.map((row) => [
    row.address,
    row.network,
    row.owner?.containerId ?? '(garbage)',
    row.owner?.ifname ?? '',
    formatAge(nowMs - row.mtimeMs),
    row.linkExists && row.link !== undefined ? row.link : '-',
  ]);
  const [head = '', ...body] = formatTable(
    [['address', 'network', 'container', 'interface', 'age', 'link'], ...cells],
    0,
  );
  return [paint.heading(head), ...body];
}

/** A length of time in its two largest units: `3d 4h`, `5m 12s`, `7s`. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, Math.round(ageMs / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0s';
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ');
}
