import { Option } from '@commander-js/extra-typings';
import { silkVtepDefaults } from '../../config/silk-vtep.ts';
import { silkdConfigPath } from '../../config/silkd.ts';
import { parseHostIp, parseLinkName, parseMtu, parsePath } from './values.ts';

/** The `--name` option of the commands on a VTEP and its peers. */
export function nameOption() {
  const { vtepName } = silkVtepDefaults;
  return new Option('--name <name>', "the VTEP's device").default(vtepName, vtepName).argParser(parseLinkName);
}

/** The `--run-dir` option. */
export function runDirOption() {
  const { runDir } = silkVtepDefaults;
  return new Option('--run-dir <dir>', 'directory of the lock that all who change this VTEP take')
    .default(runDir, runDir)
    .argParser(parsePath);
}

/** The `--peers-file` option. */
export function peersFileOption() {
  const { peersFile } = silkVtepDefaults;
  return new Option('--peers-file <file>', 'the list of the other hosts')
    .default(peersFile, peersFile)
    .argParser(parsePath);
}

/** The `--config` option of the commands that have to know what silkd does. */
export function silkdConfigOption(withoutIt: string) {
  return new Option('--config <file>', `the configuration of silkd; ${withoutIt}`)
    .default(silkdConfigPath, silkdConfigPath)
    .argParser(parsePath);
}

/** The `--dev` option. */
export function devOption() {
  return new Option('--dev <link>', "the underlay's link (default: that of the default route)").argParser(
    parseLinkName,
  );
}

/** The `--underlay-address` option. */
export function underlayAddressOption() {
  const about = "this host's address on it (default: the one packets have)";
  return new Option('--underlay-address <ip>', about).argParser(parseHostIp);
}

/** The `--mtu` option. */
export function mtuOption() {
  return new Option('--mtu <bytes>', "MTU (default: the underlay's less 50)").argParser(parseMtu);
}

/** The `--dry-run` option. */
export function dryRunOption() {
  return new Option('--dry-run', 'change nothing; print the ip and bridge commands that would do the same');
}
