import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from './project.ts';

/** The shell blocks of a page, such as `docs/segments.md`, in their order. */
export function shellBlocks(page: string): string[] {
  const text = readFileSync(resolve(projectRoot, page), 'utf8');
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
}
