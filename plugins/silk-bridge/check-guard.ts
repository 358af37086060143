import { parsePrefix } from '../../src/addr/prefix.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { Netns } from '../../src/linux/netns.ts';
import { guardDifferences, openGuard } from '../../src/overlay/guard.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { portName } from '../../src/overlay/segment-port.ts';
import { recordedMac } from './check-port.ts';

/** In which what guards the port differs from what ADD made for what prevResult records, one sentence each. */
export function findUnguarded(
  request: CniRequest<unknown>,
  { guard }: SilkBridgeConfig,
  netns: Netns | undefined,
): string[] {
  const mac = recordedMac(request);
  const text = request.prevResult?.ips?.map(({ address }) => address).find((address) => !address.includes(':'));
  // Without them prevResult is not what ADD returned, which is said of the container's end.
  if (!guard || mac === undefined || text === undefined) return [];
  using netfilter = openGuard(netns);
  const { ip } = parsePrefix(text, 'prevResult.ips');
  return guardDifferences(netfilter, { name: portName(formatOwnerMark(request)), mac, ip });
}
