// biome-ignore lint/suspicious/noControlCharactersInRegex: what the kernel would take and no reader could tell apart
const unusableInIfname = /[/:%\s\x00-\x1f\x7f\u0085\ufffd]/;

/** Longest interface name in bytes: IFNAMSIZ less its NUL (linux/if.h). */
const MAX_IFNAME_BYTES = 15;

/**
 * Whether the text may be a container ID or a network name (CNI spec 1.0.0, "Parameters" and "Configuration format").
 * There is no limit of length: what becomes a file name has to be shortened by whoever makes it.
 */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text);
}

/**
 * Whether the kernel takes the text as the name of an interface, as it is (`dev_valid_name`, net/core/dev.c): one with a
 * `%` it takes for a template and numbers. Nor control characters and bytes that are not UTF-8: they would come back as
 * another name, from the kernel or from a file.
 */
export function isIfname(text: string): boolean {
  const length = new TextEncoder().encode(text).length;
  return length > 0 && length <= MAX_IFNAME_BYTES && text !== '.' && text !== '..' && !unusableInIfname.test(text);
}

/** Whether the text may name a plugin program: a file name, no path. */
export function isPluginType(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/[/\\\0]/.test(text);
}
