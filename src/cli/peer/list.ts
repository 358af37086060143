import { formatIp } from '../../addr/ip.ts';
import { formatMac, vtepMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import { readPeers } from '../overlay/peers-of-file.ts';
import { stepJson, stepLine } from '../overlay/step-report.ts';
import { type Report, reportLater } from '../report.ts';
import { formatTable } from '../table.ts';
import { type Comparison, comparePeers, countDifferences, type PeerRow } from './compare.ts';
import { type PeerOptions, peerCommand } from './options.ts';
import { refuseLed } from './refuse-led.ts';
import { requirePeers } from './sync.ts';

/** `silk peer list`. */
export function listCommand(context: CliContext) {
  return peerCommand('list')
    .description('Show the peers of the file, and beside each what the kernel holds for it.')
    .addHelpText(
      'after',
      `
Each of route, neighbour and FDB entry is "ok", "missing" or "wrong" with what was found. Below are the entries that the kernel
holds and nobody wants, and the peers that cannot be had with the reason. This host itself, where the file has it, is not
shown. Exits with 1 when anything differs. Nothing is changed: \`silk peer sync\` repairs it.

Examples:
  silk peer list
  silk peer list --json`,
    )
    .action((options) => reportLater(context, options, () => listPeers(context, options)));
}

async function listPeers(context: CliContext, options: PeerOptions): Promise<Report> {
  refuseLed(context, options);
  const { overlay } = context.host;
  const { name, peersFile } = options;
  const peers = requirePeers(await readPeers(peersFile), peersFile);
  const sight = overlay.lookAtVtep(name);
  if (sight === undefined)
    return listReport(options, { rows: peers.map(missingRow), stale: [], failed: [], vtep: [] }, true);
  return listReport(options, comparePeers(overlay.planPeers({ name, peers }), sight.held), false);
}

function missingRow({ subnet, underlay, mac = vtepMac(subnet.ip) }: Peer): PeerRow {
  const missing = { route: 'missing', neighbour: 'missing', fdb: 'missing' };
  return { subnet: formatPrefix(subnet), underlay: formatIp(underlay), mac: formatMac(mac), ...missing };
}

function listReport({ name, peersFile }: PeerOptions, found: Comparison, isVtepMissing: boolean): Report {
  const isBad = isVtepMissing || countDifferences(found) > 0;
  const { rows, stale, failed, vtep } = found;
  return {
    json: {
      ok: !isBad,
      name,
      vtep: !isVtepMissing,
      peers: rows,
      stale: stale.map(stepJson),
      failed,
      changes: vtep.map(stepJson),
    },
    isBad,
    lines: (paint) => {
      const [head = '', ...body] = formatTable([columns, ...rows.map(cellsOf)], 0);
      return [
        ...(rows.length === 0 ? [`${peersFile} has no other host.`] : [paint.heading(head), ...body]),
        ...(isVtepMissing ? [paint.bad(`There is no VTEP ${name}: \`silk vtep up\` makes it.`)] : []),
        ...section(
          'wrong with the VTEP',
          vtep.map((step) => [stepLine(step)]),
          paint,
        ),
        ...section(
          'held, and wanted by nobody',
          stale.map((step) => [stepLine(step)]),
          paint,
        ),
        ...section(
          'cannot be had',
          failed.map(({ what, reason }) => [what, reason]),
          paint,
        ),
      ];
    },
  };
}

const columns = ['subnet', 'underlay', 'MAC', 'route', 'neighbour', 'FDB'];

function cellsOf({ subnet, underlay, mac, route, neighbour, fdb }: PeerRow): string[] {
  return [subnet, underlay, mac, route, neighbour, fdb];
}
