import type { SegmentEntry } from '../addr/endpoint.ts';
import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import { endpointsFile } from '../config/endpoints-file.ts';
import { type EditableList, editListFile, formatList, type ListEdit } from './edit-list-file.ts';
import { readListFile } from './list-file.ts';

const editableEndpoints: EditableList<SegmentEntry> = { ...endpointsFile, format: formatEntry };

/** The endpoints of a file; undefined where there is none: then nothing is known of any. @throws SilkError as readListFile(). */
export function readEndpointsFile(path: string): Promise<readonly SegmentEntry[] | undefined> {
  return readListFile(endpointsFile, path);
}

/** As editListFile(), of an endpoints file. */
export function editEndpointsFile(
  path: string,
  edit: (endpoints: readonly SegmentEntry[]) => readonly SegmentEntry[],
): Promise<ListEdit<SegmentEntry>> {
  return editListFile(editableEndpoints, path, edit);
}

/** As formatList(), of an endpoints file. */
export function formatEndpointsFile(path: string, endpoints: readonly SegmentEntry[]): string {
  return formatList(editableEndpoints, path, endpoints);
}

/** An entry as it is written, on a line of its own. */
export function formatEntry(entry: SegmentEntry): string {
  return JSON.stringify({ vni: entry.vni, ...formatEntryKeys(entry) });
}

/** An entry's addresses as they are written; JSON leaves out what is absent. */
export function formatEntryKeys({ ip, mac, underlay }: Omit<SegmentEntry, 'vni'>) {
  return { ip: ip && formatIp(ip), mac: mac && formatMac(mac), underlay: formatIp(underlay) };
}
