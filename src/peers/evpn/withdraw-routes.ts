import type { Ip } from '../../addr/ip.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import type { Place } from '../network-source.ts';
import { describeSelf, listAnnounced } from './own-route.ts';
import { readPaths } from './read-paths.ts';

/** The code of gRPC for a server that is not there. */
const unavailable = 14;

/**
 * Takes back what this host has announced. A gobgpd that is not there announces nothing.
 * @throws what gobgpd answers, and where it does not answer.
 */
export async function withdrawRoutes(options: EvpnOptions, place: Place, underlayIp: Ip): Promise<void> {
  const { Gobgp } = await import('./gobgp.ts');
  const gobgp = new Gobgp(options.address, options.requestTimeoutMs);
  const { self, own } = describeSelf(options, place, underlayIp);
  try {
    const { prefixes } = readPaths(await gobgp.listPaths());
    for (const path of listAnnounced(prefixes, own, self)) await gobgp.deletePath(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === unavailable)) throw error;
  } finally {
    gobgp.close();
  }
}
