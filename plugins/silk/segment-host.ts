import type { SegmentHost, SegmentPlace } from '../../src/cli/segment/segment-host.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../../src/linux/netns.ts';
import { getLink, removeLink } from '../../src/linux/rtnetlink/link.ts';
import { attachLink, detachLink, nextAlias } from '../../src/overlay/attach-link.ts';
import { type ConvergeSegmentWish, convergeSegment, planConvergeSegment } from '../../src/overlay/converge-segment.ts';
import { createPort } from '../../src/overlay/create-port.ts';
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
    return await convergeSegment(opened.sockets, wish, options);
  },
  remove: async (place, lockPath) => {
    using opened = openSegmentPlace(place.overlayNetns);
    if (lookAtSegment(opened.sockets, place.segment) === undefined) return undefined;
    using _lock = await lockVtep(lockPath);
    const sight = lookAtSegment(opened.sockets, place.segment);
    if (sight !== undefined) removeSegment(opened.sockets.segment, sight);
    return sight;
  },
  attachLink: (place, wish) =>
    within(place, (opened) => attachLink(opened.sockets, wish, { ...bridgeOf(place, opened), netns: opened.netns })),
  nextAlias: (place, wish) => within(place, ({ sockets }) => nextAlias(sockets, wish)),
  createPort: (place, port, netns) => within(place, (opened) => createPortIn(opened, port, { place, netns })),
  detachLink: (place, name) =>
    within(place, (opened) => {
      using home = opened.netns === undefined ? undefined : openNetns('/proc/thread-self/ns/net');
      return detachLink(opened.sockets.segment, name, { bridgeIndex: bridgeOf(place, opened).index, home });
    }),
  removePort: (place, { name, mark }) =>
    within(place, ({ sockets }) => {
      const link = getLink(sockets.segment, name);
      return link?.alias === mark && removeLink(sockets.segment, link.index);
    }),
};

function within<T>(place: SegmentPlace, fn: (opened: OpenPlace) => T): T {
  using opened = openSegmentPlace(place.overlayNetns);
  return fn(opened);
}

function inPlace(wish: ConvergeSegmentWish, netns: Netns | undefined): ConvergeSegmentWish {
  return { ...wish, segment: { ...wish.segment, netns } };
}

/** The segment's bridge; 0 where it has gone meanwhile, which the kernel then refuses. */
function bridgeOf({ segment }: SegmentPlace, { sockets }: OpenPlace) {
  return { name: segment, index: lookAtSegment(sockets, segment)?.bridge.index ?? 0 };
}

function createPortIn(
  opened: OpenPlace,
  port: SegmentPort,
  { place, netns: path }: { readonly place: SegmentPlace; readonly netns: string },
): boolean {
  const { segment } = opened.sockets;
  if (getLink(segment, port.name)?.alias === port.mark) return false;
  using netns = openNetns(path);
  using container = NetlinkSocket.open(netns);
  const bridgeIndex = bridgeOf(place, opened).index;
  let made = 0;
  try {
    createPort(port, { segment, bridgeIndex, container, netns }, (index) => {
      made = index;
    });
  } catch (error) {
    if (made !== 0) removeLink(segment, made);
    throw error;
  }
  return true;
}
