import { isEndpoint, type SegmentEntry } from '../../addr/endpoint.ts';
import { formatIp, type Ip } from '../../addr/ip.ts';
import { formatMac, type Mac } from '../../addr/mac.ts';
import { SilkError } from '../../errors.ts';
import type { ConvergeSegmentWish } from '../../overlay/converge-segment.ts';
import { describeEndpoint } from '../../overlay/endpoints.ts';
import type { Failure } from '../../overlay/remote-host.ts';
import { wishOfSegment } from '../../overlay/segment-sight.ts';
import { describeStep } from '../../overlay/step.ts';
import { editEndpointsFile, formatEndpointsFile } from '../../peers/endpoints-file.ts';
import { type KnownEndpoints, readKnownEndpoints } from '../../peers/known-endpoints.ts';
import type { CliContext } from '../context.ts';
import { convergeReport, planReport } from '../overlay/converge-report.ts';
import type { Report } from '../report.ts';
import { faultNotes, segmentPlan } from '../segment/create.ts';
import { requireSegment, type SegmentOptions, segmentLockPath } from '../segment/options.ts';

/** What the options of a command on endpoints say. */
export interface EndpointOptions extends SegmentOptions {
  readonly endpointsFile: string;
}

/** A change to the list of endpoints, and what to say of it. */
export interface Edit {
  /** @throws SilkError when it cannot be made. Returns the list that it was given where nothing is to be changed. */
  change(endpoints: readonly SegmentEntry[], vni: number): readonly SegmentEntry[];
  /** `added 10.0.10.11 ...`, of the list before. */
  describe(before: readonly SegmentEntry[], vni: number): string;
  /** For `--json`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Changes the endpoints file and then what the kernel holds.
 * @throws SilkError NOT_READY without the segment; as editEndpointsFile() and convergeSegment().
 */
export async function editEndpoints(
  context: CliContext,
  segment: string,
  options: EndpointOptions & { readonly edit: Edit },
): Promise<Report> {
  const { edit, endpointsFile } = options;
  const place = { segment, overlayNetns: options.overlayNetns };
  const { segments } = context.host;
  const own = () => wishOfSegment(requireSegment(context, place));
  const { vni } = own().segment;
  const known = await readKnownEndpoints(options);
  const { written = [] } = known;
  const after = edit.change(written, vni);
  const planned = segments.plan(place, { ...own(), ...withWritten(known, after) });
  const before = segments.plan(place, { ...own(), ...withWritten(known, written) });
  refuseNew(after, planned.failed, before.failed);
  const stale = planned.steps.find(({ action }) => action === 'remove');
  if (known.written === undefined && stale !== undefined) throw beginsAnew(endpointsFile, segment, describeStep(stale));
  if (options.dryRun) {
    formatEndpointsFile(endpointsFile, after);
    const notes = [`Would be: ${edit.describe(written, vni)} in ${endpointsFile}`, ...faultNotes(known)];
    return planReport(segmentPlan(planned, place), { notes, facts: edit.facts });
  }
  const edited = await editEndpointsFile(endpointsFile, (list) => edit.change(list, vni));
  const newestWish = async (): Promise<ConvergeSegmentWish> => {
    const newest = await readKnownEndpoints(options);
    return { ...own(), ...withWritten(newest, newest.written ?? []) };
  };
  const report = await segments.converge(place, newestWish, { lockPath: segmentLockPath(options, segment) });
  return convergeReport(report, {
    headline: edit.describe(edited.before, vni),
    notes: [`in ${endpointsFile}`, ...faultNotes(known)],
    facts: edit.facts,
  });
}

function withWritten(known: KnownEndpoints, written: readonly SegmentEntry[]) {
  return { endpoints: [...written, ...(known.learned ?? [])], isPartial: known.isPartial };
}

/** Says no before the file is changed, to an endpoint of it that this host cannot lead to. @throws SilkError BAD_CONFIG. */
function refuseNew(list: readonly SegmentEntry[], failed: readonly Failure[], failedBefore: readonly Failure[]): void {
  const known = new Set(failedBefore.map(({ what }) => what));
  const own = new Set(list.filter(isEndpoint).map(describeEndpoint));
  const refused = failed.find(({ what }) => own.has(what) && !known.has(what));
  if (refused !== undefined) throw new SilkError('BAD_CONFIG', `Cannot lead to ${refused.what}: ${refused.reason}`);
}

/** A first endpoint in a file that is not there yet, while the segment leads to others, would take those away. */
function beginsAnew(path: string, segment: string, step: string): SilkError {
  const found = `found ${segment} leading to endpoints that no file names (${step})`;
  const wanted = 'wanted none: put all of them into the file';
  return new SilkError('PEERS_UNUSABLE', `Cannot begin the endpoints file ${path}: ${found}, ${wanted}`);
}

/** What an entry of a segment is known by: its address, or the MAC of one without, or the host of one that is nothing else. */
export interface EntryKey {
  readonly ip?: Ip | undefined;
  readonly mac?: Mac | undefined;
  readonly underlay?: Ip | undefined;
}

/** Whether an entry is the one of a key in a segment. */
export function isOf(key: EntryKey, vni: number) {
  const name = formatEntryKey(key);
  return (entry: SegmentEntry): boolean => entry.vni === vni && formatEntryKey(entry) === name;
}

/** `10.0.10.11`, `ee:ee:0a:00:0a:0b` or `host 10.244.0.48` */
export function formatEntryKey({ ip, mac, underlay }: EntryKey): string {
  if (ip !== undefined) return formatIp(ip);
  return mac === undefined ? `host ${underlay && formatIp(underlay)}` : formatMac(mac);
}

/** Whether two entries of a segment say the same. */
export function isSameEntry(a: EntryText, b: EntryText): boolean {
  return formatEntryText(a) === formatEntryText(b);
}

/** `10.0.10.11 ee:ee:0a:00:0a:0b at 10.244.0.48` */
export function formatEntryText({ ip, mac, underlay }: EntryText): string {
  if (mac === undefined) return formatEntryKey({ underlay });
  return [ip && formatIp(ip), formatMac(mac), `at ${formatIp(underlay)}`].filter(Boolean).join(' ');
}

type EntryText = Omit<SegmentEntry, 'vni'>;
