import { Command } from '@commander-js/extra-typings';
import { jsonOption } from '../cni/options.ts';
import { dryRunOption, nameOption, peersFileOption, runDirOption, silkdConfigOption } from '../overlay/options.ts';

/** A command on peers: their file, the VTEP, the lock, and who else may lead to them. */
export function peerCommand(name: string) {
  return new Command(name)
    .addOption(peersFileOption())
    .addOption(nameOption())
    .addOption(runDirOption())
    .addOption(silkdConfigOption('read while it runs'))
    .addOption(jsonOption());
}

/** A command that changes peers. */
export function changingPeerCommand(name: string) {
  return peerCommand(name).addOption(dryRunOption());
}

/** What the options of `changingPeerCommand` say. */
export interface PeerOptions {
  readonly peersFile: string;
  readonly name: string;
  readonly runDir: string;
  /** Of silkd. */
  readonly config: string;
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
}
