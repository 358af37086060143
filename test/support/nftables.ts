import type { Host } from './host.ts';
import { dig } from './json.ts';
import { installed } from './project.ts';

/** What a host's nftables have of us. */
export interface NftablesState {
  /** Whether there is a table of ours. */
  readonly hasTable: boolean;
  readonly containers: readonly string[];
  /** Prefixes, as nft shows them. */
  readonly inside: readonly string[];
  /** The rules of iptables' FORWARD chain with a comment of ours, as iptables shows them. */
  readonly forwardRules: readonly string[];
}

/** What has nothing of us. */
export const noNftables: NftablesState = { hasTable: false, containers: [], inside: [], forwardRules: [] };

/** The rules that lead containers' packets past a FORWARD chain that drops. */
export const allForwardRules: readonly string[] = [
  '-A FORWARD -i s-+ -m comment --comment "silk: from containers" -j ACCEPT',
  '-A FORWARD -o s-+ -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -m comment --comment "silk: to containers" -j ACCEPT',
  '-A FORWARD -i silk-+ -o s-+ -m comment --comment "silk: overlay to containers" -j ACCEPT',
];

/** Reads it with nft and iptables; iptables is asked only where it has a table. */
export function nftablesState(host: Host): NftablesState {
  const hasTable = nft(host, 'list', 'tables').includes('table ip silk\n');
  return {
    hasTable,
    containers: hasTable ? elements(host, 'containers') : [],
    inside: hasTable ? elements(host, 'inside') : [],
    forwardRules: forwardChain(host).filter((line) => line.includes('silk')),
  };
}

/** Runs nft on the host; it has to succeed. */
export function nft(host: Host, ...words: readonly string[]): string {
  return host.exec(installed('/usr/sbin/nft', 'nftables'), ...words);
}

/** Runs iptables-nft on the host; it has to succeed. */
export function iptables(host: Host, words: string): string {
  return host.exec(installed('/usr/sbin/iptables-nft', 'iptables'), ...words.split(' '));
}

/** What Docker does to a host whose forwarding was off, with the rules that it has then. */
export function dropForwarding(host: Host): void {
  iptables(host, '-P FORWARD DROP');
  iptables(host, '-N DOCKER-USER');
  iptables(host, '-A DOCKER-USER -j RETURN');
  iptables(host, '-A FORWARD -j DOCKER-USER');
  iptables(host, '-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT');
  iptables(host, '-A FORWARD -i docker0 -j ACCEPT');
  iptables(host, '-t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE');
}

/** The rules of iptables' FORWARD chain; none where iptables has no table. */
export function forwardChain(host: Host): string[] {
  if (!nft(host, 'list', 'tables').includes('table ip filter\n')) return [];
  return iptables(host, '-S FORWARD').trim().split('\n');
}

function elements(host: Host, set: string): string[] {
  const shown: unknown = JSON.parse(nft(host, '-j', 'list', 'set', 'ip', 'silk', set));
  const found = dig(shown, 'nftables', 1, 'set', 'elem');
  return Array.isArray(found) ? found.map(elementText).sort() : [];
}

function elementText(element: unknown): string {
  if (typeof element === 'string') return element;
  const range = dig(element, 'range');
  return Array.isArray(range) ? range.join('-') : `${dig(element, 'prefix', 'addr')}/${dig(element, 'prefix', 'len')}`;
}
