import type { FullHost } from './full-host.ts';
import { linkNames } from './kernel-state.ts';
import { nft } from './nftables.ts';
import { entriesBelow } from './tree.ts';

/** Names of what containers hold on a host, of one kind each. */
export interface Held {
  /** The host ends of containers' links. */
  readonly links: readonly string[];
  /** Other links, but for the host's own, such as those that shape. */
  readonly otherLinks: readonly string[];
  /** Lines of nftables, which has iptables' rules too, that are for a container. */
  readonly rules: readonly string[];
  readonly reserved: readonly string[];
  readonly claims: readonly string[];
  /** Results as libcni keeps them. */
  readonly cached: readonly string[];
  /** Other files of the plugins, and namespaces. */
  readonly files: readonly string[];
}

/** What holds nothing. */
export const nothingHeld: Held = {
  links: [],
  otherLinks: [],
  rules: [],
  reserved: [],
  claims: [],
  cached: [],
  files: [],
};

const dataDir = '/var/lib/silk';
const containerLink = /^[sb]-/;

/** Links that are there without any container: the underlay's, the VTEP, docker's bridge, and a segment's devices. */
const ownLink = /^(eth0|uplink|uplink-peer|silk-vtep|docker0|br0|vxlan42)$/;

/** A container's address, or a chain of portmap's for one, or a table of ours. */
const forContainer = /\b10\.(255\.\d+\.\d+|0\.10\.\d+)\b(?!\/)|"s-|CNI-(DN|SN)-|^table \w+ silk/;

/** Files of silk-cni and silk-ipam that are there without any container, as docs/state.md has them. */
const lastingFile =
  /^(ipam|ipam\/[^/]+(\/(lock|last_reserved_ip\.\d+|\.silk(\/.*)?))?|attachments(\/[^/]+)?|store\.json.*)$/;

const reservation = /^ipam\/[^/]+\/([0-9a-f]*[.:][0-9a-f.:]+)$/;
const claim = /^attachments\/[^/]+\/(.+)$/;

/** What containers of networks whose dataDir is /var/lib/silk hold. */
export function heldOn(at: FullHost): Held {
  const links = linkNames(at.host.netns);
  const files = entriesBelow(at.file(dataDir));
  const matching = (pattern: RegExp): string[] => files.flatMap((path) => pattern.exec(path)?.[1] ?? []);
  const others = files.filter((path) => ![lastingFile, reservation, claim].some((known) => known.test(path)));
  return {
    links: links.filter((name) => containerLink.test(name)),
    otherLinks: links.filter((name) => !containerLink.test(name) && !ownLink.test(name)),
    rules: nft(at.host, 'list', 'ruleset')
      .split('\n')
      .filter((line) => forContainer.test(line)),
    reserved: matching(reservation),
    claims: matching(claim),
    cached: entriesBelow(at.file('/var/lib/cni/results')),
    files: [...others, ...entriesBelow(at.file('/run/netns'))],
  };
}
