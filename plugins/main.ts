import { basename } from 'node:path';

/**
 * The one executable: what it does is chosen by the name that it was called by.
 * Each name loads its own modules and no others.
 */
switch (basename(process.argv0)) {
  case 'silk-cni': {
    const { main } = await import('./silk-cni/main.ts');
    process.exitCode = await main();
    break;
  }
  case 'silk-ipam': {
    const { main } = await import('./silk-ipam/main.ts');
    process.exitCode = await main();
    break;
  }
  default: {
    const { main } = await import('./silk/main.ts');
    process.exitCode = await main(process.argv.slice(2));
  }
}
