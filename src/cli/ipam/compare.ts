import { formatIp } from '../../addr/ip.ts';
import { parseHostLinkName } from '../../overlay/derive.ts';
import { formatOwnerMark, networkMark } from '../../overlay/owner-mark.ts';
import type { HostLink } from './host-links.ts';
import type { ReservationRow } from './reservations.ts';

/** Reservations and the kernel do not agree. */
export interface Difference {
  readonly kind: 'reservation-without-link' | 'link-without-reservation' | 'owner-differs' | 'garbage';
  readonly address: string;
  readonly network?: string;
  readonly link?: string;
  /** What was found, and what was wanted. */
  readonly text: string;
}

/** What is compared: pure values. */
export interface Judgement {
  readonly reservations: readonly ReservationRow[];
  readonly links: readonly HostLink[];
  /** The networks whose links are ours. */
  readonly judged: ReadonlySet<string>;
  /** Whether links without an alias are judged, which may be of any network. */
  readonly unmarked: boolean;
}

/** Everything in which reservations and links differ, reservations first. */
export function compare(judgement: Judgement): Difference[] {
  const links = new Map(judgement.links.map((link) => [link.name, link]));
  return [
    ...judgement.reservations.flatMap((row) => ofReservation(row, links, judgement.judged)),
    ...judgement.links.flatMap((link) => ofLink(link, judgement)),
  ];
}

function ofReservation(
  row: ReservationRow,
  links: ReadonlyMap<string, HostLink>,
  judged: ReadonlySet<string>,
): Difference[] {
  const { network, address, owner, link } = row;
  if (owner === undefined) {
    return [{ kind: 'garbage', address, network, text: 'the reservation file names no owner; it counts as free' }];
  }
  if (link === undefined || !judged.has(network)) return [];
  const found = links.get(link);
  const who = `container ${owner.containerId}, interface ${owner.ifname || '(not recorded)'}`;
  if (found === undefined) {
    const text = `reserved for ${who}, and there is no link ${link}`;
    return [{ kind: 'reservation-without-link', address, network, link, text }];
  }
  const wanted = formatOwnerMark({ network, ...owner });
  if (owner.ifname === '' || found.alias === undefined || found.alias === wanted) return [];
  const text = `reserved for ${who}, and link ${link} says ${JSON.stringify(found.alias)}`;
  return [{ kind: 'owner-differs', address, network, link, text }];
}

function ofLink(link: HostLink, { reservations, judged, unmarked }: Judgement): Difference[] {
  const ip = parseHostLinkName(link.name);
  if (reservations.some((row) => row.link === link.name)) return [];
  const network = networkOf(link, judged);
  if (network === undefined && (link.alias !== undefined || !unmarked)) return [];
  const whose = link.alias === undefined ? 'it says of nobody that it is his' : `it says ${JSON.stringify(link.alias)}`;
  const place = network === undefined ? {} : { network };
  const text = `link ${link.name} exists, and no address is reserved for it; ${whose}`;
  return [
    {
      kind: 'link-without-reservation',
      address: ip === undefined ? '-' : formatIp(ip),
      ...place,
      link: link.name,
      text,
    },
  ];
}

/** Which of the networks the link says that it is of. */
export function networkOf(link: HostLink, networks: Iterable<string>): string | undefined {
  return [...networks].find((name) => link.alias?.startsWith(networkMark(name)));
}

/** Of the networks that have a directory, those whose links are ours: with a link of theirs here, or named in `configured`. */
export function judgedNetworks(
  networks: readonly string[],
  { reservations, links }: Pick<Judgement, 'reservations' | 'links'>,
  configured: readonly string[],
): Set<string> {
  const marked = networks.filter((name) => links.some((link) => networkOf(link, [name]) !== undefined));
  const linked = reservations.filter((row) => row.linkExists).map((row) => row.network);
  return new Set([...networks.filter((name) => configured.includes(name)), ...marked, ...linked]);
}
