import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.ts';

/** The pieces of code of a page, or of its section below a heading, in one language and in their order. */
export function pageBlocks(page: string, language: string, heading?: string): string[] {
  const text = readFileSync(join(projectRoot, 'docs', page), 'utf8');
  const section = heading === undefined ? text : text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`Cannot read docs/${page}: found no section ${heading}`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^\`]*)^\`\`\``, 'gm'))].map(([, block = '']) => block);
}
