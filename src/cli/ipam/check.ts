import { Command } from '@commander-js/extra-typings';
import { parseHostLinkName } from '../../overlay/derive.ts';
import { confDirOption, jsonOption } from '../cni/options.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import type { Paint } from '../paint.ts';
import { type Report, report } from '../report.ts';
import { readConfDir } from '../runtime/conf-dir.ts';
import { compare, type Difference, type HostLink, type Judgement, judgedNetworks } from './compare.ts';
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
    .description('Compare reservations with the links of this network namespace, and list what differs.')
    .argument('[network]', 'one network, judged whatever its configuration says (default: all)')
    .addOption(dataDirOption())
    .addOption(confDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Judged are links of kind veth named s-<12 digits>, as silk-cni makes them, and the IPv4 reservations of networks whose
links are such: those that the configuration directory has with a plugin silk-cni, and those with such a link now.
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
        return checkReport(question, first, differences);
      });
    });
}

function look({ host }: CliContext, { dataDir, confDir, network }: Question): Judgement {
  const links = host.listVeths().filter((link) => parseHostLinkName(link.name) !== undefined);
  const names = new Set(links.map((link) => link.name));
  const reservations = chooseNetworks(dataDir, network).flatMap((name) =>
    listReservations(host, { network: name, dataDir }, names),
  );
  if (network !== undefined) return { reservations, links, judged: new Set([network]), allLinks: false };
  return { reservations, links, judged: judgedNetworks(reservations, links, configured(confDir)), allLinks: true };
}

function configured(confDir: string): string[] {
  const { networks } = readConfDir(confDir);
  return networks.filter((one) => one.plugins.some((plugin) => plugin.type === 'silk-cni')).map((one) => one.name);
}

/** Only what still differs after a moment. */
function confirm(first: readonly Difference[], again: () => readonly Difference[]): readonly Difference[] {
  if (first.length === 0) return first;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, secondLookMs);
  const seen = new Set(first.map((one) => one.text));
  return again().filter((one) => seen.has(one.text));
}

function checkReport(question: Question, judgement: Judgement, differences: readonly Difference[]): Report {
  const { reservations, links, judged } = judgement;
  const networks = [...new Set(reservations.map((row) => row.network))];
  const notJudged = networks.filter((name) => !judged.has(name));
  const counted = reservations.filter((row) => judged.has(row.network) && row.link !== undefined).length;
  const isBad = differences.length > 0;
  return {
    json: {
      ok: !isBad,
      dataDir: question.dataDir,
      judged: { networks: networks.filter((name) => judged.has(name)), reservations: counted, links: links.length },
      notJudged,
      differences,
    },
    isBad,
    lines: (paint) => [
      isBad ? paint.bad(`${differences.length} differences`) : `${paint.good('OK')} nothing differs`,
      ...section(
        'differences',
        differences.map((one) => [one.address, one.network ?? '-', one.text]),
        paint,
      ),
      ...judgedLines(counted, links, notJudged, paint),
    ],
  };
}

function judgedLines(
  reservations: number,
  links: readonly HostLink[],
  notJudged: readonly string[],
  paint: Paint,
): string[] {
  const what = `Judged: ${reservations} IPv4 reservations, ${links.length} links of kind veth named s-<12 digits>.`;
  const rest = `Not judged, since none of their links is of that kind: ${notJudged.join(', ')}.`;
  return [what, ...(notJudged.length === 0 ? [] : [rest])].map(paint.faint);
}
