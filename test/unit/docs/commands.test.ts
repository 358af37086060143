import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../src/cli/program.ts';
import { noSegments } from '../cli/no-segments.ts';
import { readProjectFile } from '../project-files.ts';
import { codeOf, codeTexts, tableRows } from './markdown.ts';

const readme = readProjectFile('README.md');
/** README, and the pages with what it had no room for. */
const pages = ['README.md', ...['by-hand', 'packages', 'segments', 'troubleshooting'].map((name) => `docs/${name}.md`)];
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

describe('README, and what it sends to for commands,', () => {
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
    const rows = tableRows(readme, '## Install').map(([name, value = '']) => [codeOf(name), codeOf(value) ?? value]);
    expect(rows.toSorted()).toEqual(variables.toSorted());
  });

  test('has every command of silk in its table, and no other', () => {
    const rows = tableRows(readme, '## Commands').map(([command]) => codeOf(command));
    expect(rows.toSorted()).toEqual([...commands.keys()].toSorted());
  });

  test.each(mentioned(/^(silk [a-z]+ [a-z]+.*)/))('has `%s` of silk', (call) => {
    const command = commands.get(call.split(' ').slice(0, 3).join(' '));
    expect(command).toBeDefined();
    const known = command?.options.map((option) => option.long);
    for (const option of call.match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
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
