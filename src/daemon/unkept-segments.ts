import type { SegmentConfig } from '../config/silkd-segments.ts';
import { listLinks } from '../linux/rtnetlink/link.ts';
import { isMarked } from '../overlay/find-segment.ts';
import type { OpenPlace } from './segment-places.ts';

/** The namespaces that segments are in, and the host's, which is undefined. */
export function namespacesOf(segments: readonly SegmentConfig[]): ReadonlySet<string | undefined> {
  return new Set([undefined, ...segments.map(({ overlayNamespace }) => overlayNamespace)]);
}

/** The namespaces that are open. */
interface OpenPlaces {
  find(overlayNamespace: string | undefined): Pick<OpenPlace, 'place'> | undefined;
}

/**
 * Bridges of segments that silk-bridge or `silk segment create` has made, in the namespaces of those that are kept, and that are not
 * among them: nobody tells other hosts what is attached there. As problems.
 * @throws NetlinkError
 */
export function findUnkept(segments: readonly SegmentConfig[], places: OpenPlaces): { what: string; reason: string }[] {
  const wanted = `wanted one of silkd's segments (VNI ${segments.map(({ vni }) => vni).join(', ')})`;
  return [...namespacesOf(segments)].flatMap((namespace) =>
    listUnkept(segments, places, namespace).map(({ name, alias }) => ({
      what: `segment ${name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`,
      reason: `found ${alias}, ${wanted}: nobody tells other hosts what is attached to it`,
    })),
  );
}

function listUnkept(segments: readonly SegmentConfig[], places: OpenPlaces, namespace: string | undefined) {
  const open = places.find(namespace);
  const kept = segments.filter(({ overlayNamespace }) => overlayNamespace === namespace).map(({ bridge }) => bridge);
  const bridges = open === undefined ? [] : listLinks(open.place.sockets.segment, { kind: 'bridge' });
  return bridges.filter((bridge) => isMarked(bridge) && !kept.includes(bridge.name));
}
