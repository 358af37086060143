import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from './project.ts';

/** The shell blocks of one section of README, in their order. */
export function shellBlocks(heading: string): string[] {
  const readme = readFileSync(resolve(projectRoot, 'README.md'), 'utf8');
  const [, after = ''] = readme.split(`\n${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text);
}
