import { SilkError } from '../errors.ts';
import type { BridgePort } from '../linux/rtnetlink/link-bridge.ts';

/**
 * Says no where a port that was to be locked is not: a kernel before 5.18 says "done" and does nothing.
 * @param found as it is after it was set.
 * @throws SilkError KERNEL_REFUSED.
 */
export function requireLocked(name: string, found: Pick<BridgePort, 'port'> | undefined): void {
  if (found?.port.locked === true) return;
  const wanted = 'wanted true: it takes Linux 5.18, or `"locked": false`';
  throw new SilkError('KERNEL_REFUSED', `Cannot lock port ${name}: locked: found false after it was set, ${wanted}`);
}
