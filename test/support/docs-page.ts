import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FullHost, pluginsOfOurs } from './full-host.ts';
import { projectRoot } from './project.ts';

/** Where a page's commands are run on a full host, as in the project's directory. */
export const projectSeen = '/run/project';

/** The pieces of code of a page, or of its section below a heading, in one language and in their order. */
export function pageBlocks(page: string, language: string, heading?: string): string[] {
  const text = readFileSync(join(projectRoot, 'docs', page), 'utf8');
  const section = heading === undefined ? text : text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`Cannot read docs/${page}: found no section ${heading}`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^\`]*)^\`\`\``, 'gm'))].map(([, block = '']) => block);
}

/** Puts what a page's commands copy where they are run. */
export function installExamples(at: FullHost): void {
  cpSync(join(projectRoot, 'conf-examples'), at.file(join(projectSeen, 'conf-examples')), { recursive: true });
}

/** Runs commands of a page on a host, with `silk` on the PATH. Returns what they printed. @throws where one fails */
export function followPage(at: FullHost, block: string): string {
  const silkIsFound = `PATH=${pluginsOfOurs}:$PATH`;
  return at.exec('sh', '-euc', `cd ${projectSeen}; ${silkIsFound}\n${block}`);
}
