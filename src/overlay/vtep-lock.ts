import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorText, SilkError } from '../errors.ts';
import { holdFlock } from '../linux/flock.ts';

/** Another's converge, of however many peers, is over by then. */
const lockTimeoutMs = 60_000;

/** The file that all who change a VTEP lock while they do. */
export function vtepLockPath(runDir: string, vtepName: string): string {
  return join(runDir, `${vtepName}.lock`);
}

/**
 * Keeps all others who change the VTEP from doing so until it is disposed of. The file's directory is made.
 * @throws SilkError TRY_LATER when another holds it for a minute; IO_FAILURE when it cannot be made.
 */
export async function lockVtep(path: string): Promise<Disposable> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot make the directory of the lock ${path}: ${errorText(cause)}`, { cause });
  }
  return holdFlock(path, lockTimeoutMs);
}
