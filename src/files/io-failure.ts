import { errorText, SilkError } from '../errors.ts';

/** `Cannot write /a/b: ENOSPC: no space left on device` */
export function ioFailure(action: string, path: string, error: unknown): SilkError {
  return new SilkError('IO_FAILURE', `Cannot ${action} ${path}: ${errorText(error)}`, { cause: error });
}
