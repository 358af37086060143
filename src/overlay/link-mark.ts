import { formatIp, type Ip, tryParseIp } from '../addr/ip.ts';
import { formatMac, type Mac, macKey, tryParseMac } from '../addr/mac.ts';

/**
 * What the alias says of a link that was attached to a segment as it was, such as the tap of a VM: that it is attached, and of the MACs
 * behind it those whose address is known, by macKey().
 */
export type LinkMark = ReadonlyMap<number, MarkedMac>;

/** A MAC and the one address that it has. */
export interface MarkedMac {
  readonly mac: Mac;
  /** IPv4. */
  readonly ip: Ip;
}

const prefix = 'silk-link:';

/** The alias: `silk-link:52:54:00:c0:b8:9d=10.0.10.20`, several joined by commas. */
export function formatLinkMark(mark: LinkMark): string {
  return `${prefix}${[...mark.values()].map(({ mac, ip }) => `${formatMac(mac)}=${formatIp(ip)}`).join(',')}`;
}

/** Undefined: another's alias, or none. What cannot be read in ours is passed over. */
export function parseLinkMark(alias: string | undefined): LinkMark | undefined {
  if (alias?.startsWith(prefix) !== true) return undefined;
  const items = alias.slice(prefix.length).split(',').flatMap(parseItem);
  return new Map(items.map((item) => [macKey(item.mac), item]));
}

function parseItem(text: string): MarkedMac[] {
  const [mac, ip] = text.split('=');
  const parsed = { mac: tryParseMac(mac ?? ''), ip: tryParseIp(ip ?? '') };
  return parsed.mac === undefined || parsed.ip?.family !== 4 ? [] : [{ mac: parsed.mac, ip: parsed.ip }];
}

/** The mark of a link after a MAC was attached to it, with an address or without. */
export function markWith(mark: LinkMark, { mac, ip }: { readonly mac: Mac; readonly ip: Ip | undefined }): LinkMark {
  const others = [...mark].filter(([key]) => key !== macKey(mac));
  return new Map(ip === undefined ? others : [...others, [macKey(mac), { mac, ip }]]);
}
