import { basename } from 'node:path';

/** What every program offers: it serves one call and returns the exit code. */
type Main = (argv: readonly string[]) => Promise<number>;

/**
 * The one executable: what it does is chosen by the name that it was called by.
 * Each name loads its own modules and no others.
 */
async function loadMain(name: string): Promise<Main> {
  if (name === 'silk-cni') return (await import('./silk-cni/main.ts')).main;
  if (name === 'silk-ipam') return (await import('./silk-ipam/main.ts')).main;
  if (name === 'silk-vtep') return (await import('./silk-vtep/main.ts')).main;
  if (name === 'silkd') return (await import('./silkd/main.ts')).main;
  return (await import('./silk/main.ts')).main;
}

const main = await loadMain(basename(process.argv0));
// At once: a process that waits for its loop to run dry collects its garbage first, for nothing.
process.exit(await main(process.argv.slice(2)));
