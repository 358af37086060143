/** Who holds an address. `ifname` is empty in records that an old host-local left: they hold the container's ID alone. */
export interface Owner {
  readonly containerId: string;
  readonly ifname: string;
}

const lineBreak = '\r\n';

/** What a reservation file says, byte for byte as the reference host-local writes it. */
export function formatRecord(owner: Owner): string {
  return owner.ifname === '' ? owner.containerId : `${owner.containerId}${lineBreak}${owner.ifname}`;
}

/** The owner, or undefined for garbage. White space at the end is ignored, as in host-local. */
export function parseRecord(text: string): Owner | undefined {
  const [containerId = '', ifname, ...rest] = text.trimEnd().split(lineBreak);
  if (rest.length > 0 || !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(containerId)) return undefined;
  if (ifname === undefined) return { containerId, ifname: '' };
  return isIfname(ifname) ? { containerId, ifname } : undefined;
}

/** The kernel's rule: 1 to 15 bytes, no slash, colon or white space (dev_valid_name, net/core/dev.c). */
function isIfname(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a broken disk leaves in a file
  return Buffer.byteLength(text) <= 15 && /^[^/:\s\x00-\x1f\ufffd]+$/.test(text) && text !== '.' && text !== '..';
}

/** Whether a record belongs to this attachment; one without an interface name belongs to all of the container's. */
export function isOwnedBy(record: Owner, owner: Owner): boolean {
  return record.containerId === owner.containerId && (record.ifname === '' || record.ifname === owner.ifname);
}

/** A name of at most 255 bytes for what is kept in one file per attachment: a container's ID has no length limit. */
export function attachmentFileName(owner: Owner): string {
  const name = `${owner.containerId}:${owner.ifname}`;
  if (Buffer.byteLength(name) <= 255) return name;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}
