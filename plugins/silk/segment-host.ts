import type { ContainerPlace, SegmentHost, SegmentPlace } from '../../src/cli/segment/segment-host.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { attachLink, type BridgePlace, detachLink, nextMarks } from '../../src/overlay/attach-link.ts';
import { type ConvergeSegmentWish, convergeSegment, planConvergeSegment } from '../../src/overlay/converge-segment.ts';
import { createPort, isPortWhole } from '../../src/overlay/create-port.ts';
import { guardPorts, inGuard, listGuardedPorts, openGuard } from '../../src/overlay/guard.ts';
import { removePort, stopGuarding } from '../../src/overlay/remove-ports.ts';
import { type SegmentPlace as OpenPlace, openSegmentPlace } from '../../src/overlay/segment-place.ts';
import type { SegmentPort } from '../../src/overlay/segment-port.ts';
import { lookAtSegment, removeSegment } from '../../src/overlay/segment-sight.ts';
import { lockVtep } from '../../src/overlay/vtep-lock.ts';

/** The segments of the network namespace that this process is in, and of those that it sends packets for. */
export const segmentHost: SegmentHost = {
  look: (place) => within(place, ({ sockets }) => lookAtSegment(sockets, place.segment)),
  plan: (place, wish) => within(place, ({ sockets, netns }) => planConvergeSegment(sockets, inPlace(wish, netns))),
  converge: async (place, newestWish, options) => {
    using opened = openSegmentPlace(place.overlayNetns);
    const wish = async () => inPlace(await newestWish(), opened.netns);
    const { report } = await convergeSegment(opened.sockets, wish, options);
    return report;
  },
  remove: async (place, lockPath, judge) => {
    using opened = openSegmentPlace(place.overlayNetns);
    if (lookAtSegment(opened.sockets, place.segment) === undefined) return undefined;
    using _lock = await lockVtep(lockPath);
    const sight = lookAtSegment(opened.sockets, place.segment);
    if (sight === undefined) return undefined;
    judge?.(sight);
    removeSegment(opened.sockets.segment, sight);
    const ports = sight.ports.map(({ name }) => name);
    stopGuarding(opened.netns, (names) => names.filter((name) => ports.includes(name)));
    return sight;
  },
  attachLink: (place, wish) => within(place, (opened) => attachLink(opened.sockets, wish, bridgeOf(place, opened))),
  nextMarks: (place, wish) => within(place, ({ sockets }) => nextMarks(sockets, wish)),
  createPort: (place, port, to) => within(place, (opened) => createPortIn(opened, port, { ...to, place })),
  detachLink: (place, name) =>
    within(place, (opened) => {
      using home = opened.netns === undefined ? undefined : openNetns('/proc/thread-self/ns/net');
      return detachLink(opened.sockets.segment, name, { bridge: bridgeOf(place, opened), home });
    }),
  removePort: (place, { name, mark }) =>
    within(place, ({ sockets: { segment }, netns }) => {
      const link = getLink(segment, name);
      const isOurs = link?.alias === mark;
      removePort({ segment, netns }, name, isOurs ? link : undefined);
      return isOurs;
    }),
  guarded: (place) => within(place, ({ netns }) => inGuard(netns, listGuardedPorts)),
};

function within<T>(place: SegmentPlace, fn: (opened: OpenPlace) => T): T {
  using opened = openSegmentPlace(place.overlayNetns);
  return fn(opened);
}

function inPlace(wish: ConvergeSegmentWish, netns: Netns | undefined): ConvergeSegmentWish {
  return { ...wish, segment: { ...wish.segment, netns } };
}

/** The segment's bridge; 0 where it has gone meanwhile, which the kernel then refuses. */
function bridgeOf({ segment }: SegmentPlace, { sockets, netns }: OpenPlace): BridgePlace {
  return { name: segment, index: lookAtSegment(sockets, segment)?.bridge.index ?? 0, netns };
}

function createPortIn(
  opened: OpenPlace,
  port: SegmentPort,
  { place, netns: path, isGuarded }: ContainerPlace & { readonly place: SegmentPlace },
): boolean {
  const { segment } = opened.sockets;
  using netns = openNetns(path);
  using container = NetlinkSocket.open(netns);
  using netfilter = isGuarded ? openGuard(opened.netns) : undefined;
  const portPlace = { segment, bridgeIndex: bridgeOf(place, opened).index, container, netns, netfilter };
  const removal = { segment, netns: opened.netns };
  const found = getLink(segment, port.name);
  if (found?.alias === port.mark) {
    if (isPortWhole(port, found, portPlace)) {
      // Somebody may have flushed it.
      if (netfilter !== undefined)
        guardPorts({ segment, netfilter }, [{ name: port.name, mac: port.mac, ip: port.address.ip }]);
      return false;
    }
    removePort(removal, port.name, found);
  }
  let made = 0;
  try {
    createPort(port, portPlace, (index) => {
      made = index;
    });
  } catch (error) {
    if (made !== 0) removePort(removal, port.name, getLink(segment, made));
    throw error;
  }
  return true;
}
