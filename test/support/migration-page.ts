import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from './json.ts';
import { projectRoot } from './project.ts';

/** What a section of docs/migrate.md says. */
export interface MigrationSection {
  /** Its configurations, in their order. */
  readonly configs: readonly JsonObject[];
  /** The lines of its commands. */
  readonly commands: readonly string[];
}

/** The section below a heading. @throws where there is none */
export function migrationSection(heading: string): MigrationSection {
  const page = readFileSync(join(projectRoot, 'docs/migrate.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`Cannot read docs/migrate.md: found no section ${heading}`);
  const blocks = (language: string) =>
    [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^\`]*)^\`\`\``, 'gm'))].map(([, text = '']) => text);
  return {
    configs: blocks('json').map((text) => JSON.parse(text)),
    commands: blocks('sh').flatMap((text) => text.trim().split('\n')),
  };
}

/** What a plugin of a network gets on stdin: a member of its list, with the list's name and version. */
export function firstPlugin(list: JsonObject | undefined): JsonObject {
  const plugins = list?.['plugins'];
  if (list === undefined || !Array.isArray(plugins)) throw new Error('Cannot read a network: found no list of plugins');
  return { cniVersion: list['cniVersion'], name: list['name'], ...plugins[0] };
}
