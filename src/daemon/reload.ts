import { readSilkdConfig, type SilkdConfig } from '../config/silkd.ts';
import { errorText, SilkError } from '../errors.ts';
import { readRegularFile } from '../files/regular-file.ts';

/**
 * The configuration in a file.
 * @throws SilkError BAD_CONFIG where it cannot be read or is no JSON; as readSilkdConfig().
 */
export function readConfigFile(path: string): SilkdConfig {
  let json: unknown;
  try {
    json = JSON.parse(readRegularFile(path));
  } catch (cause) {
    throw new SilkError('BAD_CONFIG', `Cannot use the configuration ${path}: ${errorText(cause)}`, { cause });
  }
  return readSilkdConfig(json);
}

/** What a daemon that runs cannot change: its locks, its device and where it is asked. */
const fixed = ['runDir', 'stateDir', 'vtepName', 'apiSocket', 'apiPort'] as const;

/** As readConfigFile(), for a daemon that runs. @throws SilkError BAD_CONFIG where it would have to be started anew for that, too. */
export function readConfigAgain(path: string, now: SilkdConfig): SilkdConfig {
  const next = readConfigFile(path);
  for (const key of fixed) {
    if (next[key] === now[key]) continue;
    const [found, wanted] = [JSON.stringify(next[key] ?? null), JSON.stringify(now[key] ?? null)];
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot reload the configuration: ${key}: found ${found}, wanted ${wanted} until silkd is started anew`,
    );
  }
  return next;
}
