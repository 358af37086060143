import { Option } from '@commander-js/extra-typings';
import type { Ip } from '../../addr/ip.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { silkVtepDefaults } from '../../config/silk-vtep.ts';
import type { ConvergeSegmentWish, SegmentPlan } from '../../overlay/converge-segment.ts';
import { type ArpSuppression, vxlanName } from '../../overlay/segment.ts';
import { type KnownEndpoints, readKnownEndpoints } from '../../peers/known-endpoints.ts';
import type { CliContext } from '../context.ts';
import { convergeReport, type NamedPlan, planReport } from '../overlay/converge-report.ts';
import { devOption, mtuOption, underlayAddressOption } from '../overlay/options.ts';
import { showProgress } from '../overlay/progress.ts';
import { integerFrom, parseInterfaceAddress, parseLinkName } from '../overlay/values.ts';
import { type Report, reportLater } from '../report.ts';
import { changingSegmentCommand, endpointsFileOption, type SegmentOptions, segmentLockPath } from './options.ts';
import type { SegmentPlace } from './segment-host.ts';

/** `silk segment create`. */
export function createCommand(context: CliContext) {
  const { port } = silkVtepDefaults;
  return changingSegmentCommand('create')
    .description(
      'Make a bridged segment, or repair what differs: bridge, VXLAN device and what leads to its endpoints.',
    )
    .addOption(
      new Option('--vni <number>', 'VXLAN network of the segment, the same on all hosts')
        .argParser(integerFrom(1, 0xff_ffff))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--vxlan <link>', "the VXLAN device's name (default: vxlan and the VNI)").argParser(parseLinkName),
    )
    .addOption(new Option('--port <number>', 'UDP port').default(port).argParser(integerFrom(1, 0xffff)))
    .addOption(new Option('--gbp', 'send group policy ids; has to be as on other VXLAN devices of the port'))
    .addOption(
      new Option('--gateway <address>', "the bridge's address, such as 10.0.10.1/24 (default: none)").argParser(
        parseInterfaceAddress,
      ),
    )
    .addOption(
      new Option('--arp-suppression <way>', 'who answers ARP for endpoints on other hosts: VXLAN device or bridge')
        .choices(['proxy', 'neigh_suppress'] as const)
        .default('proxy' as const),
    )
    .addOption(new Option('--replicate', 'send broadcasts to every host that has a part of the segment'))
    .addOption(devOption())
    .addOption(underlayAddressOption())
    .addOption(mtuOption())
    .addOption(endpointsFileOption())
    .addHelpText('after', help)
    .action((segment, options) =>
      reportLater(context, options, () =>
        options.dryRun ? dryRun(context, segment, options) : create(context, segment, options),
      ),
    );
}

const help = `
Nothing is flooded to other hosts: ARP for endpoints is answered on this host, and what has no entry goes nowhere. With
--overlay-netns bridge and VXLAN device are in that namespace (\`ip netns add\` makes it), and the packets still leave by this
one. The bridge has the gateway's address and no other. Safe to repeat; what is attached stays. Without an endpoints file what leads to endpoints is left as it is.

Examples:
  silk segment create br0 --vni 42
  silk segment create br0 --vni 42 --gateway 10.0.10.1/24 --overlay-netns my-overlay
  silk segment create br0 --vni 42 --dry-run | sh -e`;

interface CreateOptions extends SegmentOptions {
  readonly vni: number;
  readonly vxlan?: string | undefined;
  readonly port: number;
  readonly gbp?: true | undefined;
  readonly gateway?: Prefix | undefined;
  readonly arpSuppression: ArpSuppression;
  readonly replicate?: true | undefined;
  readonly dev?: string | undefined;
  readonly underlayAddress?: Ip | undefined;
  readonly mtu?: number | undefined;
  readonly endpointsFile: string;
}

async function dryRun({ host }: CliContext, segment: string, options: CreateOptions): Promise<Report> {
  const known = await readKnownEndpoints(options);
  const place = { segment, overlayNetns: options.overlayNetns };
  const plan = host.segments.plan(place, wishOf(segment, options, known));
  return planReport(segmentPlan(plan, place), { notes: notesOn(options, known) });
}

async function create({ host, stderr }: CliContext, segment: string, options: CreateOptions): Promise<Report> {
  let last: KnownEndpoints | undefined;
  const newestWish = async () => {
    last = await readKnownEndpoints(options);
    return wishOf(segment, options, last);
  };
  const onProgress = options.json ? undefined : showProgress(stderr);
  const { overlayNetns } = options;
  const report = await host.segments.converge({ segment, overlayNetns }, newestWish, {
    lockPath: segmentLockPath(options, segment),
    onProgress,
  });
  return convergeReport(report, {
    headline: `segment ${segment}`,
    settled: 'nothing to do',
    notes: notesOn(options, last),
  });
}

function wishOf(
  segment: string,
  options: CreateOptions,
  { endpoints, isPartial }: KnownEndpoints,
): ConvergeSegmentWish {
  const { vni, vxlan = vxlanName(vni), port, gbp = false, gateway, arpSuppression, replicate = false } = options;
  return {
    segment: { bridge: segment, vxlan, vni, port, gbp, gateway, arpSuppression, replicate, mtuBytes: options.mtu },
    underlay: { interface: options.dev, address: options.underlayAddress },
    endpoints,
    isPartial,
  };
}

/** The plan of a segment, with the names that its commands need. */
export function segmentPlan(plan: SegmentPlan, { segment, overlayNetns }: SegmentPlace): NamedPlan {
  const { deviceSteps, steps, failed } = plan;
  const names = { device: plan.segment.vxlan.name, bridge: segment, netns: overlayNetns };
  return { names, steps: [...deviceSteps, ...steps], failed };
}

function notesOn({ endpointsFile }: CreateOptions, known: KnownEndpoints | undefined): string[] {
  const isNone = known?.endpoints === undefined && known?.fault === undefined;
  const none = `There is no endpoints file ${endpointsFile}: add endpoints on other hosts with \`silk endpoint add\`.`;
  return [...(isNone ? [none] : []), ...faultNotes(known)];
}

/** What is to be said where what silkd has learned cannot be read. */
export function faultNotes(known: Pick<KnownEndpoints, 'fault'> | undefined): string[] {
  return known?.fault === undefined ? [] : [`${known.fault.message}: what leads to others is left as it is.`];
}
