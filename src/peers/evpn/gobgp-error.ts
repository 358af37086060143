/** Codes of gRPC: UNKNOWN and INVALID_ARGUMENT are what gobgpd answers where it does not like what it is told. */
const [unknown, invalidArgument, unavailable] = [2, 3, 14];

/** Whether gobgpd has answered, and does not take what it was told. */
export function isRefused(error: unknown): boolean {
  return [unknown, invalidArgument].some((code) => code === codeOf(error));
}

/** Whether there is no gobgpd. */
export function isAway(error: unknown): boolean {
  return codeOf(error) === unavailable;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
