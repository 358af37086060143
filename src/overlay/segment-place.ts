import { SilkError } from '../errors.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type Netns, openNetns } from '../linux/netns.ts';
import type { SegmentSockets } from './take-segment-steps.ts';

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
  const netns = overlayNamespace === undefined ? undefined : stack.use(openNetns(netnsPath(overlayNamespace)));
  const segment = netns === undefined ? underlay : stack.use(NetlinkSocket.open(netns));
  const held = stack.move();
  return { sockets: { underlay, segment }, netns, [Symbol.dispose]: () => held.dispose() };
}

/** Where `ip netns` keeps a network namespace. */
export function netnsPath(name: string): string {
  return `/run/netns/${name}`;
}

/** As openSegmentPlace(), of a configuration's segment. @throws SilkError NOT_READY when there is no such namespace. */
export function openConfiguredPlace(overlayNamespace: string | undefined): SegmentPlace {
  try {
    return openSegmentPlace(overlayNamespace);
  } catch (cause) {
    if (!(cause instanceof SilkError && cause.code === 'BAD_ENVIRONMENT')) throw cause;
    const wanted = `wanted one: \`ip netns add ${overlayNamespace}\` makes it`;
    const text = `Cannot have the segment: overlayNamespace: found no network namespace ${overlayNamespace}, ${wanted}`;
    throw new SilkError('NOT_READY', text, { cause });
  }
}
