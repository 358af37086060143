import { join } from 'node:path';
import type { Lab } from './lab.ts';

/** Compiles a source file as ours are into an executable, and returns its path. @throws where it cannot be compiled */
export async function compile(lab: Lab, name: string, entry: string): Promise<string> {
  const outfile = join(lab.programs, `bench-${name}`);
  await Bun.build({
    entrypoints: [entry],
    target: 'bun',
    format: 'esm',
    minify: true,
    bytecode: true,
    compile: { outfile, autoloadDotenv: false, autoloadBunfig: false },
  });
  return outfile;
}
