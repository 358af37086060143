import { Command } from '@commander-js/extra-typings';
import { sleepMs } from '../../sleep.ts';
import { confDirOption, jsonOption } from '../cni/options.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import type { Paint } from '../paint.ts';
import { type Report, report } from '../report.ts';
import { compare, type Difference, type Judgement, judgedNetworks, networkOf } from './compare.ts';
import { readHostLinks } from './host-links.ts';
import { dataDirOption } from './options.ts';
import { chooseNetworks, listReservations } from './reservations.ts';

/** An ADD makes its link some ms after its reservation: what differs is looked at a second time after this long. */
const secondLookMs = 300;

interface Question {
  readonly dataDir: string;
  readonly confDir: string;
  readonly network: string | undefined;
}

/** `silk ipam check`. */
export function checkCommand(context: CliContext) {
  return new Command('check')
    .description('Compare reservations with the links of this host, and list what differs.')
    .argument('[network]', 'one network, judged whatever its configuration says (default: all)')
    .addOption(dataDirOption())
    .addOption(confDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Judged are links of kind veth named s-<12 digits>, as silk-cni makes them, or b-<12 digits>, as silk-bridge does, and the IPv4
reservations of networks whose links are such: those that the configuration directory has with one of these plugins, and those with
such a link now. Links of silk-bridge are looked for in the namespaces that the directory's configurations name, too.
Links that say of a network without a directory here that they are its own are not judged: name their --data-dir.
Reservation files without an owner are listed for every network. Exits with 1 when anything differs. Nothing is changed.

Examples:
  silk ipam check
  silk ipam check blue --data-dir /var/lib/silk/ipam`,
    )
    .action((network, options) => {
      report(context, options, () => {
        const question = { dataDir: options.dataDir, confDir: options.confDir, network };
        const first = look(context, question);
        const differences = confirm(compare(first), () => compare(look(context, question)));
        return checkReport(question.dataDir, first, differences);
      });
    });
}

/** Everything that the comparison and its report need. */
interface Sight extends Judgement {
  readonly networks: readonly string[];
}

function look({ host }: CliContext, { dataDir, confDir, network }: Question): Sight {
  const sight = readHostLinks(host, confDir);
  const networks = chooseNetworks(dataDir, network);
  const reservations = networks.flatMap((name) => listReservations(host, { network: name, dataDir }, sight));
  const seen = { networks, reservations, links: sight.links };
  if (network !== undefined) return { ...seen, judged: new Set([network]), unmarked: false };
  return { ...seen, judged: judgedNetworks(networks, seen, sight.configured), unmarked: true };
}

/** Only what still differs after a moment. */
function confirm(first: readonly Difference[], again: () => readonly Difference[]): readonly Difference[] {
  if (first.length === 0) return first;
  sleepMs(secondLookMs);
  const seen = new Set(first.map((one) => one.text));
  return again().filter((one) => seen.has(one.text));
}

function checkReport(dataDir: string, sight: Sight, differences: readonly Difference[]): Report {
  const { networks, judged, reservations, links } = sight;
  const isBad = differences.length > 0;
  const judgedLinks = links.filter(
    (link) => (link.alias === undefined && sight.unmarked) || networkOf(link, judged) !== undefined,
  );
  const counts = {
    networks: networks.filter((name) => judged.has(name)),
    reservations: reservations.filter((row) => judged.has(row.network) && row.link !== undefined).length,
    links: judgedLinks.length,
  };
  const notJudged = {
    networks: networks.filter((name) => !judged.has(name)),
    links: links.filter((link) => !judgedLinks.includes(link)).map((link) => link.name),
  };
  const verdict = isBad ? `Found ${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}` : '';
  return {
    json: { ok: !isBad, dataDir, judged: counts, notJudged, differences },
    isBad,
    lines: (paint) => [
      isBad ? paint.bad(verdict) : `${paint.good('OK')} nothing differs in ${dataDir}`,
      ...section(
        'differences',
        differences.map((one) => [one.address, one.network ?? '-', one.text]),
        paint,
      ),
      ...judgedLines(counts, notJudged, paint),
    ],
  };
}

function judgedLines(
  counts: { readonly reservations: number; readonly links: number },
  notJudged: { readonly networks: readonly string[]; readonly links: readonly string[] },
  paint: Paint,
): string[] {
  const { networks, links } = notJudged;
  const lines = [
    `Judged: IPv4 reservations: ${counts.reservations}; links of kind veth named s-<12 digits> or b-<12 digits>: ${counts.links}.`,
    networks.length === 0 ? '' : `Networks not judged, their links being of another kind: ${networks.join(', ')}.`,
    links.length === 0 ? '' : `Links not judged, being of other networks: ${links.join(', ')}.`,
  ];
  return lines.filter((line) => line !== '').map(paint.faint);
}
