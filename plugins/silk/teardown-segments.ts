import { existsSync } from 'node:fs';
import { detachLine } from '../../src/cli/segment/detach-line.ts';
import type { TornGuard, TornLink, TornPort } from '../../src/cli/teardown/teardown-host.ts';
import { lanEndpointsPath, learnedEndpointsPath } from '../../src/config/segment.ts';
import type { SilkdConfig } from '../../src/config/silkd.ts';
import { type Link, listLinks, removeLink } from '../../src/linux/rtnetlink/link.ts';
import { listVxlans } from '../../src/linux/rtnetlink/link-vxlan.ts';
import { isMarked } from '../../src/overlay/find-segment.ts';
import { inGuard, listGuardedLinks } from '../../src/overlay/guard.ts';
import { type RemovalPlace, removePorts, stopGuarding } from '../../src/overlay/remove-ports.ts';
import { isPortName, portName } from '../../src/overlay/segment-port.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { announcedPath } from '../../src/peers/evpn/announced-file.ts';
import { inSegment } from '../silk-bridge/ports.ts';
import { segmentHost } from './segment-host.ts';
import { failureLines, failuresOf, removeFile } from './teardown-failures.ts';

/** What a host has of segments, in the namespaces that were looked at. */
export interface SegmentRemains {
  /** Bridges and VXLAN devices. */
  readonly devices: readonly TornLink[];
  /** Host ends of containers of silk-bridge. */
  readonly links: readonly TornLink[];
  /** What was attached by hand. */
  readonly ports: readonly TornPort[];
  readonly guards: readonly TornGuard[];
}

/** What silkd's configuration says of segments. */
type KeptSegments = Pick<SilkdConfig, 'runDir'> & Partial<Pick<SilkdConfig, 'segments'>>;

/** What is to be taken down. */
export interface SegmentsPlace {
  readonly config: KeptSegments;
  /** Namespaces that segments are in beside the process's own, and those that silkd's configuration names. */
  readonly namespaces: readonly string[];
}

/** All that there is of segments. */
export function lookAtSegments(place: SegmentsPlace): SegmentRemains {
  const remains = {
    devices: [] as TornLink[],
    links: [] as TornLink[],
    ports: [] as TornPort[],
    guards: [] as TornGuard[],
  };
  const lanPorts = (place.config.segments ?? []).flatMap((segment) => segment.lanPorts ?? []);
  inEach(place, ({ segment: socket, netns: opened }, netns) => {
    const all = listLinks(socket);
    const bridges = new Map(all.filter(isSegment).map(({ index, name }) => [index, name]));
    for (const link of all) {
      const torn = { name: link.name, mark: link.alias, netns };
      const segment = bridges.get(link.masterIndex ?? 0);
      const isPort = segment !== undefined;
      if (isDevice(link)) remains.devices.push(torn);
      else if (isContainers(link, isPort)) remains.links.push(torn);
      else if (isMadeByHand(link) || (isPort && !lanPorts.includes(link.name)))
        remains.ports.push({ ...torn, segment });
    }
    const guarded = inGuard(opened, listGuardedLinks);
    if (guarded !== undefined) remains.guards.push({ ports: guarded, netns });
  });
  return remains;
}

/**
 * Removes what containers of silk-bridge have left: who serves their networks has done so before, as far as it could. Returns what could
 * not be done.
 */
export function removeSegmentLinks(place: SegmentsPlace): string[] {
  const { links } = lookAtSegments(place);
  return tryInEach(place, ({ segment, netns: opened }, netns) => {
    const names = links.filter((link) => link.netns === netns).map(({ name }) => name);
    const rest = listLinks(segment, { kind: 'veth' }).filter(({ name }) => names.includes(name));
    removePorts({ segment, netns: opened }, rest, (guarded) => guarded.filter((name) => names.includes(name)));
  });
}

/**
 * Removes bridges and VXLAN devices, each segment under its lock, what guarded ports of them, and, where no segment stays, what was heard
 * of other hosts. Returns why one stays, and what could not be done.
 */
export async function removeSegments(place: SegmentsPlace): Promise<string[]> {
  const { ports } = lookAtSegments(place);
  const failures = ports.map(whyItStays);
  for (const { name: segment, netns: overlayNetns } of listSegments(place)) {
    if (ports.some((port) => port.segment === segment && port.netns === overlayNetns)) continue;
    const lock = vtepLockPath(place.config.runDir, segment);
    failures.push(...(await failuresOf(async () => void (await segmentHost.remove({ segment, overlayNetns }, lock)))));
  }
  failures.push(...tryInEach(place, removeStray));
  if (listSegments(place).length > 0) return failures;
  for (const path of segmentFiles(place.config)) failures.push(...removeFile(path));
  return failures;
}

/** The VNIs of the segments that are there. */
export function vnisThatStay(place: SegmentsPlace): ReadonlySet<number> {
  const vnis = new Set<number>();
  inEach(place, ({ segment }) => {
    for (const link of listVxlans(segment).filter(isMarked)) vnis.add(link.vxlan.vni);
  });
  return vnis;
}

function listSegments(place: SegmentsPlace): TornLink[] {
  const found: TornLink[] = [];
  inEach(place, ({ segment }, netns) => {
    found.push(
      ...listLinks(segment)
        .filter(isSegment)
        .map(({ name, alias }) => ({ name, mark: alias, netns })),
    );
  });
  return found;
}

/** VXLAN devices that are no port of a segment's bridge, and what guards ports of none. */
function removeStray({ segment: socket, netns }: RemovalPlace): void {
  const links = listLinks(socket);
  const staying = new Set(links.filter(isSegment).map(({ index }) => index));
  const isOfOne = ({ masterIndex }: Link) => staying.has(masterIndex ?? 0);
  for (const link of links)
    if (link.kind === 'vxlan' && isMarked(link) && !isOfOne(link)) removeLink(socket, link.index);
  const guardedStill = new Set(links.filter(isOfOne).map(({ name }) => name));
  stopGuarding(netns, (names) => names.filter((name) => !guardedStill.has(name)));
}

/** What holds a segment, and the command that lets go of it. */
function whyItStays({ name, mark, netns, segment }: TornPort): string {
  if (segment === undefined)
    return `Cannot remove ${name} (${mark}), which is a port of no segment: \`ip link del ${name}\``;
  const detach = detachLine({ segment, overlayNetns: netns }, { name, alias: mark });
  const repair = `\`${detach}\`, then \`silk teardown\` again`;
  return `Cannot remove segment ${segment}: found ${name} attached by hand, wanted it detached: ${repair}`;
}

/** The files that go with the segments. */
export function segmentFiles(config: Pick<KeptSegments, 'runDir'>): string[] {
  const paths = [learnedEndpointsPath, lanEndpointsPath, announcedPath].map((path) => path(config.runDir));
  return paths.filter((path) => existsSync(path));
}

function inEach({ config, namespaces }: SegmentsPlace, look: (place: RemovalPlace, netns?: string) => void): void {
  const told = (config.segments ?? []).flatMap(({ overlayNamespace }) => overlayNamespace ?? []);
  for (const netns of new Set([undefined, ...told, ...namespaces])) inSegment(netns, (opened) => look(opened, netns));
}

/** The same, and whatever fails in one keeps it from none of the others. Returns what failed. */
function tryInEach(place: SegmentsPlace, act: (place: RemovalPlace, netns?: string) => void): string[] {
  const failures: string[] = [];
  inEach(place, (opened, netns) => {
    try {
      act(opened, netns);
    } catch (error) {
      failures.push(...failureLines(error));
    }
  });
  return failures;
}

function isSegment(link: Link): boolean {
  return link.kind === 'bridge' && isMarked(link);
}

function isDevice(link: Link): boolean {
  return isSegment(link) || (link.kind === 'vxlan' && isMarked(link));
}

/** One without a mark, of the form of our names: its ADD was killed before marking it. */
function isContainers({ kind, name, alias }: Link, isPort: boolean): boolean {
  if (kind !== 'veth') return false;
  if (alias === undefined) return isPort && isPortName(name);
  return alias.startsWith('silk:') && name === portName(alias);
}

function isMadeByHand({ name, alias }: Link): boolean {
  return alias?.startsWith('silk-port:') === true && name === portName(alias);
}
