import { join } from 'node:path';
import { compileOptions } from '../../src/build/compile-options.ts';
import type { Lab } from './lab.ts';

/** Compiles a source file as ours are into an executable, and returns its path. @throws where it cannot be compiled */
export async function compile(lab: Lab, name: string, entry: string): Promise<string> {
  const outfile = join(lab.programs, `bench-${name}`);
  await Bun.build({ entrypoints: [entry], ...compileOptions(outfile) });
  return outfile;
}
