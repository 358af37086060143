import { Option } from '@commander-js/extra-typings';

/** Where the reference host-local keeps its reservations, and silk-ipam unless told otherwise. */
const defaultDataDir = '/var/lib/cni/networks';

/** The `--data-dir` option. */
export function dataDirOption() {
  return new Option(
    '--data-dir <dir>',
    'directory of the reservations; with a "dataDir" of silk-cni it is <dataDir>/ipam',
  )
    .default(defaultDataDir, defaultDataDir)
    .argParser((text) => text || defaultDataDir);
}
