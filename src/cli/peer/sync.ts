import type { Peer } from '../../addr/peer.ts';
import { SilkError } from '../../errors.ts';
import type { ConvergeReport } from '../../overlay/report.ts';
import { vtepLockPath } from '../../overlay/vtep-lock.ts';
import type { CliContext } from '../context.ts';
import { convergeReport, planReport, vtepPlan } from '../overlay/converge-report.ts';
import { readPeers } from '../overlay/peers-of-file.ts';
import { showProgress } from '../overlay/progress.ts';
import { type Report, reportLater } from '../report.ts';
import { changingPeerCommand, type PeerOptions } from './options.ts';
import { refuseLed } from './refuse-led.ts';

/** `silk peer sync`. */
export function syncCommand(context: CliContext) {
  return changingPeerCommand('sync')
    .description('Make what leads to the other hosts as the peers file says.')
    .addHelpText(
      'after',
      `
What the file does not name is removed from the VTEP, where it is of the form that silk makes; an empty list removes all. A
missing file says nothing about peers, so nothing is removed and the command fails. The VTEP has to be there; it is made
up, not learning and with its own MAC again, and else left as it is. Exits with 1 when anything failed.

Examples:
  silk peer sync
  silk peer sync --dry-run | sh -e`,
    )
    .action((options) =>
      reportLater(context, options, async () => {
        refuseLed(context, options);
        if (options.dryRun) return planSync(context, options);
        const report = await syncPeers(context, options);
        return convergeReport(report, { headline: `peers of ${options.name}`, settled: 'nothing to do', notes: [] });
      }),
    );
}

async function planSync({ host }: CliContext, { name, peersFile }: PeerOptions): Promise<Report> {
  const peers = requirePeers(await readPeers(peersFile), peersFile);
  return planReport(vtepPlan(host.overlay.planPeers({ name, peers })), { notes: [] });
}

/**
 * Makes the VTEP's entries as the file says.
 * @throws SilkError PEERS_UNUSABLE when the file is missing or broken; NOT_READY without a VTEP; and as convergeDevice().
 */
export function syncPeers({ host, stderr }: CliContext, options: PeerOptions): Promise<ConvergeReport> {
  const { name, peersFile } = options;
  const onProgress = options.json ? undefined : showProgress(stderr);
  const newestPeers = async () => requirePeers(await readPeers(peersFile), peersFile);
  return host.overlay.convergePeers(
    { name, newestPeers },
    { lockPath: vtepLockPath(options.runDir, options.name), onProgress },
  );
}

/** The peers, of which a missing file says nothing. @throws SilkError PEERS_UNUSABLE. */
export function requirePeers(peers: readonly Peer[] | undefined, peersFile: string): readonly Peer[] {
  if (peers !== undefined) return peers;
  throw new SilkError(
    'PEERS_UNUSABLE',
    `Cannot read the peers file ${peersFile}: found none, wanted one (\`silk peer add\` makes it)`,
  );
}
