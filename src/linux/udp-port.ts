import { readFileSync } from 'node:fs';

/** Of both families: a socket on `[::]` takes the port of IPv4 as well. */
const tables = ['/proc/net/udp', '/proc/net/udp6'];

/**
 * Whether a socket of this process's network namespace is bound to the port: a program's, or the kernel's own of a VXLAN
 * device that is up. False where the kernel does not tell.
 */
export function isUdpPortUsed(port: number): boolean {
  // `  sl  local_address rem_address ...`, then `123: 0100007F:12B5 00000000:0000 ...`.
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return tables.some((path) => linesOf(path).some((line) => line.trim().split(/\s+/)[1]?.endsWith(suffix)));
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1);
  } catch {
    // A kernel without IPv6, or a host without /proc: the kernel itself says no to the device then.
    return [];
  }
}
