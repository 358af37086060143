import { formatFound, SilkError } from '../errors.ts';
import { formatResult } from './convert.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { memberText } from './member-text.ts';
import type { CniRequest } from './request.ts';
import { asSupported, supportedVersions } from './version.ts';

/** What ADD of a plugin that changes no result prints: the text as it is. */
export class PassedOn {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * prevResult, to the letter: keys that nobody knows, their order, numbers of any size. Only one in another version than the
 * configuration's is written anew, in that one, and one without a version is given it (CNI spec 1.1.0, "Success").
 * The versions before 0.3.0 have no chains, but libcni makes them there too, with the result in their shape.
 * @throws SilkError BAD_CONFIG where there is none, as no plugin before this one has made an interface; and where its version is
 *   none that there is.
 */
export function passOn(request: CniRequest<unknown>): PassedOn {
  const { json, prevResult, stdin, version } = request;
  const raw = json['prevResult'];
  if (prevResult === undefined || !isJsonObject(raw)) throw misplaced(json['type']);
  refuseUnknownVersion(raw);
  // A text of millions of characters may be beyond what the search takes: written anew it says the same.
  const text = memberText(stdin, 'prevResult') ?? JSON.stringify(raw);
  if (raw['cniVersion'] === version) return new PassedOn(text);
  if (Object.hasOwn(raw, 'cniVersion')) return new PassedOn(JSON.stringify(formatResult(prevResult, version)));
  const comma = Object.keys(raw).length === 0 ? '' : ',';
  return new PassedOn(`{"cniVersion":"${version}"${comma}${text.slice(1)}`);
}

/** @throws SilkError BAD_CONFIG for a version that no result has: it could not be converted. */
function refuseUnknownVersion(raw: JsonObject): void {
  const found = raw['cniVersion'];
  if (!Object.hasOwn(raw, 'cniVersion') || asSupported(found) !== undefined) return;
  const wanted = `one of ${supportedVersions.join(', ')}`;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot run ADD: prevResult.cniVersion: found ${formatFound(found)}, wanted ${wanted}`,
  );
}

function misplaced(type: unknown): SilkError {
  return new SilkError(
    'BAD_CONFIG',
    `Cannot run ADD: prevResult: found none, wanted ${String(type)} after a plugin that makes an interface`,
  );
}
