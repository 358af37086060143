import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { getVxlan } from '../linux/rtnetlink/link-vxlan.ts';
import type { FoundVtep } from './plan-vtep.ts';

/**
 * The VXLAN device of a name, with its addresses; undefined where no link has the name.
 * @throws SilkError OVERLAY_CONFLICT when a link of another kind has it, or a link has it beside its own name.
 */
export function findVtep(socket: NetlinkSocket, name: string): FoundVtep | undefined {
  const link = getVxlan(socket, name);
  if (link !== undefined && link.name !== name) throw unusable(name, `another name of ${link.name}`);
  if (link !== undefined) return { link, addresses: listAddresses(socket, { family: 4, linkIndex: link.index }) };
  const other = getLink(socket, name);
  if (other === undefined) return undefined;
  // Another has made it between the two questions.
  if (other.kind === 'vxlan') return findVtep(socket, name);
  const kind = other.kind === undefined ? 'a device without a kind' : `a link of kind ${other.kind}`;
  throw unusable(name, kind);
}

function unusable(name: string, found: string): SilkError {
  const wanted = 'wanted a VXLAN device or none';
  return new SilkError('OVERLAY_CONFLICT', `Cannot use ${name} as the VTEP: found ${found}, ${wanted}`);
}
