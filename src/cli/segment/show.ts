import { formatIp } from '../../addr/ip.ts';
import { formatMac, macKey } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import type { BridgePort } from '../../linux/rtnetlink/link-bridge.ts';
import { type SegmentSight, wishOfSegment } from '../../overlay/segment-sight.ts';
import { endpointProtocol } from '../../overlay/step.ts';
import { section } from '../cni/summary.ts';
import type { CliContext } from '../context.ts';
import { stepLine } from '../overlay/step-report.ts';
import { type Report, report } from '../report.ts';
import { formatTable } from '../table.ts';
import { requireSegment, segmentCommand } from './options.ts';
import type { SegmentPlace } from './segment-host.ts';

/** `silk segment show`. */
export function showCommand(context: CliContext) {
  return segmentCommand('show')
    .description('Show a segment as the kernel has it: its devices, what is attached, and what looks wrong.')
    .addHelpText(
      'after',
      `
What looks wrong is judged by the devices alone: whether they are what \`silk segment create\` asked for, it cannot tell. Exits
with 1 when there is no such segment, or something looks wrong. Nothing is changed.

Examples:
  silk segment show br0
  silk segment show br0 --overlay-netns my-overlay --json`,
    )
    .action((segment, options) => {
      const place = { segment, overlayNetns: options.overlayNetns };
      report(context, options, () => {
        const guarded = context.host.segments.guarded(place) ?? [];
        const wrong = findWrong(context, place);
        return showReport(requireSegment(context, place), wrong, new Set(guarded.map(({ name }) => name)));
      });
    });
}

/** What a converge to the segment's own wish would do to its devices. */
function findWrong(context: CliContext, place: SegmentPlace): string[] {
  const wish = wishOfSegment(requireSegment(context, place));
  const { deviceSteps } = context.host.segments.plan(place, { ...wish, endpoints: undefined });
  return deviceSteps.map(stepLine);
}

function showReport(sight: SegmentSight, wrong: readonly string[], guarded: ReadonlySet<string>): Report {
  const { bridge, addresses, underlayName } = sight;
  const { segment } = wishOfSegment(sight);
  const { vxlan, vni, port, gbp, arpSuppression, replicate, mtuBytes } = segment;
  const local = sight.vxlan?.vxlan.local;
  const gateway = addresses.map(({ local: ip, prefix }) => formatPrefix({ ip, length: prefix.length }));
  const endpoints = countEndpoints(sight);
  const ports = sight.ports.filter(({ index }) => index !== sight.vxlan?.index).map(portFacts);
  const facts = { name: bridge.name, up: bridge.up, vxlan, vni, port, gbp, arpSuppression, replicate };
  return {
    json: {
      ok: wrong.length === 0,
      ...facts,
      underlay: underlayName,
      local: local && formatIp(local),
      gateway,
      mtu: mtuBytes,
      mac: bridge.mac && formatMac(bridge.mac),
      endpoints,
      ports,
      wrong,
    },
    isBad: wrong.length > 0,
    lines: (paint) => [
      `${paint.heading(bridge.name)} ${bridge.up ? paint.good('up') : paint.bad('down')}`,
      ...formatTable([
        ['VNI', `${vni}`],
        ['VXLAN device', `${vxlan}, port ${port}${gbp ? ', gbp' : ''}`],
        ['underlay', `${underlayName ?? 'none'}, ${local ? formatIp(local) : 'no address'}`],
        ['gateway', gateway.join(', ') || 'none'],
        ['MTU', `${mtuBytes}`],
        ['ARP', `answered by ${arpSuppression}`],
        ['broadcasts', replicate ? 'sent to every host with a part of it' : 'stay on this host'],
        ['endpoints', `${endpoints} on other hosts`],
      ]),
      ...section(
        'attached',
        ports.map(({ name, mac, hairpin, isolated, locked, guarded: isGuarded, mark }) => [
          name,
          mac.join(' ') || 'no MAC known',
          [hairpin && 'hairpin', isolated && 'isolated', locked && 'locked', isGuarded && 'guarded']
            .filter(Boolean)
            .join(' '),
          mark ?? '',
        ]),
        paint,
      ),
      ...(wrong.length === 0 ? [] : [paint.bad('wrong'), ...wrong.map((text) => `  ${text}`)]),
    ],
  };

  function portFacts({ index, name, alias, port: { hairpin, isolated, locked } }: BridgePort) {
    const mac = [...sight.held.local.values()].filter((entry) => entry.linkIndex === index && !isOwn(entry.state));
    const macs = mac.map((entry) => formatMac(entry.mac));
    return { name, mac: macs, hairpin, isolated, locked, guarded: guarded.has(name), mark: alias };
  }
}

/** NUD_PERMANENT: the port's own MAC. */
function isOwn(state: number): boolean {
  return (state & 0x80) !== 0;
}

/** By their addresses; those without one by their MACs. */
function countEndpoints({ held }: SegmentSight): number {
  const { bridge, vxlan } = held.neighbours;
  const ours = [...bridge.values(), ...vxlan.values()].filter(({ protocol }) => protocol === endpointProtocol);
  const macs = new Set(ours.flatMap(({ mac }) => (mac === undefined ? [] : [macKey(mac)])));
  const others = [...held.self].filter(([key, { external }]) => external && !macs.has(key));
  return ours.length + others.length;
}
