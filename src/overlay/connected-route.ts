import { type Route, RT_SCOPE_LINK, RT_TABLE_MAIN, RTN_UNICAST, RTPROT_KERNEL } from '../linux/rtnetlink/route.ts';
import type { Held } from './held.ts';
import { prefixKey } from './remote-host.ts';
import type { Step } from './step.ts';
import type { Vtep } from './vtep.ts';

/**
 * The kernel's own route to the network, which came with the VTEP's address, is made again where it has gone: without it no route by
 * way of another VTEP is taken.
 */
export function planConnectedRoute({ ip, network }: Vtep, { foreignRoutes }: Held, linkIndex: number): Step[] {
  if (foreignRoutes.get(prefixKey(network))?.linkIndex === linkIndex) return [];
  const route: Route = {
    destination: network,
    source: ip,
    scope: RT_SCOPE_LINK,
    protocol: RTPROT_KERNEL,
    table: RT_TABLE_MAIN,
    type: RTN_UNICAST,
  };
  return [{ action: 'make', object: 'route', route }];
}
