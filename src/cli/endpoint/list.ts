import type { SegmentEntry } from '../../addr/endpoint.ts';
import { sameIp } from '../../addr/ip.ts';
import { isUnicastMac, sameMac } from '../../addr/mac.ts';
import { SilkError } from '../../errors.ts';
import type { SegmentPlan } from '../../overlay/converge-segment.ts';
import { wishOfSegment } from '../../overlay/segment-sight.ts';
import type { Step } from '../../overlay/step.ts';
import { formatEntryKeys } from '../../peers/endpoints-file.ts';
import { readKnownEndpoints } from '../../peers/known-endpoints.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import { stepJson, stepLine } from '../overlay/step-report.ts';
import { type Report, reportLater } from '../report.ts';
import { faultNotes } from '../segment/create.ts';
import { requireSegment } from '../segment/options.ts';
import { formatTable } from '../table.ts';
import { isSameEntry } from './edit.ts';
import { endpointCommand, learnedDirOption } from './options.ts';

/** `silk endpoint list`. */
export function listCommand(context: CliContext) {
  return endpointCommand('list')
    .addOption(learnedDirOption())
    .description('Show what is known of a segment on other hosts, and beside each what the kernel holds for it.')
    .addHelpText(
      'after',
      `
It is known from the endpoints file, or learned by silkd. Neighbour and FDB entry are "ok", "missing" or "wrong"; an endpoint of
this host is "here". Below are the entries that the kernel
holds and nobody wants, and the endpoints that cannot be had with the reason. Exits with 1 when anything differs. Nothing is
changed: \`silk segment create\` repairs it.

Examples:
  silk endpoint list br0
  silk endpoint list br0 --json`,
    )
    .action((segment, options) => reportLater(context, options, () => listEndpoints(context, segment, options)));
}

interface ListOptions {
  readonly overlayNetns?: string | undefined;
  readonly endpointsFile: string;
  readonly runDir: string;
}

async function listEndpoints(context: CliContext, segment: string, options: ListOptions): Promise<Report> {
  const { overlayNetns, endpointsFile } = options;
  const place = { segment, overlayNetns };
  const { endpoints, written = [], isPartial, fault } = await readKnownEndpoints(options);
  if (endpoints === undefined) {
    if (fault !== undefined) throw fault;
    const found = 'found none, wanted one (`silk endpoint add` makes it)';
    throw new SilkError('PEERS_UNUSABLE', `Cannot read the endpoints file ${endpointsFile}: ${found}`);
  }
  const wish = wishOfSegment(requireSegment(context, place));
  const plan = context.host.segments.plan(place, { ...wish, endpoints, isPartial });
  const rows = endpoints.flatMap((entry, index): Row[] => {
    const source = index < written.length ? 'file' : 'learned';
    const isToldAgain = source === 'learned' && written.some((one) => one.vni === entry.vni && isSameEntry(one, entry));
    return entry.vni !== wish.segment.vni || isToldAgain ? [] : [{ ...rowOf(entry, plan), source }];
  });
  return listReport(rows, plan, { segment, fault });
}

/** An endpoint, and how what the kernel holds for it compares. */
interface Row {
  readonly ip?: string | undefined;
  readonly mac?: string | undefined;
  readonly underlay: string;
  /** Whose word it is: the endpoints file's, or what silkd has learned. */
  readonly source: 'file' | 'learned';
  /** Absent: there is to be none. */
  readonly neighbour?: string | undefined;
  readonly fdb?: string | undefined;
}

function rowOf(entry: SegmentEntry, { segment, steps, desired }: SegmentPlan): Omit<Row, 'source'> {
  const { ip, mac, underlay } = entry;
  const row = (neighbour: string, fdb: string) => ({
    ...formatEntryKeys(entry),
    neighbour: ip && neighbour,
    fdb: mac === undefined && !segment.replicate ? undefined : fdb,
  });
  if (sameIp(underlay, segment.vxlan.underlay.ip)) return row('here', 'here');
  const isHad = mac === undefined || desired?.endpoints.some((one) => isSameEntry(one, entry));
  if (isHad === false) return row('refused', 'refused');
  const isIts = (step: Step & { readonly object: 'fdb' }) =>
    mac === undefined ? !isUnicastMac(step.mac) && sameIp(step.destination, underlay) : sameMac(step.mac, mac);
  const due = steps.filter(isDue);
  const neighbour = due.find((step) => step.object === 'neighbour' && ip !== undefined && sameIp(step.ip, ip));
  return row(stateOf(neighbour), stateOf(due.find((step) => step.object === 'fdb' && isIts(step))));
}

function isDue({ action }: Step): boolean {
  return action !== 'remove';
}

function stateOf(step: Step | undefined): string {
  if (step === undefined) return 'ok';
  return step.action === 'make' ? 'missing' : 'wrong';
}

function listReport(
  rows: readonly Row[],
  { steps, failed, deviceSteps }: SegmentPlan,
  { segment, fault }: { readonly segment: string; readonly fault: SilkError | undefined },
): Report {
  const stale = steps.filter((step) => !isDue(step));
  const isBad = steps.length + failed.length + deviceSteps.length > 0 || fault !== undefined;
  return {
    json: {
      ok: !isBad,
      segment,
      endpoints: rows,
      stale: stale.map(stepJson),
      failed,
      changes: deviceSteps.map(stepJson),
      fault: fault?.message,
    },
    isBad,
    lines: (paint) => {
      const cells = rows.map((row) =>
        [row.ip, row.mac, row.underlay, row.source, row.neighbour, row.fdb].map((cell) => cell ?? '-'),
      );
      const [head = '', ...body] = formatTable([columns, ...cells], 0);
      return [
        ...(rows.length === 0 ? [`Nobody names an endpoint of ${segment}.`] : [paint.heading(head), ...body]),
        ...section('wrong with the segment', linesOf(deviceSteps), paint),
        ...section('held, and wanted by nobody', linesOf(stale), paint),
        ...section(
          'cannot be had',
          failed.map(({ what, reason }) => [what, reason]),
          paint,
        ),
        ...faultNotes({ fault }),
      ];
    },
  };
}

const columns = ['address', 'MAC', 'underlay', 'from', 'neighbour', 'FDB'];

function linesOf(steps: readonly Step[]): string[][] {
  return steps.map((step) => [stepLine(step)]);
}
