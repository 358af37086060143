import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../../errors.ts';
import { type Network, parseNetwork, parseSingle } from './conflist.ts';

/** What a directory of network configurations holds. */
export interface ConfDir {
  /** In the order in which they are looked through: `.conflist` files by name, then `.conf` and `.json` by name. */
  readonly networks: readonly Network[];
  /** Why a file was passed over, a line each. */
  readonly faults: readonly string[];
}

/**
 * The first network of that name. Unlike libcni, a file that cannot be read does not hide the networks of the others.
 * @throws SilkError BAD_CONFIG naming the networks that there are, and the files that could not be read.
 */
export function loadNetwork(dir: string, name: string): Network {
  const { networks, faults } = readConfDir(dir);
  const network = networks.find((one) => one.name === name);
  if (network !== undefined) return network;
  const names = [...new Set(networks.map((one) => one.name))].join(', ') || 'no networks';
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot find network ${JSON.stringify(name)} in ${dir}: found ${names}`,
    faults.length === 0 ? {} : { details: faults.join('\n') },
  );
}

/**
 * Reads every network configuration of a directory; a directory that does not exist holds none.
 * @throws SilkError IO_FAILURE when the directory cannot be read.
 */
export function readConfDir(dir: string): ConfDir {
  const networks: Network[] = [];
  const faults: string[] = [];
  for (const path of [...listFiles(dir, ['.conflist']), ...listFiles(dir, ['.conf', '.json'])]) {
    try {
      networks.push(readNetwork(dir, path));
    } catch (error) {
      faults.push(`${path}: ${errorText(error)}`);
    }
  }
  return { networks, faults };
}

function readNetwork(dir: string, path: string): Network {
  const text = readFileSync(path, 'utf8');
  if (extname(path) !== '.conflist') return parseSingle(text, path);
  return parseNetwork(text, path, (name) =>
    listFiles(join(dir, name), ['.conf']).map((plugin) => readFileSync(plugin, 'utf8')),
  );
}

/** Paths of the files with one of the endings, sorted by name. */
function listFiles(dir: string, endings: readonly string[]): string[] {
  try {
    const files = readdirSync(dir, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
    const names = files.map((entry) => entry.name).filter((name) => endings.includes(extname(name)));
    return names.sort().map((name) => join(dir, name));
  } catch (cause) {
    if (systemErrorName(cause) === 'ENOENT') return [];
    throw new SilkError('IO_FAILURE', `Cannot read directory ${dir}: ${errorText(cause)}`, { cause });
  }
}
