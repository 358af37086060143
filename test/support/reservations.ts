import { readdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** The reservations of a network's directory in host-local's layout: address -> `<containerID> <ifname>`. */
export function reservations(dir: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of namesIn(dir)) {
    if (isIP(name) === 0) continue;
    found[name] = readFileSync(join(dir, name), 'latin1').replace('\r\n', ' ');
  }
  return found;
}

/** The addresses reserved in a network's directory, in the order of their text. */
export function reservedIps(dir: string): string[] {
  return Object.keys(reservations(dir));
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}
