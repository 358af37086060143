import { existsSync, rmSync } from 'node:fs';
import type { SegmentPlace } from '../../src/cli/segment/segment-host.ts';
import type { TornLink } from '../../src/cli/teardown/teardown-host.ts';
import { lanEndpointsPath, learnedEndpointsPath } from '../../src/config/segment.ts';
import type { SilkdConfig } from '../../src/config/silkd.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Link, listLinks, removeLink } from '../../src/linux/rtnetlink/link.ts';
import { isMarked } from '../../src/overlay/find-segment.ts';
import { isPortName, portName } from '../../src/overlay/segment-port.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { inSegment } from '../silk-bridge/ports.ts';
import { segmentHost } from './segment-host.ts';

/** What a host has of segments, in the namespaces that were looked at. */
export interface SegmentRemains {
  /** Bridges and VXLAN devices. */
  readonly devices: readonly TornLink[];
  /** Host ends of containers of silk-bridge. */
  readonly links: readonly TornLink[];
  /** What was attached by hand. */
  readonly ports: readonly TornLink[];
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
  const remains = { devices: [] as TornLink[], links: [] as TornLink[], ports: [] as TornLink[] };
  const lanPorts = (place.config.segments ?? []).flatMap((segment) => segment.lanPorts ?? []);
  inEach(place, (socket, netns) => {
    const all = listLinks(socket);
    const bridges = new Set(all.filter((link) => link.kind === 'bridge' && isMarked(link)).map(({ index }) => index));
    for (const link of all) {
      const torn = { name: link.name, mark: link.alias, netns };
      const isPort = link.masterIndex !== undefined && bridges.has(link.masterIndex);
      if (isDevice(link)) remains.devices.push(torn);
      else if (isContainers(link, isPort)) remains.links.push(torn);
      else if (isMadeByHand(link) || (isPort && !lanPorts.includes(link.name))) remains.ports.push(torn);
    }
  });
  return remains;
}

/** Removes what containers of silk-bridge have left: who serves their networks has done so before, as far as it could. */
export function removeSegmentLinks(place: SegmentsPlace): void {
  const { links } = lookAtSegments(place);
  inEach(place, (socket, netns) => {
    const names = links.filter((link) => link.netns === netns).map(({ name }) => name);
    for (const { name, index } of listLinks(socket, { kind: 'veth' })) {
      if (names.includes(name)) removeLink(socket, index);
    }
  });
}

/** Removes bridges and VXLAN devices, each segment under its lock, and then what was heard of other hosts. */
export async function removeSegments(place: SegmentsPlace): Promise<void> {
  const { runDir } = place.config;
  const bridges: SegmentPlace[] = [];
  inEach(place, (socket, overlayNetns) => {
    const found = listLinks(socket, { kind: 'bridge' }).filter(isMarked);
    bridges.push(...found.map(({ name: segment }) => ({ segment, overlayNetns })));
  });
  for (const bridge of bridges) await segmentHost.remove(bridge, vtepLockPath(runDir, bridge.segment));
  // VXLAN devices that are no port of a segment's bridge.
  inEach(place, (socket) => {
    for (const link of listLinks(socket).filter(isDevice)) removeLink(socket, link.index);
  });
  for (const path of segmentFiles(place.config)) rmSync(path, { force: true });
}

/** The files that go with the segments. */
export function segmentFiles(config: Pick<KeptSegments, 'runDir'>): string[] {
  return [learnedEndpointsPath, lanEndpointsPath].map((path) => path(config.runDir)).filter((path) => existsSync(path));
}

function inEach({ config, namespaces }: SegmentsPlace, look: (socket: NetlinkSocket, netns?: string) => void): void {
  const told = (config.segments ?? []).flatMap(({ overlayNamespace }) => overlayNamespace ?? []);
  for (const netns of new Set([undefined, ...told, ...namespaces])) inSegment(netns, (socket) => look(socket, netns));
}

function isDevice(link: Link): boolean {
  return isMarked(link) && (link.kind === 'bridge' || link.kind === 'vxlan');
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
