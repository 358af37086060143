import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type Ip, tryParseIp } from '../../addr/ip.ts';
import { isUnicastMac, type Mac, tryParseMac } from '../../addr/mac.ts';
import { formatPrefix, networkOf, type Prefix, tryParsePrefix } from '../../addr/prefix.ts';
import { isUnicastIpv4, tryParseInterfaceAddress } from '../../config/address-check.ts';
import { wantedPeer } from '../../config/peers-file.schema.ts';
import { linkName } from '../../config/silk-vtep.schema.ts';
import { formatFound } from '../../errors.ts';

/** An option's or argument's text, understood. All throw InvalidArgumentError with what was found and what was wanted. */

/** A whole number in decimal digits. */
export function integerFrom(least: number, most: number) {
  return (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : refuse(text, `an integer from ${least} to ${most}`);
  };
}

/** In bytes, as in the configuration; undefined for 0: to be found out. */
export function parseMtu(text: string): number | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value === 0) return undefined;
  return value >= 68 && value <= 65_535 ? value : refuse(text, 'an integer from 68 to 65535, or 0 to find it out');
}

/** A name that a link can have; the same as `vtepName` in the configuration. */
export function parseLinkName(text: string): string {
  return new RegExp(linkName.pattern).test(text) ? text : refuse(text, linkName.description);
}

/** A path, absolute or not. */
export function parsePath(text: string): string {
  return text === '' || text.includes('\0') ? refuse(text, 'a path') : text;
}

/** An IPv4 network of hosts: without host bits, so that nobody wonders which address is meant. */
export function parseNetwork(text: string): Prefix {
  const prefix = tryParsePrefix(text);
  if (prefix === undefined || prefix.length < 1 || prefix.length > 30 || !isUnicastIpv4(prefix.ip)) {
    return refuse(text, wantedPeer.subnet);
  }
  const network = networkOf(prefix);
  return network.ip.value === prefix.ip.value ? prefix : refuse(text, `no host bits: ${formatPrefix(network)}`);
}

/** An IPv4 address that a host can have. */
export function parseHostIp(text: string): Ip {
  const ip = tryParseIp(text);
  return ip !== undefined && isUnicastIpv4(ip) ? ip : refuse(text, wantedPeer.underlay);
}

/** An IPv4 address of an interface, with the length of its network. */
export function parseInterfaceAddress(text: string): Prefix {
  const wanted = "a host's IPv4 address with the length of its network (1 to 30), such as 10.0.10.1/24";
  return tryParseInterfaceAddress(text) ?? refuse(text, wanted);
}

/** A name of `ip netns`. */
export function parseNetnsName(text: string): string {
  return /^[^/\0]{1,255}$/.test(text) && !['.', '..'].includes(text) ? text : refuse(text, 'a name of `ip netns`');
}

/** A MAC that one device can have. */
export function parseUnicastMac(text: string): Mac {
  const mac = tryParseMac(text);
  return mac !== undefined && isUnicastMac(mac) ? mac : refuse(text, wantedPeer.mac);
}

function refuse(text: string, wanted: string): never {
  throw new InvalidArgumentError(`Found ${formatFound(text)}, wanted ${wanted}.`);
}
