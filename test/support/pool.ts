/** Does the work for every item, at most `width` at a time, and returns what came out, in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results.set(index, await work(items[index] as T));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
