import type { CniRequest } from '../../src/cni/request.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import { SilkError } from '../../src/errors.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { isOwnNetns, type Netns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import type { UndoList } from '../../src/undo.ts';
import { type Claim, holdsClaim, returnClaim, takeClaim } from './claim.ts';
import { claimDir } from './state.ts';

/** @throws SilkError BAD_CONFIG where another plugin has run before one that makes the interface. */
export function refusePrevResult({ prevResult }: Pick<CniRequest<unknown>, 'prevResult'>, plugin: string): void {
  if (prevResult === undefined) return;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot add an interface: prevResult: found the result of another plugin, wanted ${plugin} first in the chain`,
  );
}

/** @throws SilkError BAD_ENVIRONMENT when it is no namespace, OWN_NETNS when it is the host's. */
export function openContainerNetns(path: string): Netns {
  const netns = openNetns(path);
  if (!isOwnNetns(netns)) return netns;
  netns[Symbol.dispose]();
  throw new SilkError(
    'OWN_NETNS',
    `Cannot use CNI_NETNS: found ${path}, the host's own namespace, wanted a container's`,
  );
}

/** @throws SilkError INTERFACE_EXISTS when the container has an interface of the name. */
export function refuseTakenName(container: NetlinkSocket, ifname: string): void {
  if (getLink(container, ifname) === undefined) return;
  throw new SilkError(
    'INTERFACE_EXISTS',
    `Cannot add interface ${ifname}: found one of that name in the container, wanted none`,
  );
}

/** Claims the attachment, and pushes the claim's return on the undo list. @throws SilkError as takeClaim(). */
export function claimAttachment(request: CniRequest<SalvagedSilkCni>, undo: UndoList): Claim {
  const claim = takeClaim(claimDir(request.network, request.config), request);
  undo.push(`claim ${claim.path}`, () => returnClaim(claim));
  return claim;
}

/**
 * A DEL or GC drops the claim first and then looks for what to remove: what was made before this, it has seen.
 * @throws SilkError OVERTAKEN when one has.
 */
export function refuseIfOvertaken(claim: Claim, request: Pick<CniRequest<unknown>, 'ifname' | 'containerId'>): void {
  if (holdsClaim(claim)) return;
  throw new SilkError(
    'OVERTAKEN',
    `Cannot finish ADD of ${request.ifname} to container ${JSON.stringify(request.containerId)}: a DEL or GC for it came meanwhile`,
  );
}
