import { parseArgs } from 'node:util';
import packageJson from '../../package.json';
import { silkdConfigPath } from '../../src/config/silkd.ts';
import { openStderr } from '../../src/daemon/line-outlet.ts';
import { runSilkd } from '../../src/daemon/silkd.ts';
import { catalogue, errorText, SilkError } from '../../src/errors.ts';

const usage = `Usage: silkd [--config ${silkdConfigPath}]

Keeps this host's part of the overlay as its configuration says, until SIGTERM, and leaves it as it is then.

  --config PATH  the configuration (default: ${silkdConfigPath}); read again at SIGHUP
  --version      print the version
  --help         print this help
`;

/** The daemon. Returns the exit code: 0 after SIGTERM, 1 where it cannot start or go on, 2 where the command line is wrong. */
export async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options === undefined) return 2;
  if (options.help || options.version) {
    process.stdout.write(options.help ? usage : `${packageJson.version}\n`);
    return 0;
  }
  // What runs for days is to run fast: the executable compiles reluctantly, for programs that are over at once.
  Bun.unsafe.setJITPolicy(1);
  // Nobody knows what state it is in then: whoever started it starts it anew, and the data plane stays.
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(fault, (error) => process.exit(fail(error)));
  try {
    await runSilkd({ configPath: options.config, version: packageJson.version });
    return 0;
  } catch (error) {
    return fail(error);
  }
}

/** Says why it ends. */
function fail(error: unknown): number {
  openStderr().write(describe(error));
  return 1;
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string', default: silkdConfigPath },
        version: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`silkd: ${errorText(error)}\n${usage}`);
    return undefined;
  }
}

function describe(error: unknown) {
  const code = error instanceof SilkError ? error.code : 'UNEXPECTED';
  const details = error instanceof SilkError ? error.details : undefined;
  return {
    time: new Date().toISOString(),
    level: 'error',
    msg: errorText(error),
    code,
    number: catalogue[code].cni,
    ...(details && { details }),
  };
}
