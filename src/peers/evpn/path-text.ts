import type { WirePath } from './gobgp.ts';

/** Two routes have the same where they say the same. */
export function pathText({ nlri, attributes }: WirePath): string {
  return [nlri, ...attributes].map(hexOf).join(' ');
}

/** Bytes as digits, by which keys are compared and named. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
