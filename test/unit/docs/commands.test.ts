import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../src/cli/program.ts';
import { noSegments } from '../cli/no-segments.ts';
import { readProject, readProjectFile } from '../project-files.ts';
import { codeOf, codeTexts, tableRows } from './markdown.ts';

const readme = readProjectFile('README.md');
const project = readProject();
const pages = [...project.keys()].filter((path) => /^README\.md$|^(docs|conf-examples)\/.*\.md$/.test(path));
const code = pages.flatMap((page) => codeTexts(readProjectFile(page)));
const makefile = readProjectFile('Makefile');

const nowhere = { write: () => undefined, colour: false, terminal: false };
const refuse = () => {
  throw new Error('no command is run here');
};
const program = buildProgram({
  version: '0',
  env: {},
  stdout: nowhere,
  stderr: nowhere,
  host: {
    listVeths: () => [],
    openStore: refuse,
    underlayIp: refuse,
    overlay: {
      hasVtep: refuse,
      lookAtVtep: refuse,
      plan: refuse,
      converge: refuse,
      refusedPeers: refuse,
      planPeers: refuse,
      convergePeers: refuse,
      removeVtep: refuse,
      findSilkd: refuse,
    },
    segments: noSegments,
    teardown: {
      keepDaemonOut: refuse,
      look: refuse,
      removeContainers: refuse,
      removeSegments: refuse,
      removeVtep: refuse,
      removeSubnetFile: refuse,
      releaseLease: refuse,
    },
  },
});
const commands = new Map(leafCommands(program, 'silk'));
/** Those, and what stands for several: `silk vtep`. */
const known = new Set([...commands.keys()].flatMap((path) => [path, path.split(' ').slice(0, 2).join(' ')]));

describe('README, or a page that it sends to,', () => {
  test.each(mentioned(/^make ((?:[a-z]+)(?: [A-Z_]+=\S*)*)/))('has `make %s` of the Makefile', (call) => {
    const [target = '', ...variables] = call.split(' ');
    expect(makefile).toMatch(new RegExp(`^${target}:`, 'm'));
    for (const variable of variables) expect(makefile).toMatch(new RegExp(`^${variable.split('=')[0]} +\\?=`, 'm'));
  });

  test('has every target of the Makefile that is meant to be called', () => {
    const targets = /^\.PHONY: (.*)$/m.exec(makefile)?.[1]?.split(' ') ?? [];
    const missing = targets.filter((target) => target !== 'packages' && !readme.includes(`make ${target}`));
    expect(missing).toEqual([]);
  });

  test('has every variable that `make install` takes, with its default', () => {
    const variables = [...makefile.matchAll(/^([A-Z_]+) +\?= ?(.*)$/gm)].map(([, name, value]) => [
      name,
      value || 'empty',
    ]);
    const rows = tableRows(readProjectFile('docs/install.md'), '## From source').map(([name, value = '']) => [
      codeOf(name),
      codeOf(value) ?? value,
    ]);
    expect(rows.toSorted()).toEqual(variables.toSorted());
  });

  test('has every command of silk in its table, and no other', () => {
    const rows = tableRows(readProjectFile('docs/commands.md'), '# The commands of silk').map(([command]) =>
      codeOf(command),
    );
    expect(rows.toSorted()).toEqual([...commands.keys()].toSorted());
  });

  test.each(mentioned(/^(silk [a-z-]+(?: .*)?)$/))('has `%s` of silk', (call) => {
    const words = call.replace(/\$\([^)]*\)/g, '').split(' ');
    const [path = ''] = [3, 2].map((count) => words.slice(0, count).join(' ')).filter((one) => known.has(one));
    expect(known).toContain(path);
    const options = commands.get(path)?.options.map((option) => option.long);
    for (const option of words.join(' ').match(/--[a-z-]+/g) ?? [])
      expect([path, ...(options ?? [])]).toContain(option);
  });
});

/** What comes first in a piece of code, once each. */
function mentioned(form: RegExp): string[] {
  return [...new Set(code.flatMap((text) => form.exec(text.replace(/ +#.*/, ''))?.[1] ?? []))];
}

function leafCommands(command: CommandUnknownOpts, path: string): [string, CommandUnknownOpts][] {
  if (command.commands.length === 0) return isHidden(command) ? [] : [[path, command]];
  return command.commands.flatMap((below) => leafCommands(below, `${path} ${below.name()}`));
}

/** What only the completion scripts call. */
function isHidden(command: CommandUnknownOpts): boolean {
  return command.parent?.createHelp().visibleCommands(command.parent).includes(command) === false;
}
