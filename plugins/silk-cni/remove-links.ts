import type { Ip } from '../../src/addr/ip.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type HostLink, isMasqueraded, removeHostLink } from '../../src/overlay/remove-container-link.ts';
import type { BestEffort } from './best-effort.ts';

/** What is taken of the kernel. */
export interface LeavingLinks {
  readonly links: readonly HostLink[];
  /** Where there is a list, other addresses are masqueraded as before, whether links bear them or not. */
  readonly only?: readonly Ip[];
  readonly socket: NetlinkSocket;
}

/**
 * DEL, GC and `silk teardown`: removes links, and ends masquerading for them and for what no link bears. The configuration of the ADD
 * may have been another: what it began is looked for, whatever the present one says.
 */
export async function removeLinks(effort: BestEffort, { links, only, socket }: LeavingLinks): Promise<void> {
  const { openNetfilter, stopUnborne } = await import('./masquerade.ts');
  using netfilter = effort.try(openNetfilter);
  const stop = (leaving: readonly HostLink[]) => {
    effort.try(() => stopUnborne({ host: socket, netfilter }, { leaving, ...(only && { only }) }));
  };
  stop(links);
  for (const link of links) effort.try(() => removeHostLink(socket, link));
  // An ADD that has made a flushed table anew meanwhile may have seen them still.
  if (links.some(isMasqueraded)) stop([]);
}
