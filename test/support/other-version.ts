import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bun, projectRoot } from './project.ts';
import { must } from './run.ts';

/**
 * Compiles the project as another version below `dir`, where nothing else may be, and returns what stands for `bin` then:
 * the same source with another version in package.json.
 */
export function buildVersion(version: string, dir: string): string {
  for (const folder of ['src', 'plugins', 'package.json']) {
    cpSync(join(projectRoot, folder), join(dir, folder), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(dir, 'node_modules'));
  const path = join(dir, 'package.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), version }));
  const bin = join(dir, 'bin');
  must([bun, join(dir, 'src/build/executable.ts'), bin], { cwd: dir, timeoutMs: 60_000 });
  return bin;
}
