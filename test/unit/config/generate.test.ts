import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generate, listStale, main, schemas } from '../../../src/config/generate.ts';

const generated = join(__dirname, '../../../src/config/generated');

describe('generate()', () => {
  test('says the same each time', () => {
    for (const { name, schema } of schemas) expect(generate(name, schema)).toBe(generate(name, schema));
  });

  test.each([
    { keyword: 'maxLength', schema: { type: 'string', maxLength: 3 } },
    { keyword: 'uniqueItems', schema: { type: 'array', uniqueItems: true } },
  ])('refuses $keyword, which needs ajv at run time', ({ schema }) => {
    expect(() => generate('validateIt', schema)).toThrow('needs a module of ajv');
  });
});

describe('the committed validators', () => {
  test('are what the schemas say', () => {
    expect(listStale(generated)).toEqual([]);
  });

  test('are those of the schemas and no other', () => {
    expect(readdirSync(generated).sort()).toEqual(schemas.map((entry) => entry.file));
  });

  test.each(schemas.map((entry) => ({ name: entry.file })))('$name imports nothing but a type', ({ name }) => {
    const code = readFileSync(join(generated, name), 'utf8');
    const imports = code.split('\n').filter((line) => /^\s*import\b/.test(line));
    expect(imports).toEqual(["import type { Validator } from '../fault.ts';"]);
    expect(code).not.toMatch(/\brequire\s*\(|\bimport\s*\(|["']ajv/);
  });
});

describe('generate.ts', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'silk-generate-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test('writes all, and --check tells the files that are missing or changed', () => {
    expect(listStale(dir)).toEqual(schemas.map((entry) => entry.file));
    expect(main([], dir)).toBe(0);
    expect(main(['--check'], dir)).toBe(0);
    appendFileSync(join(dir, 'silk-cni.ts'), '\n');
    expect(listStale(dir)).toEqual(['silk-cni.ts']);
    rmSync(join(dir, 'datastore.ts'));
    expect(listStale(dir)).toEqual(['datastore.ts', 'silk-cni.ts']);
  });
});
