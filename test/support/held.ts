import type { FullHost } from './full-host.ts';
import { hostLinkNames } from './kernel-state.ts';
import { reservations } from './reservations.ts';
import { entriesBelow } from './tree.ts';

/** Names of what containers hold on a host, of one kind each. */
export interface Held {
  readonly links: readonly string[];
  readonly reserved: readonly string[];
  readonly claims: readonly string[];
  /** Results as libcni keeps them. */
  readonly cached: readonly string[];
}

/** What holds nothing. */
export const nothingHeld: Held = { links: [], reserved: [], claims: [], cached: [] };

/** What containers of the network `silk`, whose dataDir is /var/lib/silk, hold. */
export function heldOn(at: FullHost): Held {
  return {
    links: hostLinkNames(at.host.netns),
    reserved: Object.keys(reservations(at.file('/var/lib/silk/ipam/silk'))),
    claims: entriesBelow(at.file('/var/lib/silk/attachments/silk')),
    cached: entriesBelow(at.file('/var/lib/cni/results')),
  };
}
