import { formatIp, type Ip, tryParseIp } from '../../addr/ip.ts';
import { formatMac, isUnicastMac, type Mac, tryParseMac, vtepMac } from '../../addr/mac.ts';
import { firstOf, type Prefix, tryParsePrefix } from '../../addr/prefix.ts';
import { isUnicastIpv4 } from '../../config/address-check.ts';
import { badValue, type Fault } from '../../config/fault.ts';
import { lowerKeys, type Parsed, parseObject } from './network-config.ts';

/** Which host has a subnet: the record `<prefix>/subnets/10.5.34.0-24`, as flannel writes and reads it for VXLAN. */
export interface LeaseRecord {
  readonly subnet: Prefix;
  readonly publicIp: Ip;
  readonly vtepMac: Mac;
  /** Older writers do not say. */
  readonly vni: number | undefined;
}

/** Where the records are. The slash at the end keeps what only begins alike apart. */
export function subnetsPrefix(prefix: string): string {
  return `${prefix}/subnets/`;
}

/** When which subnet was given last, by the order of these keys' revisions. flannel does not look there. */
export function historyPrefix(prefix: string): string {
  return `${prefix}/silk/history/`;
}

/** `<prefix>/config` */
export function configKey(prefix: string): string {
  return `${prefix}/config`;
}

/** `10.5.34.0-24`, which ends the keys of a subnet. */
export function formatSubnetName({ ip, length }: Prefix): string {
  return `${formatIp(ip)}-${length}`;
}

/** The subnet of such a name; of a dual-stack one (`10.5.34.0-24&fc00::-64`) the IPv4 part. Undefined where it is none. */
export function parseSubnetName(name: string): Prefix | undefined {
  const [, ip, length] = /^([\d.]+)-(\d{1,2})(?:&[\da-f:]+-\d{1,3})?$/.exec(name) ?? [];
  const prefix = tryParsePrefix(`${ip}/${length}`);
  if (prefix === undefined || prefix.length < 1 || prefix.length > 30 || !isUnicastIpv4(prefix.ip)) return undefined;
  return firstOf(prefix).value === prefix.ip.value ? prefix : undefined;
}

/** The record's value for a host of ours. */
export function formatLease({
  subnet,
  publicIp,
  vni,
}: Pick<LeaseRecord, 'subnet' | 'publicIp'> & { vni: number }): string {
  return JSON.stringify({
    PublicIP: formatIp(publicIp),
    PublicIPv6: null,
    BackendType: 'vxlan',
    BackendData: { VNI: vni, VtepMAC: formatMac(vtepMac(subnet.ip)) },
  });
}

/** A record, by its key without `<prefix>/subnets/`, and its value. */
export function parseLease(name: string, value: string): Parsed<LeaseRecord> {
  const subnet = parseSubnetName(name);
  if (subnet === undefined) return { faults: [badValue('the key', name, 'a subnet such as 10.5.34.0-24')] };
  const json = parseObject(value);
  if (json === undefined) return { faults: [badValue('the value', value, 'a JSON object')] };
  const faults: Fault[] = [];
  const publicIp = readPublicIp(json['publicip'], faults);
  if (json['backendtype'] !== 'vxlan') faults.push(badValue('BackendType', json['backendtype'], '"vxlan"'));
  const data = lowerKeys(json['backenddata']) ?? {};
  const mac = readVtepMac(data['vtepmac'], faults);
  const vni = readVni(data['vni'], faults);
  if (publicIp === undefined || mac === undefined || faults.length > 0) return { faults };
  return { value: { subnet, publicIp, vtepMac: mac, vni } };
}

/** The value of the record of when a subnet was given last: `{"PublicIP":"10.0.0.5","Since":"2026-11-21T10:00:00.000Z"}`. */
export function formatHistory(publicIp: Ip, nowMs: number): string {
  return JSON.stringify({ PublicIP: formatIp(publicIp), Since: new Date(nowMs).toISOString() });
}

/** When that was, in milliseconds since the epoch; undefined where the record does not say. */
export function parseSince(value: string): number | undefined {
  const since = Date.parse(String(parseObject(value)?.['since']));
  return Number.isNaN(since) ? undefined : since;
}

/** The PublicIP of a record, whatever else it holds: it says whose the subnet is. */
export function ownerOf(value: string): Ip | undefined {
  return readPublicIp(parseObject(value)?.['publicip'], []);
}

/** Whom a record reserves a subnet for that does not say how that host is reached: it has not come yet. */
export function reservedFor(value: string): Ip | undefined {
  const json = parseObject(value);
  return json?.['backendtype'] === undefined && json?.['backenddata'] === undefined ? ownerOf(value) : undefined;
}

function readPublicIp(found: unknown, faults: Fault[]): Ip | undefined {
  const ip = typeof found === 'string' ? tryParseIp(found) : undefined;
  if (ip !== undefined && isUnicastIpv4(ip)) return ip;
  faults.push(badValue('PublicIP', found, 'a unicast IPv4 address'));
  return undefined;
}

function readVtepMac(found: unknown, faults: Fault[]): Mac | undefined {
  const mac = typeof found === 'string' ? tryParseMac(found) : undefined;
  if (mac !== undefined && isUnicastMac(mac)) return mac;
  faults.push(badValue('BackendData.VtepMAC', found, 'a unicast MAC'));
  return undefined;
}

function readVni(found: unknown, faults: Fault[]): number | undefined {
  if (found === undefined) return undefined;
  if (Number.isInteger(found) && Number(found) >= 1 && Number(found) <= 0xff_ffff) return Number(found);
  faults.push(badValue('BackendData.VNI', found, 'an integer from 1 to 16777215'));
  return undefined;
}
