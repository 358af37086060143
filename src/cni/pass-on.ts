import { SilkError } from '../errors.ts';
import { formatResult } from './convert.ts';
import { isJsonObject } from './json.ts';
import { memberText } from './member-text.ts';
import type { CniRequest } from './request.ts';

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
 * @throws SilkError BAD_CONFIG where there is none: then no plugin before this one has made an interface.
 */
export function passOn(request: CniRequest<unknown>): PassedOn {
  const { json, prevResult, stdin, version } = request;
  const raw = json['prevResult'];
  const text = memberText(stdin, 'prevResult');
  if (prevResult === undefined || text === undefined || !isJsonObject(raw)) throw misplaced(json['type']);
  if (raw['cniVersion'] === version) return new PassedOn(text);
  if (Object.hasOwn(raw, 'cniVersion')) return new PassedOn(JSON.stringify(formatResult(prevResult, version)));
  const comma = Object.keys(raw).length === 0 ? '' : ',';
  return new PassedOn(`{"cniVersion":"${version}"${comma}${text.slice(1)}`);
}

function misplaced(type: unknown): SilkError {
  return new SilkError(
    'BAD_CONFIG',
    `Cannot run ADD: prevResult: found none, wanted ${String(type)} after a plugin that makes an interface`,
  );
}
