import { catalogue, errorText, SilkError } from '../errors.ts';
import type { CniVersion } from './version.ts';

/** What a runtime reads on stdout after a failure (CNI spec 1.1.0, "Error"). */
export interface CniErrorObject {
  readonly cniVersion: string;
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

/** The error object that a delegated plugin printed; its code is passed on. Text is the delegate's own. */
export class DelegateError extends SilkError {
  readonly cniCode: number;

  constructor(cniCode: number, message: string, details?: string) {
    super('DELEGATE_FAILED', message, details === undefined ? {} : { details });
    this.name = 'DelegateError';
    this.cniCode = cniCode;
  }
}

/** Deepest chain of causes that is told; a chain may be a circle. */
const MAX_CAUSES = 8;

/**
 * The error object for whatever was thrown: a SilkError by its catalogue number, anything else as UNEXPECTED.
 * `details` holds the error's own, a line a cause, and `more`; it is left out when empty. Never a stack.
 */
export function formatError(error: unknown, version: CniVersion, more: readonly string[] = []): CniErrorObject {
  const known = error instanceof SilkError;
  const details = [...(known ? ownDetails(error) : []), ...causesOf(error), ...more].join('\n');
  return {
    cniVersion: version,
    code: codeOf(error),
    msg: known ? error.message : `Cannot go on: unexpected fault: ${safeText(error)}`,
    ...(details === '' ? {} : { details }),
  };
}

function codeOf(error: unknown): number {
  if (error instanceof DelegateError) return error.cniCode;
  return catalogue[error instanceof SilkError ? error.code : 'UNEXPECTED'].cni;
}

function ownDetails(error: SilkError): string[] {
  return error.details === undefined || error.details === '' ? [] : [error.details];
}

/** A line a cause, but for what the message quotes already. */
function causesOf(error: unknown): string[] {
  const message = safeText(error);
  const lines: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; cause !== undefined && depth < MAX_CAUSES; depth++) {
    const text = safeText(cause);
    if (!message.includes(text)) lines.push(`caused by: ${text.replaceAll('\n', ' ')}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}

/** The text of a value that may have been made so that asking for its text throws. */
function safeText(error: unknown): string {
  try {
    return errorText(error) || (error instanceof Error ? error.name : JSON.stringify(error));
  } catch {
    return `a thrown ${typeof error} without a text`;
  }
}
