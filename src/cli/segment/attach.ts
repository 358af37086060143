import { Option } from '@commander-js/extra-typings';
import { formatIp, sameIp } from '../../addr/ip.ts';
import { formatMac, type Mac, sameMac } from '../../addr/mac.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import { containerMac } from '../../overlay/derive.ts';
import { describeSegmentPort, handPortMark, type PortChoice, type SegmentPort } from '../../overlay/segment-port.ts';
import { type SegmentSight, wishOfSegment } from '../../overlay/segment-sight.ts';
import type { CliContext } from '../context.ts';
import { dryRunOption } from '../overlay/options.ts';
import { parseInterfaceAddress, parseLinkName, parseUnicastMac } from '../overlay/values.ts';
import { type Report, report } from '../report.ts';
import { resolveNetns } from '../runtime/attachment.ts';
import { linkCommands, portCommands } from './attach-commands.ts';
import { requireSegment, segmentCommand } from './options.ts';

/** `silk segment attach`. */
export function attachCommand(context: CliContext) {
  return segmentCommand('attach')
    .description('Attach a link that is there (the tap of a VM), or a network namespace, to a segment.')
    .addOption(new Option('--port <link>', 'a link, which becomes a port of the bridge').argParser(parseLinkName))
    .addOption(
      new Option('--netns <netns>', 'a network namespace, which gets an interface: a path, or a name of `ip netns`'),
    )
    .addOption(new Option('--ifname <name>', "the interface's name there").default('eth0').argParser(parseLinkName))
    .addOption(
      new Option('--mac <mac>', 'the MAC of what is attached (default with --netns: ee:ee and the address)').argParser(
        parseUnicastMac,
      ),
    )
    .addOption(new Option('--ip <address>', 'its address, such as 10.0.10.10/24').argParser(parseInterfaceAddress))
    .addOption(new Option('--hairpin', 'frames may go out where they came in'))
    .addOption(new Option('--isolated', 'no frames to other isolated ports'))
    .addOption(new Option('--locked', 'no frames from another MAC than the one that is attached'))
    .addOption(new Option('--guard', 'no ARP or IPv4 from another MAC and address than those of what is attached'))
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
With --port the link is moved into the segment's namespace where it is not there. With --netns a veth pair is made, and --ip is
needed. With a MAC nothing for it is flooded, not even before its first frame. What the other hosts have to be told is printed.
The alias of a link with a MAC then says so, where it has none: silkd goes by it.
Safe to repeat: a link that was not finished, or that differs, is made anew. --guard is kept by nftables; where somebody has flushed
that, repeating it repairs it.

Examples:
  silk segment attach br0 --netns c1 --ip 10.0.10.10/24
  silk segment attach br0 --port tap0 --mac 52:54:00:c0:b8:9d --ip 10.0.10.20/24`,
    )
    .action((segment, options) => {
      report(context, options, () => attach(context, segment, options));
    });
}

interface AttachOptions {
  readonly overlayNetns?: string | undefined;
  readonly port?: string | undefined;
  readonly netns?: string | undefined;
  readonly ifname: string;
  readonly mac?: Mac | undefined;
  readonly ip?: Prefix | undefined;
  readonly hairpin?: true | undefined;
  readonly isolated?: true | undefined;
  readonly locked?: true | undefined;
  readonly guard?: true | undefined;
  readonly dryRun?: true | undefined;
}

function attach(context: CliContext, segment: string, options: AttachOptions): Report {
  const place = { segment, overlayNetns: options.overlayNetns };
  const { port, netns, ip } = options;
  const { segments } = context.host;
  if ((port === undefined) === (netns === undefined)) throw unfit(segment, '--port and --netns', 'exactly one of them');
  if (options.locked && netns === undefined && options.mac === undefined)
    throw unfit(segment, '--locked without a MAC', 'both');
  if (options.guard && netns === undefined && (options.mac === undefined || ip === undefined))
    throw unfit(segment, '--guard without --mac and --ip', 'all three');
  const sight = requireSegment(context, place);
  refuseOwn(sight, options);
  if (netns !== undefined) {
    if (ip === undefined) throw unfit(segment, '--netns without --ip', 'both');
    const path = resolveNetns(netns);
    const described = describePort(sight, { ...options, ip, netns: path });
    const { mac } = described;
    const guard = options.guard && options.dryRun ? { held: segments.guarded(place) } : undefined;
    const commands = portCommands(place, described, { netns: path, guard });
    const to = { netns: path, isGuarded: options.guard === true };
    const isNew = options.dryRun ? true : segments.createPort(place, described, to);
    return attachReport({
      segment,
      name: described.name,
      mac,
      ip,
      sight,
      isNew,
      commands: options.dryRun ? commands : undefined,
    });
  }
  if (port === sight.underlayName || port === sight.vxlan?.name || port === segment)
    throw unfit(segment, `--port ${port}, by which its packets leave`, 'another link');
  const { mac } = options;
  const wish = { name: port ?? '', mac, ip: ip?.ip, choice: choiceOf(options), isGuarded: options.guard === true };
  const attached = { segment, name: wish.name, mac, ip, sight, isNew: true };
  if (options.dryRun) {
    const isPort = sight.ports.some(({ name }) => name === port);
    const found = { isPort, marks: segments.nextMarks(place, wish), held: segments.guarded(place) };
    return attachReport({ ...attached, commands: linkCommands(place, wish, found) });
  }
  return attachReport({ ...attached, isMarked: segments.attachLink(place, wish), commands: undefined });
}

function describePort(
  { bridge, vxlan }: SegmentSight,
  options: AttachOptions & { readonly ip: Prefix; readonly netns: string },
): SegmentPort {
  const { netns, ifname, ip: address, mac = containerMac(address.ip) } = options;
  return describeSegmentPort({
    mark: handPortMark({ bridge: bridge.name, netns, ifname }),
    mtuBytes: vxlan?.mtuBytes ?? bridge.mtuBytes,
    choice: choiceOf(options),
    ifname,
    mac,
    address,
    routes: [],
  });
}

/** What is the segment's own would be taken from it: the gateway's address, and the MACs of its devices. */
function refuseOwn({ bridge, vxlan, addresses }: SegmentSight, { netns, ip, mac }: AttachOptions): void {
  const gateway = addresses.find(({ local }) => ip !== undefined && sameIp(local, ip.ip));
  if (ip !== undefined && gateway !== undefined)
    throw unfit(bridge.name, `--ip ${formatPrefix(ip)}, which is the gateway's`, 'another address');
  const its = mac ?? (netns !== undefined && ip !== undefined ? containerMac(ip.ip) : undefined);
  if (its !== undefined && [bridge, vxlan].some((link) => link?.mac !== undefined && sameMac(link.mac, its)))
    throw unfit(bridge.name, `--mac ${formatMac(its)}, which is the segment's own`, 'another MAC');
}

function choiceOf({ hairpin, isolated, locked }: AttachOptions): PortChoice {
  return { hairpin: hairpin === true, isolated: isolated === true, locked: locked === true };
}

interface Attached {
  readonly segment: string;
  readonly name: string;
  readonly mac: Mac | undefined;
  readonly ip: Prefix | undefined;
  readonly sight: SegmentSight;
  readonly isNew: boolean;
  /** False: its alias is another's, and so does not say that it is attached. */
  readonly isMarked?: boolean;
  /** Of a dry run. */
  readonly commands: readonly string[] | undefined;
}

function attachReport({ segment, name, mac, ip, sight, isNew, isMarked = true, commands }: Attached): Report {
  const facts = { segment, port: name, mac: mac && formatMac(mac), ip: ip && formatPrefix(ip) };
  const underlay = wishOfSegment(sight).underlay.address;
  const isKnown = mac !== undefined && ip !== undefined && underlay !== undefined;
  const words = isKnown ? `--ip ${formatIp(ip.ip)} --mac ${formatMac(mac)} --underlay ${formatIp(underlay)}` : '';
  const advice = isKnown ? [`On other hosts, where no silkd tells them: silk endpoint add ${segment} ${words}`] : [];
  if (commands !== undefined) {
    return {
      json: { ok: true, dryRun: true, ...facts, commands },
      lines: () => commands,
      asides: () => advice,
    };
  }
  return {
    json: { ok: true, ...facts, made: isNew, marked: isMarked },
    lines: (paint) => [
      isNew
        ? `${paint.good('Attached')} ${name} to segment ${segment}`
        : `${name} was attached to segment ${segment} already`,
      ...(isMarked ? [] : [`${name} has an alias of its own: silkd takes it for nobody's, and tells no host of it.`]),
      ...advice,
    ],
  };
}

function unfit(segment: string, found: string, wanted: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot attach to ${segment}: found ${found}, wanted ${wanted}`);
}
