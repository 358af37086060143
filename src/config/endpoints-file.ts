import type { SegmentEntry } from '../addr/endpoint.ts';
import { tryParseIp } from '../addr/ip.ts';
import { formatMac, isUnicastMac, macKey, tryParseMac } from '../addr/mac.ts';
import { isUnicastIpv4 } from './address-check.ts';
import { type EndpointKeys, endpointList, wantedEndpoint } from './endpoints-file.schema.ts';
import type { Fault } from './fault.ts';
import { validateEndpointsFile } from './generated/endpoints-file.ts';
import { itemFault, type ListFile } from './list-file.ts';

/** An endpoints file: `{"endpoints":[{"vni":42,"ip":"10.0.10.11","mac":"ee:ee:0a:00:0a:0b","underlay":"10.244.0.48"}]}`. */
export const endpointsFile: ListFile<SegmentEntry> = {
  kind: 'the endpoints file',
  key: 'endpoints',
  validate: validateEndpointsFile,
  itemKeys: Object.keys(endpointList.items.properties),
  check: checkEndpoints,
};

/**
 * What a schema cannot see in a list of endpoints of the right shape: texts that are not what they should be, an address twice
 * in a segment, a MAC at two places of it.
 */
function checkEndpoints(list: readonly EndpointKeys[]): { items: readonly SegmentEntry[]; faults: readonly Fault[] } {
  const items: SegmentEntry[] = [];
  const faults: Fault[] = [];
  const ips = new Map<string, number>();
  const macs = new Map<string, { readonly index: number; readonly underlay: string }>();
  for (const [index, keys] of list.entries()) {
    const endpoint = readEntry(keys, index, faults);
    if (endpoint === undefined) continue;
    items.push(endpoint);
    const { vni, mac, ip } = endpoint;
    if (mac === undefined) continue;
    const ipKey = `${vni} ${ip?.value}`;
    const sameIp = ip && ips.get(ipKey);
    if (sameIp !== undefined) {
      const wanted = `another than that of endpoints[${sameIp}] in the same segment`;
      faults.push(itemFault('endpoints', index, { key: 'ip', found: keys.ip, wanted }));
    }
    ips.set(ipKey, index);
    const macKeyText = `${vni} ${macKey(mac)}`;
    const sameMac = macs.get(macKeyText);
    if (sameMac !== undefined && sameMac.underlay !== keys.underlay) {
      const wanted = `another than that of endpoints[${sameMac.index}], which is on another host`;
      faults.push(itemFault('endpoints', index, { key: 'mac', found: formatMac(mac), wanted }));
    }
    macs.set(macKeyText, { index, underlay: keys.underlay });
  }
  return { items, faults };
}

/** Undefined where there is a fault. */
function readEntry(keys: EndpointKeys, index: number, faults: Fault[]): SegmentEntry | undefined {
  const ip = keys.ip === undefined ? undefined : tryParseIp(keys.ip);
  const mac = keys.mac === undefined ? undefined : tryParseMac(keys.mac);
  const underlay = tryParseIp(keys.underlay);
  const refuse = (key: keyof EndpointKeys, wanted: string = wantedEndpoint[key]) => {
    faults.push(itemFault('endpoints', index, { key, found: keys[key], wanted }));
    return undefined;
  };
  if (keys.ip !== undefined && (ip === undefined || !isUnicastIpv4(ip))) return refuse('ip');
  if (keys.mac !== undefined && (mac === undefined || !isUnicastMac(mac))) return refuse('mac');
  if (underlay === undefined || !isUnicastIpv4(underlay)) return refuse('underlay');
  if (mac !== undefined) return { vni: keys.vni, ip, mac, underlay };
  return ip === undefined ? { vni: keys.vni, underlay } : refuse('ip', 'none without a mac');
}
