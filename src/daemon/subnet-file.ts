import { rmSync } from 'node:fs';
import { formatPrefix } from '../addr/prefix.ts';
import { formatSubnetFile } from '../config/subnet-file.ts';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import { log } from '../log.ts';
import type { Vtep } from '../overlay/vtep.ts';

/** What a host tells of itself to those who add containers. */
export interface Told {
  readonly vtep: Vtep;
  readonly ipMasq: boolean;
}

/** What is said of this host while containers may be added to it. */
export class Announcement {
  /** Undefined: no container may be added. */
  told: Told | undefined;
  #path: string | undefined;

  /**
   * Makes the subnet file say that, where it does not; undefined: there is to be no file, for the reason that is logged. One that was
   * told at another path goes.
   * @throws SilkError IO_FAILURE or TRY_LATER naming the file.
   */
  tell(path: string, told: Told | undefined, reason?: string): void {
    if (this.#path !== undefined && this.#path !== path && removeFile(this.#path)) {
      log('info', 'Removed the subnet file: it has another path now', { path: this.#path });
    }
    this.#path = path;
    if (told === undefined) {
      this.told = undefined;
      if (removeFile(path)) log('warn', 'Removed the subnet file: no container may be added', { path, reason });
      return;
    }
    const { network, subnet, mtuBytes } = told.vtep;
    const text = formatSubnetFile({ network, subnet, mtuBytes, ipMasq: told.ipMasq });
    if (readIfThere(path) !== text) {
      replaceWhole({ path, kind: 'the subnet file', mode: 0o644 }, () => text);
      log('info', 'Wrote the subnet file', { path, subnet: formatPrefix(subnet), mtu: mtuBytes });
    }
    this.told = told;
  }
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
