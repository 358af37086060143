import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FullHost, pluginsOfOurs } from './full-host.ts';
import { projectRoot } from './project.ts';

/** Where a page's commands are run on a full host, as in the project's directory. */
export const projectSeen = '/run/project';

/** The image that pages pull from a registry. */
export const pagesImage = 'docker.io/library/busybox:latest';

/** The pieces of code of a page, or of its section below a heading, in one language and in their order. */
export function pageBlocks(page: string, language: string, heading?: string): string[] {
  const text = readFileSync(join(projectRoot, 'docs', page), 'utf8');
  const section = heading === undefined ? text : text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`Cannot read docs/${page}: found no section ${heading}`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);
}

/** Puts what a page's commands copy where they are run, unless it is there. */
export function installExamples(at: FullHost): void {
  const examples = at.file(join(projectSeen, 'conf-examples'));
  if (!existsSync(examples)) cpSync(join(projectRoot, 'conf-examples'), examples, { recursive: true });
}

/**
 * Runs commands of a page on a host, in a directory that has conf-examples, with our programs on the PATH. Returns what they
 * printed. @throws where one fails
 */
export function followPage(at: FullHost, block: string): string {
  installExamples(at);
  return at.exec('sh', '-euc', `cd ${projectSeen}; PATH=${pluginsOfOurs}:$PATH\n${block}`);
}
