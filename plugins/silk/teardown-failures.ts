import { rmSync } from 'node:fs';
import { errorText, SilkError } from '../../src/errors.ts';

/** What was thrown, with its details, a line each; nothing where nothing was. */
export function failuresOf(act: () => Promise<void>): Promise<string[]> {
  return orItsFailure(async () => {
    await act();
    return [];
  });
}

/** The lines themselves, or what was thrown instead. */
export async function orItsFailure(lines: () => Promise<string[]>): Promise<string[]> {
  try {
    return await lines();
  } catch (error) {
    return failureLines(error);
  }
}

/** What was thrown, with its details, a line each. */
export function failureLines(error: unknown): string[] {
  const details = error instanceof SilkError ? error.details?.split('\n') : undefined;
  return [errorText(error), ...(details ?? [])];
}

/** Removes a file, where it is there; what kept it from that, a line. */
export function removeFile(path: string): string[] {
  try {
    rmSync(path, { force: true });
    return [];
  } catch (error) {
    return [`Cannot remove ${path}: ${errorText(error)}`];
  }
}
