import { isObject } from '../../config/fault.ts';
import { errorText, SilkError, systemErrorName } from '../../errors.ts';
import { readRegularFile } from '../../files/regular-file.ts';

/**
 * The object `etcd` of silkd's configuration, unread; undefined where there is no such file, or no such object in it.
 * @throws SilkError IO_FAILURE when the file cannot be read, BAD_CONFIG when it is no JSON object.
 */
export function readEtcdObject(path: string): Readonly<Record<string, unknown>> | undefined {
  const etcd = readKey(path, 'etcd');
  return isObject(etcd) && !Array.isArray(etcd) ? etcd : undefined;
}

/** Its `stateDir`, where it has one. @throws SilkError as readEtcdObject(). */
export function readStateDir(path: string): string | undefined {
  const stateDir = readKey(path, 'stateDir');
  return typeof stateDir === 'string' ? stateDir : undefined;
}

function readKey(path: string, key: string): unknown {
  const text = readText(path);
  if (text === undefined) return undefined;
  const json = parse(text, path);
  return isObject(json) ? json[key] : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readRegularFile(path);
  } catch (error) {
    if (systemErrorName(error) === 'ENOENT') return undefined;
    throw new SilkError('IO_FAILURE', `Cannot read ${path}: ${errorText(error)}`, { cause: error });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SilkError('BAD_CONFIG', `Cannot read ${path}: found ${errorText(error)}, wanted JSON`, { cause: error });
  }
}
