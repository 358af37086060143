import { Gauge, type Registry } from 'prom-client';

/** A metric that is asked for when somebody reads it. */
export interface Numbered<Of> {
  readonly name: string;
  readonly help: string;
  /** Undefined: there is no such number now, and nothing is said. */
  readonly value: (of: Of) => number | undefined;
}

/** Makes the gauges of numbers that there is one of each. */
export function openNumbered<Of>(all: Registry, numbers: readonly Numbered<Of>[], of: () => Of): void {
  for (const { name, help, value } of numbers) {
    new Gauge({
      name,
      help,
      registers: [all],
      collect() {
        const now = value(of());
        if (now === undefined) this.remove();
        else this.set(now);
      },
    });
  }
}

/** Since a source was heard; undefined: it never was. */
export function sourceAgeSeconds({ source }: { readonly source: HeardSource | undefined }): number | undefined {
  const heardAtMs = source?.view().heardAtMs;
  return heardAtMs === undefined ? undefined : (Date.now() - heardAtMs) / 1000;
}

interface HeardSource {
  view(): { readonly heardAtMs: number | undefined };
}
