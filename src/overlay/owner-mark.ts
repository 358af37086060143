/** Who a host link belongs to: what its alias says, and what DEL and GC go by. */
export interface LinkOwner {
  readonly network: string;
  readonly containerId: string;
  readonly ifname: string;
}

/** A part longer than this is replaced by its digest: the kernel takes aliases of at most 255 bytes (IFALIASZ). */
const maxPartBytes = 100;

/**
 * The alias of a host link: `silk:<network>:<containerID>:<ifname>`.
 * None of the three may hold a colon (CNI's own rules), so the text names one attachment only.
 */
export function formatOwnerMark(owner: LinkOwner): string {
  return `${networkMark(owner.network)}${markPart(owner.containerId)}:${owner.ifname}`;
}

/** The part of the alias that all links of a network share. */
export function networkMark(network: string): string {
  return `silk:${markPart(network)}:`;
}

/** Who a mark names: a part that was too long is its digest, with `#` before it. Undefined: it is none of these. */
export function parseOwnerMark(alias: string | undefined): LinkOwner | undefined {
  const [, network, containerId, ifname] = alias?.match(/^silk:([^:]+):([^:]+):([^:]+)$/) ?? [];
  return network && containerId && ifname ? { network, containerId, ifname } : undefined;
}

/** Whether a mark's container ID was too long to be in it as it is. */
export function isShortened(mark: string): boolean {
  return mark.split(':')[2]?.startsWith('#') === true;
}

function markPart(text: string): string {
  if (text.length <= maxPartBytes) return text;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `#${createHash('sha256').update(text).digest('hex')}`;
}
