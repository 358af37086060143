import { pageBlocks } from './docs-page.ts';
import type { JsonObject } from './json.ts';

/** What a section of docs/migrate.md says. */
export interface MigrationSection {
  /** Its configurations, in their order. */
  readonly configs: readonly JsonObject[];
  /** The lines of its commands. */
  readonly commands: readonly string[];
}

/** The section below a heading. @throws where there is none */
export function migrationSection(heading: string): MigrationSection {
  const blocks = (language: string) => pageBlocks('migrate.md', language, heading);
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
