import { SilkError } from '../../errors.ts';
import { sleepMs } from '../../sleep.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { getLink, IF_OPER_UP } from './link.ts';

/** The kernel takes notice of carriers once a second, of most at once, and of all later where it is busy. */
const usualTimeoutMs = 5000;
const pauseMs = 1;

/**
 * Waits until a link whose other end has been brought up carries frames: until the kernel has taken notice the bridge that it is a
 * port of drops what comes in (net/core/link_watch.c, br_port_carrier_check()).
 * @throws SilkError TRY_LATER when it still does not after `timeoutMs`.
 */
export function waitRunning(socket: NetlinkSocket, index: number, timeoutMs = usualTimeoutMs): void {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const link = getLink(socket, index);
    if (link?.operState === IF_OPER_UP) return;
    if (link === undefined || performance.now() > endMs) {
      const found = link === undefined ? 'found it gone' : `found it not up after ${timeoutMs} ms`;
      throw new SilkError(
        'TRY_LATER',
        `Cannot wait for link ${link?.name ?? index}: ${found}, wanted it to carry frames`,
      );
    }
    sleepMs(pauseMs);
  }
}
