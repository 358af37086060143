import type { Neighbour } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';

/** What a list of routes is worth, by who could have told of them. */
export interface Hearing {
  /** Whether a neighbour that is there has sent all that it has: only then does it mean anything that a route is missing. */
  readonly isComplete: boolean;
  /** For how long such a neighbour has been there. */
  readonly upForMs: number;
  readonly problems: readonly Refusal[];
}

/** One neighbour will do: what a route reflector has sent all of, no other has more of. */
export function judgeNeighbours(neighbours: readonly Neighbour[], nowMs: number): Hearing {
  const complete = neighbours.filter(({ isEstablished, hasSentAll }) => isEstablished && hasSentAll);
  const ages = complete.map(({ upSinceMs }) => Math.max(0, nowMs - upSinceMs));
  const problems = neighbours.flatMap(({ address, isEstablished, hasSentAll }) => {
    if (isEstablished && hasSentAll) return [];
    const found = isEstablished ? 'one that has not sent all of its routes yet' : 'no session';
    return [{ what: `neighbour ${address}`, reason: `found ${found}, wanted an established one` }];
  });
  if (neighbours.length === 0) {
    problems.push({ what: 'neighbours', reason: 'found none that speaks l2vpn-evpn, wanted a route reflector' });
  }
  return { isComplete: complete.length > 0, upForMs: Math.max(0, ...ages), problems };
}
