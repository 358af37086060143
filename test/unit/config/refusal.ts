import { SilkError } from '../../../src/errors.ts';

/** What a reader threw: `CODE message`, or `accepted`. */
export function refusal(read: () => unknown): string {
  return caught(read)?.summary ?? 'accepted';
}

/** The lines of `details` of what a reader threw. */
export function details(read: () => unknown): string[] {
  return caught(read)?.details.split('\n') ?? [];
}

function caught(read: () => unknown): { summary: string; details: string } | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (!(error instanceof SilkError)) throw error;
    return { summary: `${error.code} ${error.message}`, details: error.details ?? '' };
  }
}
