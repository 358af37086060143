import { NetlinkSocket } from '../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../src/linux/netns.ts';
import type { SegmentSockets } from '../src/overlay/take-segment-steps.ts';

/** The namespaces of a segment, held open: this process's own, by which its packets leave, and the segment's. */
export interface SegmentPlace extends Disposable {
  readonly sockets: SegmentSockets;
  /** The segment's, where that is not this process's own. */
  readonly netns: Netns | undefined;
}

/**
 * Opens the namespaces of a segment. `overlayNamespace` is a name of `ip netns`; undefined: this process's own.
 * @throws SilkError BAD_ENVIRONMENT when there is no such namespace.
 */
export function openSegmentPlace(overlayNamespace: string | undefined): SegmentPlace {
  using stack = new DisposableStack();
  const underlay = stack.use(NetlinkSocket.open());
  const netns = overlayNamespace === undefined ? undefined : stack.use(openNetns(`/run/netns/${overlayNamespace}`));
  const segment = netns === undefined ? underlay : stack.use(NetlinkSocket.open(netns));
  const held = stack.move();
  return { sockets: { underlay, segment }, netns, [Symbol.dispose]: () => held.dispose() };
}
