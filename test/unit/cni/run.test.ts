import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PassedOn } from '../../../src/cni/pass-on.ts';
import { type Plugin, type PluginIo, runPlugin } from '../../../src/cni/run.ts';
import { supportedVersions } from '../../../src/cni/version.ts';
import { SilkError } from '../../../src/errors.ts';

const attachment = { CNI_CONTAINERID: 'box', CNI_NETNS: '/run/netns/box', CNI_IFNAME: 'eth0' };
const result = { ips: [{ address: '10.0.0.2/24' }] };

/** A process that is only values. */
class FakeIo implements PluginIo {
  readonly env: Record<string, string>;
  stdout = '';
  stderr = '';
  readStdin: () => string;

  constructor(command: string, stdin: string | (() => string)) {
    this.env = { ...attachment, CNI_COMMAND: command };
    this.readStdin = typeof stdin === 'string' ? () => stdin : stdin;
  }

  writeStdout(text: string): void {
    this.stdout += text;
  }

  writeStderr(text: string): void {
    this.stderr += text;
  }
}

function plugin(handlers: Partial<Plugin<null>> = {}): Plugin<null> {
  const nothing = () => undefined;
  return {
    name: 'silk-test',
    about: 'connects nothing',
    readConfig: () => null,
    add: () => result,
    del: nothing,
    check: nothing,
    gc: nothing,
    status: nothing,
    ...handlers,
  };
}

function config(version = '1.1.0', more: object = {}): string {
  const prevResult = version < '0.3.0' ? { ip4: { ip: '10.0.0.2/24' } } : result;
  return JSON.stringify({ cniVersion: version, name: 'net', prevResult, 'cni.dev/attachments': [], ...more });
}

const broken = () => {
  throw new Error('EIO');
};

// The tests of failing undo steps would print their warnings; log() has no level that hides errors.
const before = process.env['SILK_LOG_LEVEL'];
beforeAll(() => {
  process.env['SILK_LOG_LEVEL'] = 'error';
});
afterAll(() => {
  if (before === undefined) delete process.env['SILK_LOG_LEVEL'];
  else process.env['SILK_LOG_LEVEL'] = before;
});

describe('runPlugin()', () => {
  test('ADD prints a result that is passed on to the letter, and keeps the effects', async () => {
    const io = new FakeIo('ADD', config());
    const undone: string[] = [];
    const add: Plugin<null>['add'] = (_request, undo) => {
      undo.push('it', () => undone.push('it'));
      return new PassedOn('{"b":1.0,\n"a":[ ]}');
    };
    expect(await runPlugin(plugin({ add }), io)).toBe(0);
    expect(io.stdout).toBe('{"b":1.0,\n"a":[ ]}\n');
    expect(undone).toEqual([]);
  });

  test.each(supportedVersions.map((name) => ({ name })))(
    'ADD prints one result of $name and keeps the effects',
    async ({ name }) => {
      const io = new FakeIo('ADD', config(name));
      const undone: string[] = [];
      const add: Plugin<null>['add'] = (_request, undo) => {
        undo.push('it', () => undone.push('it'));
        return Promise.resolve(result);
      };
      expect(await runPlugin(plugin({ add }), io)).toBe(0);
      expect(JSON.parse(io.stdout).cniVersion).toBe(name);
      expect(io.stdout).toMatch(/^[^\n]+\n$/);
      expect(undone).toEqual([]);
    },
  );

  test.each([{ name: 'DEL' }, { name: 'CHECK' }, { name: 'GC' }, { name: 'STATUS' }])(
    '$name calls its handler alone, and prints nothing',
    async ({ name }) => {
      const calls: string[] = [];
      const note = (handler: string) => (request: { command: string }) => {
        calls.push(`${handler} ${request.command}`);
      };
      const io = new FakeIo(name, config());
      const handlers = { del: note('del'), check: note('check'), gc: note('gc'), status: note('status') };
      expect(await runPlugin(plugin(handlers), io)).toBe(0);
      expect([io.stdout, io.stderr]).toEqual(['', '']);
      expect(calls).toEqual([`${name.toLowerCase()} ${name}`]);
    },
  );

  test.each([
    { name: 'absent', value: undefined },
    { name: 'empty', value: '' },
  ])('says what it is on stderr when CNI_COMMAND is $name (cni.md 12)', async ({ value }) => {
    const io = new FakeIo('', broken);
    if (value === undefined) delete io.env['CNI_COMMAND'];
    expect(await runPlugin(plugin(), io)).toBe(0);
    expect(io.stdout).toBe('');
    expect(io.stderr).toBe(
      'silk-test: connects nothing\nCNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0\n',
    );
  });
});

describe('VERSION (cni.md 0.12, 28)', () => {
  test.each([
    ...supportedVersions.map((version) => ({ name: version, stdin: `{"cniVersion":"${version}"}`, version })),
    { name: 'an unsupported version', stdin: '{"cniVersion":"9.9.9"}', version: '1.1.0' },
    { name: 'a number', stdin: '{"cniVersion":9}', version: '1.1.0' },
    { name: 'no JSON', stdin: '{', version: '1.1.0' },
    { name: 'nothing', stdin: '', version: '1.1.0' },
    { name: 'a stdin that fails', stdin: broken, version: '1.1.0' },
  ])('answers $name', async ({ stdin, version }) => {
    const io = new FakeIo('VERSION', stdin);
    Object.assign(io.env, { CNI_CONTAINERID: '', CNI_NETNS: 'dummy', CNI_IFNAME: 'du/mmy', CNI_PATH: 'dummy' });
    expect(await runPlugin(plugin({ readConfig: broken }), io)).toBe(0);
    expect(JSON.parse(io.stdout)).toEqual({ cniVersion: version, supportedVersions });
  });
});

describe('a failure', () => {
  const refused = new SilkError('NOT_READY', 'Cannot serve: closed');
  const thrown = [
    {
      name: 'a SilkError',
      throwIt: () => {
        throw refused;
      },
      code: 50,
    },
    { name: 'a rejected promise', throwIt: () => Promise.reject(refused), code: 50 },
    { name: 'an Error', throwIt: broken, code: 199 },
    { name: 'a text', throwIt: () => Promise.reject('oops'), code: 199 },
    {
      name: 'undefined',
      throwIt: () => {
        throw undefined;
      },
      code: 199,
    },
  ];
  const cells = ['ADD', 'DEL', 'CHECK', 'GC', 'STATUS'].flatMap((command) =>
    thrown.map((row) => ({ command, ...row })),
  );

  test.each(cells)('of $command, $name, prints one error object', async ({ command, throwIt, code }) => {
    const io = new FakeIo(command, config());
    expect(await runPlugin(plugin({ [command.toLowerCase()]: throwIt }), io)).toBe(1);
    expect(JSON.parse(io.stdout)).toMatchObject({ cniVersion: '1.1.0', code });
  });

  test.each([
    {
      name: 'a missing variable',
      command: 'ADD',
      stdin: config('0.4.0'),
      env: { CNI_IFNAME: '' },
      code: 4,
      version: '0.4.0',
    },
    { name: 'an unknown command', command: 'LIST', stdin: config('0.3.1'), env: {}, code: 4, version: '0.3.1' },
    {
      name: 'a variable, before stdin',
      command: 'ADD',
      stdin: broken,
      env: { CNI_IFNAME: '' },
      code: 4,
      version: '1.1.0',
    },
    { name: 'stdin', command: 'DEL', stdin: '', env: {}, code: 6, version: '1.1.0' },
    { name: 'the name', command: 'DEL', stdin: config('0.2.0', { name: '' }), env: {}, code: 7, version: '0.2.0' },
    { name: 'the version', command: 'ADD', stdin: config('1.0.1'), env: {}, code: 1, version: '1.1.0' },
    {
      name: 'a command that the version lacks',
      command: 'GC',
      stdin: config('1.0.0'),
      env: {},
      code: 1,
      version: '1.0.0',
    },
  ])('of $name has the version in use and no handler runs', async ({ command, stdin, env, code, version }) => {
    const io = new FakeIo(command, stdin);
    Object.assign(io.env, env);
    expect(await runPlugin(plugin({ readConfig: broken }), io)).toBe(1);
    expect(JSON.parse(io.stdout)).toMatchObject({ code, cniVersion: version });
  });

  test('of reading stdin keeps its code, and stdin is read once', async () => {
    let reads = 0;
    const io = new FakeIo('ADD', () => {
      reads += 1;
      throw new SilkError('IO_FAILURE', 'Cannot read descriptor 0: EIO');
    });
    expect(await runPlugin(plugin(), io)).toBe(1);
    expect([JSON.parse(io.stdout).code, reads]).toEqual([5, 1]);
  });

  test('of readConfig reaches the runtime', async () => {
    const readConfig = () => {
      throw new SilkError('UNSUPPORTED_FIELD', 'Cannot use x');
    };
    const io = new FakeIo('STATUS', config());
    expect(await runPlugin(plugin({ readConfig }), io)).toBe(1);
    expect(JSON.parse(io.stdout).code).toBe(2);
  });

  test('of GC without a list reaches no handler (cni.md 0.2)', async () => {
    const calls: string[] = [];
    const io = new FakeIo('GC', '{"cniVersion":"1.1.0","name":"net"}');
    expect(await runPlugin(plugin({ gc: () => void calls.push('gc') }), io)).toBe(1);
    expect([JSON.parse(io.stdout).code, calls]).toEqual([7, []]);
  });
});

describe('ADD undoes its effects, the last one first,', () => {
  const adding =
    (undone: string[], end: () => object): Plugin<null>['add'] =>
    (_request, undo) => {
      undo.push('first', () => undone.push('first'));
      undo.push('second', () => {
        throw new Error('stuck');
      });
      undo.push('third', () => undone.push('third'));
      return end();
    };

  test('when it throws, and the first error stays the error', async () => {
    const undone: string[] = [];
    const io = new FakeIo('ADD', config());
    const end = () => {
      throw new SilkError('EXHAUSTED', 'Cannot reserve', { details: 'full' });
    };
    expect(await runPlugin(plugin({ add: adding(undone, end) }), io)).toBe(1);
    expect(undone).toEqual(['third', 'first']);
    expect(JSON.parse(io.stdout)).toEqual({
      cniVersion: '1.1.0',
      code: 100,
      msg: 'Cannot reserve',
      details: 'full\ncannot undo second: stuck',
    });
  });

  test('when the result has no form in the version', async () => {
    const undone: string[] = [];
    const io = new FakeIo('ADD', config('0.2.0'));
    expect(await runPlugin(plugin({ add: adding(undone, () => ({})) }), io)).toBe(1);
    expect([undone, JSON.parse(io.stdout).code]).toEqual([['third', 'first'], 1]);
  });

  test('when stdout breaks, and no second document follows', async () => {
    const undone: string[] = [];
    const io = new FakeIo('ADD', config());
    const written: string[] = [];
    io.writeStdout = (text) => {
      written.push(text);
      throw new SilkError('IO_FAILURE', 'Cannot write descriptor 1: EPIPE');
    };
    expect(await runPlugin(plugin({ add: adding(undone, () => result) }), io)).toBe(1);
    expect(undone).toEqual(['third', 'first']);
    expect(written).toHaveLength(1);
    expect(JSON.parse(written.join(''))).toHaveProperty('ips');
  });
});

test('an error that cannot be printed is still exit code 1', async () => {
  const io = new FakeIo('DEL', '');
  io.writeStdout = broken;
  expect(await runPlugin(plugin(), io)).toBe(1);
});
