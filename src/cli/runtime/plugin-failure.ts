import type { CniCommand } from '../../cni/environment.ts';
import { DelegateError } from '../../cni/error.ts';
import { catalogue, type ErrorCode, errorText, SilkError } from '../../errors.ts';

/** Where in a chain a plugin was executed. */
export interface ChainPlace {
  readonly command: CniCommand;
  readonly plugin: string;
  /** From 1, in the configuration's order. */
  readonly position: number;
  readonly count: number;
}

/** A plugin of a chain failed. `cniCode` is what it said itself; `code` is the catalogue's word for that number. */
export class PluginFailure extends SilkError {
  readonly cniCode: number;
  readonly place: ChainPlace;

  constructor(place: ChainPlace, cause: unknown) {
    const code = codeOf(place.plugin, cause);
    const details = cause instanceof SilkError ? cause.details : undefined;
    super(code, messageOf(place, cause), { cause, ...(details === undefined ? {} : { details }) });
    this.name = 'PluginFailure';
    this.place = place;
    this.cniCode = cause instanceof DelegateError ? cause.cniCode : catalogue[code].cni;
  }
}

function messageOf({ command, plugin, position, count }: ChainPlace, cause: unknown): string {
  const which = count === 1 ? plugin : `${plugin} (plugin ${position} of ${count})`;
  return `Cannot finish ${command}: ${which}: ${errorText(cause)}`;
}

/** The specification's numbers mean the same everywhere; from 100 each plugin has its own, and only ours are known. */
function codeOf(plugin: string, cause: unknown): ErrorCode {
  if (!(cause instanceof DelegateError)) return cause instanceof SilkError ? cause.code : 'UNEXPECTED';
  const known = codes.find((code) => catalogue[code].cni === cause.cniCode);
  const ours = plugin.startsWith('silk-') || cause.cniCode < 100;
  return known !== undefined && ours ? known : 'DELEGATE_FAILED';
}

const codes = Object.keys(catalogue) as ErrorCode[];
