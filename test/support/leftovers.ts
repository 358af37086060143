import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileText } from './file-text.ts';
import type { Container, Host } from './host.ts';
import { hostLinkNames, linkNames } from './kernel-state.ts';
import { reservations } from './reservations.ts';

/** What containers hold on a host. */
export interface Holdings {
  readonly hostLinks: readonly string[];
  readonly containerLinks: readonly string[];
  readonly reservations: Readonly<Record<string, string>>;
  /** The keys of the datastore. */
  readonly handles: readonly string[];
}

/** What holds nothing. */
export const nothing: Holdings = { hostLinks: [], containerLinks: [], reservations: {}, handles: [] };

/** What is held on the host and in the containers, for silk-cni's network `blue`. */
export function holdings(host: Host, ...containers: readonly Container[]): Holdings {
  return {
    hostLinks: hostLinkNames(host.netns),
    containerLinks: containers.flatMap((container) => (existsSync(container.netns) ? linkNames(container.netns) : [])),
    reservations: reservations(networkDir(host)),
    handles: Object.keys(datastore(host)),
  };
}

/** Where silk-cni's network keeps its reservations. */
export function networkDir(host: Host, network = 'blue'): string {
  return join(host.dataDir, 'ipam', network);
}

/** The datastore's entries; none where there is no file. */
export function datastore(host: Host, path = host.datastore): Record<string, unknown> {
  const text = fileText(path);
  return text === undefined || text.trim() === '' ? {} : JSON.parse(text);
}
