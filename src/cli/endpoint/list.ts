import type { Endpoint } from '../../addr/endpoint.ts';
import { formatIp, sameIp } from '../../addr/ip.ts';
import { formatMac, macKey } from '../../addr/mac.ts';
import { SilkError } from '../../errors.ts';
import type { SegmentPlan } from '../../overlay/converge-segment.ts';
import { wishOfSegment } from '../../overlay/segment-sight.ts';
import type { Step } from '../../overlay/step.ts';
import { readEndpointsFile } from '../../peers/endpoints-file.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import { stepJson, stepLine } from '../overlay/step-report.ts';
import { type Report, reportLater } from '../report.ts';
import { requireSegment } from '../segment/options.ts';
import { formatTable } from '../table.ts';
import { endpointCommand } from './options.ts';

/** `silk endpoint list`. */
export function listCommand(context: CliContext) {
  return endpointCommand('list')
    .description('Show the endpoints of a segment that the file has, and beside each what the kernel holds for it.')
    .addHelpText(
      'after',
      `
Neighbour and FDB entry are "ok", "missing" or "wrong"; an endpoint of this host is "here". Below are the entries that the kernel
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
}

async function listEndpoints(
  context: CliContext,
  segment: string,
  { overlayNetns, endpointsFile }: ListOptions,
): Promise<Report> {
  const place = { segment, overlayNetns };
  const list = await readEndpointsFile(endpointsFile);
  if (list === undefined) {
    const found = 'found none, wanted one (`silk endpoint add` makes it)';
    throw new SilkError('PEERS_UNUSABLE', `Cannot read the endpoints file ${endpointsFile}: ${found}`);
  }
  const wish = wishOfSegment(requireSegment(context, place));
  const plan = context.host.segments.plan(place, { ...wish, endpoints: list });
  const rows = list.filter(({ vni }) => vni === wish.segment.vni).map((endpoint) => rowOf(endpoint, plan));
  return listReport(segment, rows, plan);
}

/** An endpoint, and how what the kernel holds for it compares. */
interface Row {
  readonly ip: string;
  readonly mac: string;
  readonly underlay: string;
  readonly neighbour: string;
  readonly fdb: string;
}

function rowOf({ ip, mac, underlay }: Endpoint, { segment, steps, desired }: SegmentPlan): Row {
  const facts = { ip: formatIp(ip), mac: formatMac(mac), underlay: formatIp(underlay) };
  if (sameIp(underlay, segment.vxlan.underlay.ip)) return { ...facts, neighbour: 'here', fdb: 'here' };
  const isHad = desired?.endpoints.some((one) => sameIp(one.ip, ip) && macKey(one.mac) === macKey(mac));
  if (isHad === false) return { ...facts, neighbour: 'refused', fdb: 'refused' };
  const neighbour = steps.find((step) => step.object === 'neighbour' && isDue(step) && sameIp(step.ip, ip));
  const fdb = steps.find((step) => step.object === 'fdb' && isDue(step) && macKey(step.mac) === macKey(mac));
  return { ...facts, neighbour: stateOf(neighbour), fdb: stateOf(fdb) };
}

function isDue({ action }: Step): boolean {
  return action !== 'remove';
}

function stateOf(step: Step | undefined): string {
  if (step === undefined) return 'ok';
  return step.action === 'make' ? 'missing' : 'wrong';
}

function listReport(segment: string, rows: readonly Row[], { steps, failed, deviceSteps }: SegmentPlan): Report {
  const stale = steps.filter((step) => !isDue(step));
  const isBad = steps.length + failed.length + deviceSteps.length > 0;
  return {
    json: {
      ok: !isBad,
      segment,
      endpoints: rows,
      stale: stale.map(stepJson),
      failed,
      changes: deviceSteps.map(stepJson),
    },
    isBad,
    lines: (paint) => {
      const cells = rows.map(({ ip, mac, underlay, neighbour, fdb }) => [ip, mac, underlay, neighbour, fdb]);
      const [head = '', ...body] = formatTable([columns, ...cells], 0);
      return [
        ...(rows.length === 0 ? [`The file has no endpoint of ${segment}.`] : [paint.heading(head), ...body]),
        ...section('wrong with the segment', linesOf(deviceSteps), paint),
        ...section('held, and wanted by nobody', linesOf(stale), paint),
        ...section(
          'cannot be had',
          failed.map(({ what, reason }) => [what, reason]),
          paint,
        ),
      ];
    },
  };
}

const columns = ['address', 'MAC', 'underlay', 'neighbour', 'FDB'];

function linesOf(steps: readonly Step[]): string[][] {
  return steps.map((step) => [stepLine(step)]);
}
