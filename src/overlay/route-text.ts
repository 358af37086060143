import { formatIp } from '../addr/ip.ts';
import { formatPrefix } from '../addr/prefix.ts';
import type { Route } from '../linux/rtnetlink/route.ts';

/** linux/rtnetlink.h: those that lead nowhere. */
const typeNames: Readonly<Record<number, string>> = { 6: 'blackhole', 7: 'unreachable', 8: 'prohibit', 9: 'throw' };

/** Another's route as `ip route` shows it; `device` is the name of its link where that is known. */
export function formatRoute({ destination, gateway, linkIndex, protocol, type }: Route, device?: string): string {
  const nowhere = typeNames[type];
  if (nowhere !== undefined) return `${nowhere} ${formatPrefix(destination)}`;
  const via = gateway === undefined ? '' : ` via ${formatIp(gateway)}`;
  const link = device === undefined ? `by link ${linkIndex}` : `dev ${device}`;
  const way = linkIndex === undefined ? 'by several next hops' : link;
  return `${formatPrefix(destination)}${via} ${way} (protocol ${protocol})`;
}
