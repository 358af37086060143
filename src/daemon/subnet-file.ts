import { rmSync } from 'node:fs';
import { formatSubnetFile } from '../config/subnet-file.ts';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import type { Vtep } from '../overlay/vtep.ts';

/** What a host tells of itself to those who add containers. */
export interface Told {
  readonly vtep: Vtep;
  readonly ipMasq: boolean;
}

/**
 * Makes the subnet file say that, where it does not; undefined: no container may be added, so there is no file.
 * Returns whether anything was done. @throws SilkError IO_FAILURE or TRY_LATER naming the file.
 */
export function keepSubnetFile(path: string, told: Told | undefined): boolean {
  if (told === undefined) return removeFile(path);
  const { network, subnet, mtuBytes } = told.vtep;
  const text = formatSubnetFile({ network, subnet, mtuBytes, ipMasq: told.ipMasq });
  if (readIfThere(path) === text) return false;
  replaceWhole({ path, kind: 'the subnet file', mode: 0o644 }, () => text);
  return true;
}

function removeFile(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorName(error) ?? '')) return false;
    throw new SilkError('IO_FAILURE', `Cannot remove the subnet file ${path}: ${errorText(error)}`, { cause: error });
  }
}

/** One that cannot be read is replaced. */
function readIfThere(path: string): string | undefined {
  try {
    return readRegularFile(path);
  } catch {
    return undefined;
  }
}
