import { lockVtep } from './vtep-lock.ts';

/** How to converge to a wish. */
export interface Converging<Wish, Result> {
  /** A file that all who converge the same lock while they do; its directory is made. */
  readonly lockPath: string;
  /** What comes of it, where nothing is to be done; else undefined. Changes nothing. */
  look(wish: Wish): Result | undefined;
  /** Reads and plans anew, and does it. */
  carryOut(wish: Wish): Result;
}

/**
 * Converges. Where nothing is to be done nothing is written, not even the lock.
 * @param newestWish is asked again under the lock: who changes the kernel last has seen the newest list.
 * @throws SilkError TRY_LATER when another converges for a minute; IO_FAILURE when the lock cannot be had; what the others throw.
 */
export async function lookThenLock<Wish, Result>(
  newestWish: () => Promise<Wish>,
  { lockPath, look, carryOut }: Converging<Wish, Result>,
): Promise<Result> {
  const settled = look(await newestWish());
  if (settled !== undefined) return settled;
  using _lock = await lockVtep(lockPath);
  return carryOut(await newestWish());
}
