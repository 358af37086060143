import type { Endpoint } from '../addr/endpoint.ts';
import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import { endpointsFile } from '../config/endpoints-file.ts';
import { type EditableList, editListFile, formatList, type ListEdit } from './edit-list-file.ts';
import { readListFile } from './list-file.ts';

const editableEndpoints: EditableList<Endpoint> = { ...endpointsFile, format: formatEndpoint };

/** The endpoints of a file; undefined where there is none: then nothing is known of any. @throws SilkError as readListFile(). */
export function readEndpointsFile(path: string): Promise<readonly Endpoint[] | undefined> {
  return readListFile(endpointsFile, path);
}

/** As editListFile(), of an endpoints file. */
export function editEndpointsFile(
  path: string,
  edit: (endpoints: readonly Endpoint[]) => readonly Endpoint[],
): Promise<ListEdit<Endpoint>> {
  return editListFile(editableEndpoints, path, edit);
}

/** As formatList(), of an endpoints file. */
export function formatEndpointsFile(path: string, endpoints: readonly Endpoint[]): string {
  return formatList(editableEndpoints, path, endpoints);
}

function formatEndpoint({ vni, ip, mac, underlay }: Endpoint): string {
  return JSON.stringify({ vni, ip: formatIp(ip), mac: formatMac(mac), underlay: formatIp(underlay) });
}
