import { enter } from './host.ts';
import { dig } from './json.ts';
import { must, run } from './run.ts';

/** A link as `ip -j -d link` shows it. */
export interface LinkState {
  readonly ifindex: number;
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly address: string;
  readonly ifalias?: string;
  readonly linkinfo?: { readonly info_kind?: string };
}

/** Every link of a namespace but `lo`. */
export function links(netns: string): LinkState[] {
  const all: LinkState[] = ipJson(netns, '-d', 'link', 'show');
  return all.filter((link) => link.ifname !== 'lo');
}

/** The names of a namespace's links, without `lo`. */
export function linkNames(netns: string): string[] {
  return links(netns).map((link) => link.ifname);
}

/** The names of the host ends of container links. */
export function hostLinkNames(netns: string): string[] {
  return linkNames(netns).filter((name) => name.startsWith('s-'));
}

export function link(netns: string, name: string): LinkState {
  const found = links(netns).find((candidate) => candidate.ifname === name);
  if (found === undefined) throw new Error(`no link ${name} in ${netns}`);
  return found;
}

/** The IPv4 addresses of a link. */
export function ipv4Addresses(netns: string, name: string): string[] {
  const shown: unknown[] = ipJson(netns, '-4', 'addr', 'show', 'dev', name);
  return shown.flatMap((entry) => {
    const infos = dig(entry, 'addr_info');
    return Array.isArray(infos) ? infos.map((info) => String(dig(info, 'local'))) : [];
  });
}

/** A sysctl of a namespace, by its path below /proc/sys. */
export function sysctl(netns: string, path: string): string {
  return must([...enter(netns), 'cat', `/proc/sys/${path}`]).trim();
}

export function setSysctl(netns: string, path: string, value: string): void {
  must([...enter(netns), 'sh', '-c', 'echo "$1" > "/proc/sys/$2"', 'sh', value, path]);
}

/**
 * All that `ip` says of a namespace's links, addresses, neighbours and routes, index numbers included:
 * equal before and after means that nothing was touched. Without carrier and operational state, which settle by themselves.
 */
export function namespaceState(netns: string): string {
  const shown = [
    ['-d', 'link', 'show'],
    ['addr', 'show'],
    ['route', 'show', 'table', 'all'],
    ['neigh', 'show', 'nud', 'permanent'],
  ].map((words) => run([...enter(netns), 'ip', ...words]).stdout);
  return shown.join('\n').replace(/ (nsid|link-netnsid|link-netns|state) \S+| linkdown|NO-CARRIER,|,LOWER_UP/g, '');
}

/**
 * `ip`'s text of a namespace with what no two kernels or runs have in common taken out: index numbers, the names of
 * namespaces, queue lengths, validity lines, and more than one space.
 */
export function ipText(netns: string, ...words: readonly string[]): string[] {
  return must([...enter(netns), 'ip', ...words])
    .split('\n')
    .map(normalLine)
    .filter((line) => line !== '' && !line.startsWith('valid_lft'));
}

function normalLine(line: string): string {
  return line
    .replace(/^\d+: /, '')
    .replace(/@if\d+:/, '@if:')
    .replace(/ (link-netnsid|link-netns) \S+/, '')
    .replace(/ qlen \d+/, '')
    .replace(/ +/g, ' ')
    .trim();
}

function ipJson<T>(netns: string, ...words: readonly string[]): T[] {
  const text = must([...enter(netns), 'ip', '-j', ...words]);
  // A dump of nothing prints an empty text; deleted entries leave empty objects behind.
  const parsed: T[] = text.trim() === '' ? [] : JSON.parse(text);
  return parsed.filter((entry) => Object.keys(entry as object).length > 0);
}
