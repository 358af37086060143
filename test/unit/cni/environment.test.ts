import { describe, expect, test } from '@jest/globals';
import { type Env, readCniPath, readCommand } from '../../../src/cni/environment.ts';

const full = { CNI_CONTAINERID: 'box', CNI_NETNS: '/run/netns/box', CNI_IFNAME: 'eth0' };
const variables = ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'] as const;
const requirements = [
  { command: 'ADD', required: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'] },
  { command: 'DEL', required: ['CNI_CONTAINERID', 'CNI_IFNAME'] },
  { command: 'CHECK', required: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'] },
  { command: 'GC', required: [] },
  { command: 'STATUS', required: [] },
  { command: 'VERSION', required: [] },
];

/** One row a command and variable: what cni.md 13 says of it. */
const cells = requirements.flatMap(({ command, required }) =>
  variables.map((variable) => ({ command, variable, needed: required.includes(variable) })),
);

function messageOf(env: Env): string {
  try {
    readCommand(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'BAD_ENVIRONMENT' });
    return String(error);
  }
  return '';
}

describe('readCommand()', () => {
  test.each(cells)('$command without $variable: needed is $needed', ({ command, variable, needed }) => {
    expect(messageOf({ ...full, CNI_COMMAND: command, [variable]: undefined }).includes(variable)).toBe(needed);
  });

  test.each(cells)('$command with $variable empty: needed is $needed', ({ command, variable, needed }) => {
    expect(messageOf({ ...full, CNI_COMMAND: command, [variable]: '' }).includes(variable)).toBe(needed);
  });

  test.each(requirements)('$command looks at the values of what it requires alone', ({ command, required }) => {
    const env = { CNI_COMMAND: command, CNI_CONTAINERID: '../x', CNI_NETNS: 'dummy', CNI_IFNAME: 'a/b' };
    const named = ['CNI_CONTAINERID', 'CNI_IFNAME'].filter((variable) => messageOf(env).includes(variable));
    expect(named).toEqual(required.filter((variable) => variable !== 'CNI_NETNS'));
  });

  test('names all that is invalid and all that is missing in one message', () => {
    expect(messageOf({ CNI_COMMAND: 'ADD', CNI_IFNAME: 'a:b' })).toBe(
      'SilkError: Cannot run ADD: CNI_IFNAME is "a:b", wanted an interface name of 1 to 15 bytes without "/", ":" or white space; ' +
        'required variables CNI_CONTAINERID,CNI_NETNS missing',
    );
  });

  test('takes the dummies that podman sends with VERSION', () => {
    const env = {
      CNI_COMMAND: 'VERSION',
      CNI_CONTAINERID: '',
      CNI_NETNS: 'dummy',
      CNI_IFNAME: 'dummy',
      CNI_PATH: 'dummy',
    };
    expect(readCommand(env)).toBe('VERSION');
  });

  test.each([{ name: 'add' }, { name: 'LIST' }, { name: 'ADD ' }, { name: 'constructor' }, { name: '__proto__' }])(
    'refuses the command $name',
    ({ name }) => {
      expect(messageOf({ ...full, CNI_COMMAND: name })).toContain(`unknown CNI_COMMAND "${name}"`);
    },
  );
});

test.each([
  { name: 'an absent one', value: undefined, folders: [] },
  { name: 'an empty one', value: '', folders: [] },
  { name: 'one with empty parts', value: ':/a::/b:', folders: ['/a', '/b'] },
])('readCniPath() of $name', ({ value, folders }) => {
  expect(readCniPath({ CNI_PATH: value })).toEqual(folders);
});
