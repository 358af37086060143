import type { Peer } from '../addr/peer.ts';
import { errorText, SilkError } from '../errors.ts';
import { type Fault, type Faults, findFaults, listFaults } from './fault.ts';
import { validatePeersFile } from './generated/peers-file.ts';
import { checkPeers } from './peer-check.ts';
import type { PeersFileKeys } from './peers-file.schema.ts';

/** The text of a peers file, understood or not. */
export type PeersText =
  | { readonly peers: readonly Peer[]; readonly faults?: never }
  | { readonly peers?: never; readonly faults: Faults };

/**
 * The text of a peers file: `{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}]}`.
 * @throws SilkError PEERS_UNUSABLE naming `path`, line and field of the first fault, with all of them in `details`.
 */
export async function readPeersFile(text: string, path: string): Promise<readonly Peer[]> {
  const { peers, faults } = checkPeersText(text);
  if (faults !== undefined) throw await peersFileError(text, path, faults);
  return peers;
}

/** As `readPeersFile`, without waiting, and without the lines of the faults. */
export function checkPeersText(text: string): PeersText {
  const json = tryParse(text);
  if ('fault' in json) return { faults: [json.fault] };
  const [shape, ...more] = findFaults(validatePeersFile, json.value);
  if (shape !== undefined) return { faults: [shape, ...more] };
  const keys = json.value as PeersFileKeys;
  const repeated = findRepeated(text, keys);
  if (repeated !== undefined) return { faults: [repeated] };
  const { peers, faults } = checkPeers(keys.peers);
  const [first, ...rest] = faults;
  return first === undefined ? { peers } : { faults: [first, ...rest] };
}

/**
 * A key that comes twice in one object: JSON.parse takes the last, and of two lists or addresses neither can be trusted.
 * Nothing but a key is spelt like a key in a list of addresses, so that counting will do.
 */
function findRepeated(text: string, { peers }: PeersFileKeys): Fault | undefined {
  const wanted = { peers: 1, subnet: peers.length, underlay: peers.length, mac: peers.filter(({ mac }) => mac).length };
  const [repeated] = Object.entries(wanted).find(([key, count]) => text.split(`"${key}"`).length - 1 > count) ?? [];
  if (repeated === undefined) return undefined;
  return { code: 'BAD_CONFIG', text: `${repeated}: found the key twice in one object, wanted it once`, repeated };
}

/** The error that names the faults of a file by their lines. */
export async function peersFileError(text: string, path: string, faults: Faults): Promise<SilkError> {
  const located = await locate(text, faults);
  return new SilkError('PEERS_UNUSABLE', `Cannot use the peers file ${path} ${located[0]?.text}`, {
    details: listFaults(located),
  });
}

async function locate(text: string, faults: Faults): Promise<readonly Fault[]> {
  // A file without faults needs no lines, and so no parser that knows them.
  const { locateFaults } = await import('./json-lines.ts');
  try {
    return locateFaults(text, faults);
  } catch (error) {
    // JSON.parse reads what nests deeper than that parser can go.
    if (error instanceof RangeError) return faults;
    throw error;
  }
}

function tryParse(text: string): { readonly value: unknown } | { readonly fault: Fault } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: { code: 'BAD_CONFIG', text: `found ${errorText(error)}, wanted JSON` } };
  }
}
