/** The same text for what is the same: what did not change need not be opened anew. */
export function signatureOf(values: readonly unknown[]): string {
  return JSON.stringify(values, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
}
