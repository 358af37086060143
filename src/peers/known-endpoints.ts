import type { SegmentEntry } from '../addr/endpoint.ts';
import { learnedEndpointsPath } from '../config/segment.ts';
import { SilkError } from '../errors.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import { formatEndpointsFile, formatEntry, readEndpointsFile } from './endpoints-file.ts';
import { readFileText } from './list-file.ts';

/** Where it is written what others have of segments. */
export interface EndpointPlaces {
  /** The operator's. */
  readonly endpointsFile: string;
  /** The directory of the list that silkd has learned. */
  readonly runDir: string;
}

/** What is known of segments on other hosts, by whom. */
export interface KnownEndpoints {
  /** Both lists, the operator's first. Undefined: there is neither. */
  readonly endpoints: readonly SegmentEntry[] | undefined;
  /** There may be others, as what was learned cannot be read: none is to be removed. */
  readonly isPartial: boolean;
  /** The operator's alone. Undefined: there is none. */
  readonly written: readonly SegmentEntry[] | undefined;
  /** What silkd has learned. Undefined: nothing yet, or it cannot be read. */
  readonly learned: readonly SegmentEntry[] | undefined;
  /** Why what was learned cannot be read. */
  readonly fault: SilkError | undefined;
}

/**
 * Reads both lists. What silkd has learned is silkd's own to repair: a file of it that is broken fails nobody.
 * @throws SilkError as readEndpointsFile(), of the operator's.
 */
export async function readKnownEndpoints({ endpointsFile, runDir }: EndpointPlaces): Promise<KnownEndpoints> {
  const written = await readEndpointsFile(endpointsFile);
  const { learned, fault } = await readLearned(learnedEndpointsPath(runDir));
  const endpoints = written || learned ? [...(written ?? []), ...(learned ?? [])] : undefined;
  return { endpoints, isPartial: fault !== undefined, written, learned, fault };
}

async function readLearned(path: string): Promise<Pick<KnownEndpoints, 'learned' | 'fault'>> {
  try {
    return { learned: await readEndpointsFile(path), fault: undefined };
  } catch (error) {
    if (!(error instanceof SilkError)) throw error;
    return { learned: undefined, fault: error };
  }
}

/**
 * Writes what silkd has learned: whole, each entry once, in an order that follows from the entries, in the place of whatever is there. Not
 * where the file says the same.
 * @throws SilkError PEERS_UNUSABLE when two entries contradict each other, IO_FAILURE, TRY_LATER when another holds its lock.
 */
export function writeLearnedEndpoints(path: string, entries: readonly SegmentEntry[]): void {
  const byText = new Map(entries.map((entry) => [formatEntry(entry), entry]));
  const inOrder = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const text = formatEndpointsFile(path, inOrder);
  const kind = 'the file of learned endpoints';
  replaceWhole({ path, kind }, (target) => (saysSame({ kind }, target, text) ? undefined : text));
}

/** What cannot be read says nothing. */
function saysSame(file: { readonly kind: string }, path: string, text: string): boolean {
  try {
    return readFileText(file, path) === text;
  } catch (error) {
    if (!(error instanceof SilkError)) throw error;
    return false;
  }
}
