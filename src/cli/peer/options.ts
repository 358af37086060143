import { Command } from '@commander-js/extra-typings';
import { jsonOption } from '../cni/options.ts';
import { dryRunOption, nameOption, peersFileOption, runDirOption } from '../overlay/options.ts';

/** A command on peers: their file, the VTEP and the lock. */
export function peerCommand(name: string) {
  return new Command(name)
    .addOption(peersFileOption())
    .addOption(nameOption())
    .addOption(runDirOption())
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
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
}
