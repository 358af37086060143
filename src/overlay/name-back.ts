import { sameMac } from '../addr/mac.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink, setLink } from '../linux/rtnetlink/link.ts';
import type { Sight } from './converge.ts';
import { type Step, stepRequest } from './step.ts';
import { difference } from './vxlan-device.ts';

/** A VTEP as it was made. */
type Made = Pick<Sight, 'vtep' | 'linkIndex'>;

/** Whether no link has the VTEP's name, and the device that was made has another. */
export function isRenamed(socket: NetlinkSocket, made: Made): boolean {
  return otherName(socket, made) !== undefined;
}

/**
 * Gives the VTEP the name that it was made with. Returns what was done; undefined: nothing was to be done.
 * @throws NetlinkError when the kernel refuses.
 */
export function nameBack(socket: NetlinkSocket, made: Made): Step | undefined {
  const { vtep, linkIndex } = made;
  const found = otherName(socket, made);
  if (found === undefined) return undefined;
  const why = difference('name', found, vtep.name);
  const step: Step = { action: 'change', object: 'vtep', vtep, property: 'name', why };
  const rename = stepRequest(step, { linkIndex });
  const [refusal] = socket.execute([rename]);
  // Before Linux 6.2 a link that is up keeps its name; being down costs it its routes, which the next converge makes anew.
  if (refusal?.errno === 'EBUSY') socket.apply([setLink(linkIndex, { up: false }), rename]);
  else if (refusal !== undefined) throw refusal;
  return step;
}

function otherName(socket: NetlinkSocket, { vtep: { name, mac }, linkIndex }: Made): string | undefined {
  if (getLink(socket, name) !== undefined) return undefined;
  const link = getLink(socket, linkIndex);
  // An index of a link that has gone may be given again.
  const isIt = link?.kind === 'vxlan' && link.mac !== undefined && sameMac(link.mac, mac);
  return isIt ? link.name : undefined;
}
