import { existsSync, rmSync } from 'node:fs';
import type { SegmentPlace } from '../../src/cli/segment/segment-host.ts';
import type { TornGuard, TornLink } from '../../src/cli/teardown/teardown-host.ts';
import { lanEndpointsPath, learnedEndpointsPath } from '../../src/config/segment.ts';
import type { SilkdConfig } from '../../src/config/silkd.ts';
import { type Link, listLinks, removeLink } from '../../src/linux/rtnetlink/link.ts';
import { isMarked } from '../../src/overlay/find-segment.ts';
import { inGuard, listGuardedLinks } from '../../src/overlay/guard.ts';
import { type RemovalPlace, removePorts, stopGuarding } from '../../src/overlay/remove-ports.ts';
import { isPortName, portName } from '../../src/overlay/segment-port.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { announcedPath } from '../../src/peers/evpn/announced-file.ts';
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
    ports: [] as TornLink[],
    guards: [] as TornGuard[],
  };
  const lanPorts = (place.config.segments ?? []).flatMap((segment) => segment.lanPorts ?? []);
  inEach(place, ({ segment: socket, netns: opened }, netns) => {
    const all = listLinks(socket);
    const bridges = new Set(all.filter((link) => link.kind === 'bridge' && isMarked(link)).map(({ index }) => index));
    for (const link of all) {
      const torn = { name: link.name, mark: link.alias, netns };
      const isPort = link.masterIndex !== undefined && bridges.has(link.masterIndex);
      if (isDevice(link)) remains.devices.push(torn);
      else if (isContainers(link, isPort)) remains.links.push(torn);
      else if (isMadeByHand(link) || (isPort && !lanPorts.includes(link.name))) remains.ports.push(torn);
    }
    const guarded = inGuard(opened, listGuardedLinks);
    if (guarded !== undefined) remains.guards.push({ ports: guarded, netns });
  });
  return remains;
}

/** Removes what containers of silk-bridge have left: who serves their networks has done so before, as far as it could. */
export function removeSegmentLinks(place: SegmentsPlace): void {
  const { links } = lookAtSegments(place);
  inEach(place, ({ segment, netns: opened }, netns) => {
    const names = links.filter((link) => link.netns === netns).map(({ name }) => name);
    const rest = listLinks(segment, { kind: 'veth' }).filter(({ name }) => names.includes(name));
    removePorts({ segment, netns: opened }, rest, (guarded) => guarded.filter((name) => names.includes(name)));
  });
}

/** Removes bridges and VXLAN devices, each segment under its lock, what guarded ports of them, and then what was heard of other hosts. */
export async function removeSegments(place: SegmentsPlace): Promise<void> {
  const { runDir } = place.config;
  const bridges: SegmentPlace[] = [];
  inEach(place, ({ segment: socket }, overlayNetns) => {
    const found = listLinks(socket, { kind: 'bridge' }).filter(isMarked);
    bridges.push(...found.map(({ name: segment }) => ({ segment, overlayNetns })));
  });
  for (const bridge of bridges) await segmentHost.remove(bridge, vtepLockPath(runDir, bridge.segment));
  // VXLAN devices that are no port of a segment's bridge.
  inEach(place, ({ segment: socket, netns }) => {
    for (const link of listLinks(socket).filter(isDevice)) removeLink(socket, link.index);
    stopGuarding(netns, (names) => names);
  });
  for (const path of segmentFiles(place.config)) rmSync(path, { force: true });
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
