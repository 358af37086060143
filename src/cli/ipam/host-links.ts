import { salvageSilkBridgeConfig } from '../../config/salvage.ts';
import type { Owner } from '../../ipam/record.ts';
import { parseHostLinkName } from '../../overlay/derive.ts';
import { formatOwnerMark, networkMark } from '../../overlay/owner-mark.ts';
import { isPortName, portName } from '../../overlay/segment-port.ts';
import type { Host } from '../context.ts';
import { readConfDir } from '../runtime/conf-dir.ts';

/** A container's link as far as it is judged. */
export interface HostLink {
  readonly name: string;
  /** Says whose it is: `silk:<network>:<container ID>:<interface>`. */
  readonly alias?: string | undefined;
}

/** What reservations are compared with. */
export interface HostLinks {
  /** Host ends that have names as silk-cni and silk-bridge give them, in this namespace and in those of segments. */
  readonly links: readonly HostLink[];
  /** The networks that the directory of configurations has with one of the two. */
  readonly configured: readonly string[];
  /** Of these, those of silk-bridge. */
  readonly bridged: readonly string[];
}

/** Reads it. @throws SilkError IO_FAILURE when the directory cannot be read; NetlinkError. */
export function readHostLinks(host: Host, confDir: string): HostLinks {
  const plugins = readConfDir(confDir).networks.flatMap(({ name, plugins }) =>
    plugins.map(({ type, json }) => ({ name, type, json })),
  );
  const bridges = plugins.filter(({ type }) => type === 'silk-bridge');
  const namespaces = bridges.map(({ json }) => salvageSilkBridgeConfig(json).overlayNamespace);
  const veths = [...new Set([undefined, ...namespaces])].flatMap((netns) => host.listVeths(netns));
  return {
    links: veths.filter(isContainers),
    configured: plugins.filter(({ type }) => ['silk-cni', 'silk-bridge'].includes(type)).map(({ name }) => name),
    bridged: bridges.map(({ name }) => name),
  };
}

/** What was attached to a segment by hand has another mark, and no reservation. */
function isContainers({ name, alias }: HostLink): boolean {
  const isOurs = alias === undefined || alias.startsWith('silk:');
  return parseHostLinkName(name) !== undefined || (isPortName(name) && isOurs);
}

/** Whether a network's links are ports of a segment: so its configuration says, or a link that is there. */
export function isBridged(network: string, { links, bridged }: HostLinks): boolean {
  const mark = networkMark(network);
  return bridged.includes(network) || links.some(({ name, alias }) => isPortName(name) && alias?.startsWith(mark));
}

/** The name of the link of the container that holds an address in a segment. Undefined: its interface is not recorded. */
export function segmentLinkName(network: string, owner: Owner | undefined): string | undefined {
  if (owner === undefined || owner.ifname === '') return undefined;
  return portName(formatOwnerMark({ network, ...owner }));
}
