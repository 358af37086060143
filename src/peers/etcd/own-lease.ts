import { join } from 'node:path';
import { formatIp, type Ip, tryParseIp } from '../../addr/ip.ts';
import { formatPrefix, tryParsePrefix } from '../../addr/prefix.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { replaceWhole } from '../../files/replace-whole.ts';
import type { Place } from '../network-source.ts';
import { parseObject } from './network-config.ts';

/** The file in which a host remembers its lease. */
export function leasePath(stateDir: string): string {
  return join(stateDir, 'lease.json');
}

/** What this host remembers of the subnet that it had last, in a file that outlasts a reboot. */
export interface OwnLease {
  readonly place: Place;
  readonly prefix: string;
  readonly publicIp: Ip;
  readonly leaseId: string;
  /** The boot in which it was had: containers may be running only in the same one. */
  readonly bootId: string;
  /** Milliseconds since the epoch. */
  readonly renewedAtMs: number;
  /** Absent: for ever. */
  readonly ttlSeconds: number | undefined;
  /** Why it is another's now; absent: it is ours. */
  readonly lost: string | undefined;
}

/** Undefined where there is no such file, or none that can be used: then the host begins anew. */
export function readOwnLease(path: string): OwnLease | undefined {
  try {
    return parseOwnLease(readRegularFile(path));
  } catch {
    return undefined;
  }
}

/** @throws SilkError IO_FAILURE or TRY_LATER as `replaceWhole`. */
export function writeOwnLease(path: string, lease: OwnLease): void {
  const text = `${formatOwnLease(lease)}\n`;
  replaceWhole({ path, kind: 'the lease file', lasts: true }, () => text);
}

export function formatOwnLease({ place, publicIp, ...rest }: OwnLease): string {
  const { network, subnet, ...tunnel } = place;
  return JSON.stringify({
    network: formatPrefix(network),
    subnet: formatPrefix(subnet),
    ...tunnel,
    publicIp: formatIp(publicIp),
    ...rest,
  });
}

/** Undefined where the text is none. */
export function parseOwnLease(text: string): OwnLease | undefined {
  const json = parseObject(text) ?? {};
  const network = tryParsePrefix(String(json['network']));
  const subnet = tryParsePrefix(String(json['subnet']));
  const publicIp = tryParseIp(String(json['publicip']));
  const { vni, port, gbp, prefix, leaseid: leaseId, bootid: bootId } = json;
  if (network === undefined || subnet === undefined || publicIp === undefined) return undefined;
  if (typeof vni !== 'number' || typeof port !== 'number' || typeof gbp !== 'boolean') return undefined;
  if (typeof prefix !== 'string' || typeof leaseId !== 'string' || typeof bootId !== 'string') return undefined;
  const place = { network, subnet, vni, port, gbp };
  return { place, prefix, publicIp, leaseId, bootId, ...readAge(json) };
}

function readAge(json: Readonly<Record<string, unknown>>): Pick<OwnLease, 'renewedAtMs' | 'ttlSeconds' | 'lost'> {
  const { renewedatms, ttlseconds, lost } = json;
  return {
    renewedAtMs: typeof renewedatms === 'number' ? renewedatms : 0,
    ttlSeconds: typeof ttlseconds === 'number' ? ttlseconds : undefined,
    lost: typeof lost === 'string' ? lost : undefined,
  };
}
