import type { Ip } from '../../addr/ip.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import type { Place } from '../network-source.ts';
import { isAway } from './gobgp-error.ts';
import { describeSelf, listAnnounced } from './own-route.ts';
import { sortSegmentPaths, vniOf } from './own-segment.ts';
import { readPrefixPaths, readSegmentPaths } from './read-paths.ts';
import { ownSegments, type SegmentIdentity } from './segments.ts';

/** What this host announces. */
export interface AnnouncedHere {
  /** Of the routed network; undefined: there is none. */
  readonly place: Place | undefined;
  readonly segments: readonly SegmentIdentity[];
  /** The VNIs of segments whose routes stay. */
  readonly staying: ReadonlySet<number>;
}

/**
 * Takes back what this host has announced. A gobgpd that is not there announces nothing.
 * @throws what gobgpd answers, and where it does not answer.
 */
export async function withdrawRoutes(options: EvpnOptions, announced: AnnouncedHere, underlayIp: Ip): Promise<void> {
  const { place, segments: identities, staying } = announced;
  const { Gobgp } = await import('./gobgp.ts');
  const gobgp = new Gobgp(options.address, options.requestTimeoutMs);
  try {
    const paths = await gobgp.listPaths();
    const its = place && describeSelf(options, place, underlayIp);
    const ofNetwork = its === undefined ? [] : listAnnounced(readPrefixPaths(paths).read, its.own, its.self);
    const segments = ownSegments(options, identities, underlayIp);
    const { ours } = sortSegmentPaths(readSegmentPaths(paths).read, segments);
    const ofSegments = ours.filter(({ route }) => !staying.has(vniOf(route) ?? 0)).map(({ path }) => path);
    for (const path of [...ofNetwork, ...ofSegments]) await gobgp.deletePath(path);
  } catch (error) {
    if (!isAway(error)) throw error;
  } finally {
    gobgp.close();
  }
}
