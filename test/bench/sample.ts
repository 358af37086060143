/** Many measurements of one thing. */
export interface Sample {
  readonly n: number;
  readonly median: number;
  /** 95 of 100 are at or below it. */
  readonly p95: number;
  readonly least: number;
  readonly most: number;
}

/** @throws Error when there are none */
export function summarise(values: readonly number[]): Sample {
  if (values.length === 0) throw new Error('Cannot summarise measurements: found none');
  const sorted = [...values].sort((a, b) => a - b);
  return {
    n: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    least: quantile(sorted, 0),
    most: quantile(sorted, 1),
  };
}

/** Between two neighbours in proportion (type 7 of Hyndman and Fan). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** The items beginning with another one each round: what is measured first and what after it is evened out. */
export function turned<T>(items: readonly T[], round: number): T[] {
  const start = round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
