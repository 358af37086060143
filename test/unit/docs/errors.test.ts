import { expect, test } from '@jest/globals';
import { catalogue } from '../../../src/errors.ts';
import { readProjectFile } from '../project-files.ts';
import { tableRows } from './markdown.ts';

test('the error table of docs/errors.md is the catalogue, entry by entry and in its order', () => {
  const wanted = Object.entries(catalogue).map(([name, { cni, meaning, retry }]) => [
    `${cni}`,
    `\`${name}\``,
    meaning,
    retry ? 'yes' : 'no',
  ]);
  expect(tableRows(readProjectFile('docs/errors.md'), '# Errors')).toEqual(wanted);
});
