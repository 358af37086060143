import { type CniRequest, listedAttachments } from '../../src/cni/request.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import { formatOwnerMark, isShortened, networkMark } from '../../src/overlay/owner-mark.ts';
import { listClaims } from './claim.ts';
import { claimDir } from './state.ts';

/**
 * A test for the marks of this network's attachments that are neither listed nor claimed. The claims are read now: what is tested has to
 * have been listed before, for a link that was there had its claim before.
 */
export function staleMarks(request: CniRequest<SalvagedSilkCni>): (mark: string) => boolean {
  const { network } = request;
  const claims = listClaims(claimDir(network, request.config));
  const kept = [...listedAttachments(request), ...claims.owners].map((owner) => formatOwnerMark({ network, ...owner }));
  const marks = new Set(kept);
  return (mark) => {
    if (!mark.startsWith(networkMark(network)) || marks.has(mark)) return false;
    return !(claims.hasNameless && isShortened(mark));
  };
}
