import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readProject } from '../project-files.ts';
import { anchors, linkTargets } from './markdown.ts';

const project = readProject();
const pages = [...project.keys()].filter((path) => path.endsWith('.md'));
const links = pages.flatMap((page) =>
  linkTargets(project.get(page) ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ page, target })),
);

describe('every relative link', () => {
  test.each(links)('of $page leads somewhere: $target', ({ page, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : posix.join(posix.dirname(page), path);
    const isThere = project.has(file) || [...project.keys()].some((other) => other.startsWith(`${file}/`));
    expect(isThere ? file : `no ${file}`).toBe(file);
    if (anchor !== undefined) expect(anchors(project.get(file) ?? '')).toContain(anchor);
  });

  test('is looked at', () => {
    expect(links.length).toBeGreaterThan(10);
  });
});
