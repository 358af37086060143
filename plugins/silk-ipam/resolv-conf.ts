import type { CniDns } from '../../src/cni/result.ts';
import { errorText, SilkError } from '../../src/errors.ts';
import { readRegularFile } from '../../src/files/regular-file.ts';

/**
 * Reads a file in the form of resolv.conf(5); other keywords than these four are let be.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function readResolvConf(path: string): CniDns {
  const lines = readLines(path).map((line) => line.trim().split(/\s+/));
  const values = (keyword: string) => lines.filter(([first]) => first === keyword).map(([, ...rest]) => rest);
  const nameservers = values('nameserver').flatMap(([address]) => address ?? []);
  const domain = values('domain').at(-1)?.[0];
  // Of several search lines the last one counts, of options all do.
  const search = values('search').at(-1);
  const options = values('options').flat();
  return {
    ...(nameservers.length > 0 && { nameservers }),
    ...(domain !== undefined && { domain }),
    ...(search !== undefined && { search }),
    ...(options.length > 0 && { options }),
  };
}

function readLines(path: string): string[] {
  try {
    return readRegularFile(path).split('\n');
  } catch (error) {
    throw new SilkError('IO_FAILURE', `Cannot read ipam.resolvConf ${path}: ${errorText(error)}`, { cause: error });
  }
}
