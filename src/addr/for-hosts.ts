import { formatPrefix, overlaps, type Prefix } from './prefix.ts';

/** "This" network, loopback, link-local (every container's gateway is there), multicast and what is reserved (RFC 6890). */
const noHosts: readonly Prefix[] = [
  { ip: { family: 4, value: 0n }, length: 8 },
  { ip: { family: 4, value: 0x7f000000n }, length: 8 },
  { ip: { family: 4, value: 0xa9fe0000n }, length: 16 },
  { ip: { family: 4, value: 0xe0000000n }, length: 3 },
];

/** Whether every address of an IPv4 network is one that a host can have. */
export function isForHosts(network: Prefix): boolean {
  return !noHosts.some((prefix) => overlaps(prefix, network));
}

/** In a message, after "wanted". */
export const wantedForHosts = `addresses that hosts can have (none of ${noHosts.map(formatPrefix).join(', ')})`;
