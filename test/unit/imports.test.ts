import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { codeOf, tableRows } from './docs/markdown.ts';
import { type Files, readProject } from './project-files.ts';

/** Who may import whom: src/README.md says why. A row's own folder goes without saying; `plugins` may import all of it but `build`. */
const table: Readonly<Record<string, string>> = {
  errors: '',
  log: '',
  undo: 'errors',
  sleep: '',
  addr: 'errors',
  build: '',
  files: 'errors log sleep',
  config: 'errors log undo addr',
  cni: 'errors log undo sleep addr',
  linux: 'errors sleep addr',
  ipam: 'errors log undo sleep addr files',
  overlay: 'errors log undo addr linux',
  peers: 'errors log addr files config',
  daemon: 'errors log addr files config linux overlay peers',
  cli: 'errors sleep addr config cni linux ipam overlay peers',
  plugins: 'errors log undo addr files config cni linux ipam overlay peers daemon cli',
};

const limits = { fileLines: 300, functionLines: 60 };
const forbiddenNames = ['utils', 'util', 'common', 'helpers', 'helper', 'manager', 'adapter', 'index'];

/** Put together here, so that this file does not hold what it looks for. */
const machineWords = new RegExp(`(?<![\\w.])/${'work'}\\b|${'registry'}\\.[a-z]|${'npm'}js\\.|${'artif'}actory`, 'i');

interface Rule {
  readonly name: string;
  readonly offences: (files: Files) => string[];
  /** A project that breaks the rule, so that a rule that sees nothing does not pass. */
  readonly broken: Readonly<Record<string, string>>;
}

const rules: readonly Rule[] = [
  {
    name: 'a folder imports only what its row of the table names',
    offences: (files) =>
      listImports(files)
        .filter((one) => files.has(one.to) && !isAllowed(one))
        .map(({ from, to }) => `${from} imports ${to}`),
    broken: { 'src/addr/ip.ts': "import { log } from '../log.ts';", 'src/log.ts': '' },
  },
  {
    name: 'every folder of src has a row in the table',
    offences: (files) =>
      productFiles(files)
        .map(([path]) => path)
        .filter((path) => !(unitOf(path) in table)),
    broken: { 'src/somewhere/new.ts': '' },
  },
  {
    name: 'no import circle',
    offences: findCircles,
    broken: {
      'src/ipam/a.ts': "import { b } from './b.ts';",
      'src/ipam/b.ts': "import type { c } from './c.ts';",
      'src/ipam/c.ts': "export * from './a.ts';",
    },
  },
  {
    name: 'bun:ffi is imported by src/linux/libc.ts alone',
    offences: (files) =>
      listImports(files).flatMap(({ from, to }) => (to === 'bun:ffi' && from !== 'src/linux/libc.ts' ? [from] : [])),
    broken: { 'src/linux/other.ts': "import { dlopen } from 'bun:ffi';" },
  },
  {
    name: 'gRPC is imported by src/peers/evpn/gobgp.ts alone, and that not by an import that is always followed',
    offences: (files) => [
      ...listImports(files).flatMap(({ from, to }) =>
        /^src|^plugins/.test(from) && to.startsWith('@grpc/') && from !== 'src/peers/evpn/gobgp.ts' ? [from] : [],
      ),
      ...productFiles(files).flatMap(([path, text]) =>
        /^import \{.*gobgp\.ts'/m.test(text) && path.startsWith('src/peers') ? [path] : [],
      ),
    ],
    broken: { 'src/peers/x.ts': "import { Client } from '@grpc/grpc-js';" },
  },
  {
    name: 'setns is called by src/linux/netns.ts alone',
    offences: (files) =>
      productFiles(files).flatMap(([path, text]) =>
        /\bsetns\b/.test(text) && !['src/linux/netns.ts', 'src/linux/libc.ts'].includes(path) ? [path] : [],
      ),
    broken: { 'src/overlay/x.ts': "import { setns } from '../linux/libc.ts';" },
  },
  {
    name: `no file of more than ${limits.fileLines} lines`,
    offences: (files) =>
      handWritten(files).flatMap(([path, text]) =>
        lineCount(text) > limits.fileLines ? [`${path}: ${lineCount(text)} lines`] : [],
      ),
    broken: { 'test/long.test.ts': '\n'.repeat(limits.fileLines + 1) },
  },
  {
    name: `no function of more than ${limits.functionLines} lines`,
    offences: (files) => productFiles(files).flatMap(longFunctions),
    broken: { 'src/x.ts': `export function x(\n  a: number,\n): void {\n${'  a;\n'.repeat(60)}}\n` },
  },
  {
    name: 'no file or folder has a name that says nothing',
    offences: (files) =>
      [...files.keys()].filter((path) => path.split(/[/.-]/).some((word) => forbiddenNames.includes(word))),
    broken: { 'src/ipam/lock-manager.ts': '' },
  },
  {
    name: 'no path of a machine and no registry in a file',
    offences: (files) => [...files].flatMap(([path, text]) => (machineWords.test(text) ? [path] : [])),
    broken: { 'README.md': `see /${'work'}/notes` },
  },
  {
    name: 'the lock file says nothing of where packages came from',
    offences: (files) => (files.get('package-lock.json')?.includes('"resolved"') ? ['package-lock.json'] : []),
    broken: { 'package-lock.json': '{"packages":{"a":{"resolved":"https://example.com/a.tgz"}}}' },
  },
];

const project = readProject();

describe('the project', () => {
  test.each(rules)('keeps the rule: $name', ({ offences }) => {
    expect(offences(project)).toEqual([]);
  });

  test.each(rules)('would be found to break the rule: $name', ({ offences, broken }) => {
    expect(offences(new Map(Object.entries(broken)))).not.toEqual([]);
  });

  test('has the table in src/README.md', () => {
    const rows = tableRows(project.get('src/README.md') ?? '', '## Who may import whom');
    expect(Object.fromEntries(rows.map(([folder, imports]) => [codeOf(folder), imports]))).toEqual(table);
  });

  test('is looked at', () => {
    expect(productFiles(project).length).toBeGreaterThan(100);
    expect(listImports(project).length).toBeGreaterThan(400);
  });
});

interface Import {
  readonly from: string;
  /** A path of the project, or the name of a package. */
  readonly to: string;
}

/** The formatter writes every import in one of these forms. */
const importForms = [/^(?:import|export)\s[^;']*?\sfrom '([^']+)'/gm, /^import '([^']+)'/gm, /\bimport\('([^']+)'\)/g];

function listImports(files: Files): Import[] {
  return productFiles(files).flatMap(([from, text]) =>
    importForms.flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => ({ from, to: resolve(from, name) }))),
  );
}

function resolve(from: string, name: string): string {
  return name.startsWith('.') ? posix.join(posix.dirname(from), name) : name;
}

/** Packages and JSON are nobody's row. */
function isAllowed({ from, to }: Import): boolean {
  if (!isProduct(to)) return true;
  const [row, column] = [unitOf(from), unitOf(to)];
  return row === column || (table[row] ?? '').split(' ').includes(column);
}

/** `src/ipam/store.ts` is of `ipam`, `src/log.ts` of `log`, `plugins/silk/main.ts` of `plugins`. */
function unitOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

function isProduct(path: string): boolean {
  return /^(src|plugins)\/.*\.ts$/.test(path);
}

function productFiles(files: Files): [path: string, text: string][] {
  return [...files].filter(([path]) => isProduct(path));
}

function handWritten(files: Files): [path: string, text: string][] {
  return [...files].filter(([path]) => path.endsWith('.ts') && !path.startsWith('src/config/generated/'));
}

/** Each circle once or more, as the way back to where it began. */
function findCircles(files: Files): string[] {
  const imports = Map.groupBy(listImports(files), ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' > '));
    if (way.includes(path) || done.has(path)) return;
    for (const { to } of imports.get(path) ?? []) visit(to, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}

/** A function begins on a line that says so, and ends on the next line with a brace as far in: the formatter sees to that. */
function longFunctions([path, text]: readonly [path: string, text: string]): string[] {
  if (path.startsWith('src/config/generated/')) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    if (!beginsFunction(line)) return [];
    const end = lines.findIndex(
      (other, i) => i > start && /^ *\}[;,)]*$/.test(other) && indentOf(other) === indentOf(line),
    );
    const length = end - start + 1;
    return length > limits.functionLines ? [`${path}:${start + 1}: ${length} lines`] : [];
  });
}

/** A declaration, an arrow with a body, or a method; a signature may go on over further lines. */
function beginsFunction(line: string): boolean {
  return /\bfunction\b.*[({]$|=> \{$|^ +(?:(?:static|async|get|set) )*[\w#*]+(?:<.*>)?\(.*\{$/.test(line);
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
