import { describe, expect, test } from '@jest/globals';
import { readProject, readProjectFile } from '../project-files.ts';
import { linkTargets, tableRows } from './markdown.ts';

const readme = readProjectFile('README.md');
const benchmarks = readProjectFile('docs/benchmarks.md');

describe('README', () => {
  test('leads to every page of docs', () => {
    const linked = linkTargets(readme).map((target) => target.split('#')[0]);
    const pages = [...readProject().keys()].filter((path) => /^docs\/.*\.md$/.test(path));
    expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
  });

  test('is read to its end: at most 280 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(280);
  });
});

describe("README's numbers are those of docs/benchmarks.md:", () => {
  const cells = new Set(benchmarks.split('\n').flatMap((line) => line.split('|').map((cell) => cell.trim())));
  const measured = tableRows(readme, '## How fast it is').filter((row) => row.length === 4);

  test.each(measured.map(([name = '', ours = '', theirs = '']) => ({ name, ours, theirs })))('$name', (row) => {
    expect({ ...row, isThere: cells.has(row.ours) && cells.has(row.theirs) }).toEqual({ ...row, isThere: true });
  });

  test('the aims that are missed, all of them', () => {
    const missed = tableRows(benchmarks, '## Aims').filter(([, , , met]) => met === '**no**');
    const told = tableRows(readme, '## How fast it is').filter((row) => row.length === 3);
    expect(told).toEqual(missed.map((row) => row.slice(0, 3)));
  });
});
