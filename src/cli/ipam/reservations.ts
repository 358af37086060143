import { readdirSync } from 'node:fs';
import { formatIp, type Ip } from '../../addr/ip.ts';
import { isIdentifier } from '../../cni/names.ts';
import { errorText, SilkError, systemErrorName } from '../../errors.ts';
import { list } from '../../ipam/list.ts';
import type { Owner } from '../../ipam/record.ts';
import { hostLinkName } from '../../overlay/derive.ts';
import type { Host } from '../context.ts';
import { type HostLinks, isBridged, segmentLinkName } from './host-links.ts';

/** A reservation file of one network, and the host's link of its address. */
export interface ReservationRow {
  readonly network: string;
  readonly ip: Ip;
  readonly address: string;
  /** Absent where the file is garbage. */
  readonly owner?: Owner | undefined;
  readonly mtimeMs: number;
  /**
   * Name of the link that a container has with this address; undefined where none follows from what is known: of IPv6 for silk-cni,
   * without the interface's name for silk-bridge.
   */
  readonly link: string | undefined;
  readonly linkExists: boolean;
}

/**
 * The networks that have reservations below a directory, by name; a directory that is not there has none.
 * @throws SilkError IO_FAILURE when the directory cannot be read.
 */
export function listNetworkNames(dataDir: string): string[] {
  try {
    const directories = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return directories
      .map((entry) => entry.name)
      .filter(isIdentifier)
      .sort();
  } catch (cause) {
    if (systemErrorName(cause) === 'ENOENT') return [];
    throw new SilkError('IO_FAILURE', `Cannot list the networks in ${dataDir}: ${errorText(cause)}`, { cause });
  }
}

/** The given network alone, or all of them. @throws SilkError BAD_CONFIG when there is no such network, and as above. */
export function chooseNetworks(dataDir: string, wanted: string | undefined): string[] {
  const names = listNetworkNames(dataDir);
  if (wanted === undefined) return names;
  if (names.includes(wanted)) return [wanted];
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot find network ${JSON.stringify(wanted)} in ${dataDir}: found ${names.join(', ') || 'no networks'}`,
  );
}

/** The reservations of one network, by address. */
export function listReservations(host: Host, place: NetworkPlace, sight: HostLinks): ReservationRow[] {
  const { network, dataDir } = place;
  const names = new Set(sight.links.map(({ name }) => name));
  const isPort = isBridged(network, sight);
  return list(host.openStore(network, dataDir)).map(({ ip, owner: recorded, garbage, mtimeMs }) => {
    const owner = garbage ? undefined : recorded;
    const byAddress = ip.family === 4 ? hostLinkName(ip) : undefined;
    const link = isPort ? segmentLinkName(network, owner) : byAddress;
    const linkExists = link !== undefined && names.has(link);
    return { network, ip, address: formatIp(ip), mtimeMs, link, linkExists, ...(owner && { owner }) };
  });
}

/** Where a network's reservations are. */
export interface NetworkPlace {
  readonly network: string;
  readonly dataDir: string;
}
