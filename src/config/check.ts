import { type ErrorCode, errorText, SilkError } from '../errors.ts';
import { AddressCheck, type AddressKind } from './address-check.ts';
import { type Fault, faultError, findFaults, type Validator } from './fault.ts';

/** A document after its check. */
export interface Checked<T> {
  /** Of the type only where there are no faults. */
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** Shape first: `meaning` sees only what has the shape of a T. */
export function check<T>(
  validate: Validator,
  json: unknown,
  meaning: (value: T) => readonly Fault[] = () => [],
): Checked<T> {
  const faults = findFaults(validate, json);
  const value = json as T;
  return { value, faults: faults.length > 0 ? faults : meaning(value) };
}

/**
 * Does nothing where there are no faults.
 * @throws SilkError as `faultError` makes it.
 */
export function refuse(cannot: string, faults: readonly Fault[], code?: ErrorCode): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw faultError(cannot, [first, ...rest], code);
}

/** @throws SilkError of that code where the text is no JSON. */
export function parseJson(text: string, code: ErrorCode, cannot: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SilkError(code, `${cannot}: found ${errorText(cause)}, wanted JSON`, { cause });
  }
}

/** The fault of one text that is not the address it should be; an absent text has none. */
export function findBadAddress(path: string, text: string | undefined, kind: AddressKind): Fault[] {
  const addresses = new AddressCheck();
  addresses.one(path, text, kind);
  return addresses.faults;
}
