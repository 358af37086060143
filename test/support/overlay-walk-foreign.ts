import { firstAddress } from './overlay-walk-expected.ts';
import type { OverlayState } from './overlay-walk-kernel.ts';
import type { OverlayWorld } from './overlay-walk-world.ts';

/** Something on the host that is not ours, whatever it looks like: no converge takes it away. */
interface Foreign {
  readonly add: string;
  /** How it is shown. */
  readonly shown: string;
  readonly list: 'routes' | 'otherRoutes' | 'fdb';
}

const foreign: readonly Foreign[] = [
  {
    add: 'ip route replace 10.99.0.0/16 dev other',
    shown: '10.99.0.0/16 dev other scope link',
    list: 'otherRoutes',
  },
  {
    add: 'ip route replace 10.255.200.0/24 via 10.255.99.99 dev silk-vtep',
    shown: '10.255.200.0/24 via 10.255.99.99 dev silk-vtep',
    list: 'routes',
  },
  {
    add: 'ip route replace 10.255.201.0/24 via 10.255.201.0 dev silk-vtep proto static',
    shown: '10.255.201.0/24 via 10.255.201.0 dev silk-vtep proto static',
    list: 'routes',
  },
  {
    add: 'bridge fdb append 00:00:00:00:00:00 dst 10.244.0.99 dev silk-vtep',
    shown: '00:00:00:00:00:00 10.244.0.99 permanent',
    list: 'fdb',
  },
  {
    add: 'bridge fdb append 01:00:5e:01:02:03 dst 10.244.0.98 dev silk-vtep',
    shown: '01:00:5e:01:02:03 10.244.0.98 permanent',
    list: 'fdb',
  },
  {
    add: 'bridge fdb replace 02:00:00:00:00:77 dst 10.244.0.97 port 4790 dev silk-vtep',
    shown: '02:00:00:00:00:77 10.244.0.97 permanent port 4790',
    list: 'fdb',
  },
];

/** Makes a device for a route of its own. */
export function addForeignDevice(world: OverlayWorld): void {
  world.ipBatch(['link add other type veth peer name other-peer', 'link set other up', 'link set other-peer up']);
}

/** Adds what is not there of it; on a device that is not there none is added. */
export function addForeign(world: OverlayWorld, state: OverlayState): void {
  for (const { add, shown, list } of foreign) if (!state[list].includes(shown)) world.attempt(add);
}

/** What of a state's lists is foreign. */
export function foreignIn(state: OverlayState): string[] {
  return foreign.flatMap(({ shown, list }) => state[list].filter((line) => line === shown));
}

/** The lines of a list that are not foreign. */
export function withoutForeign(lines: readonly string[]): string[] {
  return lines.filter((line) => !foreign.some(({ shown }) => shown === line));
}

/** A route of somebody else's to a peer's subnet, which keeps ours from being made. */
export function foreignPeerRoute(subnet: string): { add: string; remove: string; shown: string } {
  return {
    add: `ip route add ${subnet} dev other metric 5`,
    remove: `ip route del ${subnet} dev other metric 5`,
    shown: `${subnet} dev other scope link`,
  };
}

/** Of what a converge says it could not do: whether it is about a peer's subnet. */
export function isAbout({ what }: { readonly what: string }, subnet: string): boolean {
  return what.includes(subnet) || what.includes(firstAddress(subnet));
}
