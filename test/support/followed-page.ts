import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FullHost, pluginsOfOurs } from './full-host.ts';
import { projectRoot } from './project.ts';

/** Where the project is on a host, as far as pages need it. */
const project = '/run/project';

/** The image that pages pull from a registry. */
export const pagesImage = 'docker.io/library/busybox:latest';

/** The shell blocks of a page, in their order. @param section the heading of the part that is meant; else all of it */
export function pageBlocks(path: string, section?: string): string[] {
  const page = readFileSync(join(projectRoot, path), 'utf8');
  const text = section === undefined ? page : page.split(/^## /m).find((part) => part.startsWith(`${section}\n`));
  if (text === undefined) throw new Error(`Cannot follow ${path}: found no section ${section}`);
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
}

/**
 * Does on a host what a block says, in a directory that has conf-examples, with our programs on the PATH; all of it has to
 * succeed. Returns what it printed.
 */
export function follow(at: FullHost, block: string, env: Readonly<Record<string, string>> = {}): string {
  const examples = at.file(join(project, 'conf-examples'));
  if (!existsSync(examples)) cpSync(join(projectRoot, 'conf-examples'), examples, { recursive: true });
  const path = { PATH: `${pluginsOfOurs}:${process.env['PATH']}` };
  const outcome = at.run(['sh', '-euc', `cd ${project}\n${block}`], { env: { ...path, ...env } });
  if (outcome.code === 0) return outcome.stdout;
  throw new Error(`${block}: exit ${outcome.code ?? outcome.signal}\n${outcome.stdout}${outcome.stderr}`);
}
