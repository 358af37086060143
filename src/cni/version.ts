import { formatFound, SilkError } from '../errors.ts';
import type { JsonObject } from './json.ts';

/** A version of the CNI specification that this library speaks. */
export type CniVersion = '0.1.0' | '0.2.0' | '0.3.0' | '0.3.1' | '0.4.0' | '1.0.0' | '1.1.0';

/** Oldest first. Versions are matched exactly: `1.0.1` is not `1.0.0`. */
export const supportedVersions: readonly CniVersion[] = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];

/** What is spoken where nobody says which. */
export const newestVersion: CniVersion = '1.1.0';

/**
 * The version that a configuration asks for. A missing or empty `cniVersion` is 0.1.0, as in libcni.
 * @throws SilkError BAD_CONFIG when it is no text, INCOMPATIBLE_VERSION when it is not supported (`details` list both sides).
 */
export function readVersion(config: JsonObject): CniVersion {
  const found = config['cniVersion'] ?? '';
  if (typeof found !== 'string') {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot use the configuration: cniVersion: found ${formatFound(found)}, wanted text such as "1.0.0"`,
    );
  }
  const version = found === '' ? '0.1.0' : asSupported(found);
  if (version === undefined) throw unsupported(found);
  return version;
}

function unsupported(found: string): SilkError {
  return new SilkError(
    'INCOMPATIBLE_VERSION',
    `Cannot use cniVersion ${formatFound(found)}: incompatible CNI versions, wanted one of ${supportedVersions.join(', ')}`,
    { details: `config is ${formatFound(found)}, plugin supports ${JSON.stringify(supportedVersions)}` },
  );
}

/** The value as a version, or undefined for anything that is not supported. */
export function asSupported(found: unknown): CniVersion | undefined {
  return supportedVersions.find((version) => version === found);
}

/** Whether `version` is `minimum` or newer. */
export function atLeast(version: CniVersion, minimum: CniVersion): boolean {
  return supportedVersions.indexOf(version) >= supportedVersions.indexOf(minimum);
}
