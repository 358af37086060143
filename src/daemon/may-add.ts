import type { LeaseState } from '../peers/network-source.ts';

/** Whether containers may be added with a lease in that state. */
export function mayAdd({ state }: LeaseState): boolean {
  return state === 'static' || state === 'held';
}
