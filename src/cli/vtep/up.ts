import { Command, Option } from '@commander-js/extra-typings';
import type { Ip } from '../../addr/ip.ts';
import type { Peer } from '../../addr/peer.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { silkVtepDefaults } from '../../config/silk-vtep.ts';
import type { ConvergeWish } from '../../overlay/converge.ts';
import { vtepLockPath } from '../../overlay/vtep-lock.ts';
import { jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { convergeReport, planReport, vtepPlan } from '../overlay/converge-report.ts';
import {
  devOption,
  dryRunOption,
  mtuOption,
  nameOption,
  peersFileOption,
  runDirOption,
  underlayAddressOption,
} from '../overlay/options.ts';
import { readPeers } from '../overlay/peers-of-file.ts';
import { showProgress } from '../overlay/progress.ts';
import { integerFrom, parseNetwork } from '../overlay/values.ts';
import { type Report, reportLater } from '../report.ts';

/** `silk vtep up`. */
export function upCommand(context: CliContext) {
  const { vni, port } = silkVtepDefaults;
  return new Command('up')
    .description('Make the VTEP and what leads to the other hosts, or repair what differs.')
    .addOption(
      new Option('--overlay <prefix>', "this host's part of the overlay network; the VTEP gets its first address")
        .argParser(parseNetwork)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--network <prefix>', 'the whole overlay network').argParser(parseNetwork).makeOptionMandatory(),
    )
    .addOption(new Option('--vni <number>', 'VXLAN network').default(vni).argParser(integerFrom(1, 0xff_ffff)))
    .addOption(new Option('--port <number>', 'UDP port').default(port).argParser(integerFrom(1, 0xffff)))
    .addOption(new Option('--no-gbp', 'send no group policy ids'))
    .addOption(devOption())
    .addOption(underlayAddressOption())
    .addOption(mtuOption())
    .addOption(nameOption())
    .addOption(peersFileOption())
    .addOption(runDirOption())
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action((options) =>
      reportLater(context, options, async () =>
        options.dryRun ? dryRun(context, options) : bringUp(context, options),
      ),
    );
}

const help = `
Safe to repeat: what is right stays as it is. What the kernel changes in place is changed; for anything else (VNI, port, gbp)
the device is made anew, and the output says why. Without a peers file the VTEP alone is made, and what leads to other hosts
is left as it is. Exits with 1 when anything failed.

Examples:
  silk vtep up --overlay 10.255.32.0/24 --network 10.255.0.0/16
  silk vtep up --overlay 10.255.32.0/24 --network 10.255.0.0/16 --dry-run | sh -e
  silk vtep up --overlay 10.255.32.0/24 --network 10.255.0.0/16 --dev eth1 --vni 42 --no-gbp`;

interface UpOptions {
  readonly overlay: Prefix;
  readonly network: Prefix;
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
  readonly dev?: string | undefined;
  readonly underlayAddress?: Ip | undefined;
  readonly mtu?: number | undefined;
  readonly name: string;
  readonly peersFile: string;
  readonly runDir: string;
  readonly json?: true | undefined;
}

async function dryRun({ host }: CliContext, options: UpOptions): Promise<Report> {
  const peers = await readPeers(options.peersFile);
  return planReport(vtepPlan(host.overlay.plan(wishOf(options, peers))), { notes: notesOn(options, peers) });
}

async function bringUp({ host, stderr }: CliContext, options: UpOptions): Promise<Report> {
  let last: readonly Peer[] | undefined;
  const newestWish = async () => {
    last = await readPeers(options.peersFile);
    return wishOf(options, last);
  };
  const onProgress = options.json ? undefined : showProgress(stderr);
  const report = await host.overlay.converge(newestWish, {
    lockPath: vtepLockPath(options.runDir, options.name),
    onProgress,
  });
  return convergeReport(report, {
    headline: `VTEP ${options.name}`,
    settled: 'nothing to do',
    notes: notesOn(options, last),
  });
}

function wishOf(options: UpOptions, peers: readonly Peer[] | undefined): ConvergeWish {
  const { name, vni, port, gbp, network, overlay, mtu, dev, underlayAddress } = options;
  return {
    vtep: { name, vni, port, gbp, network, subnet: overlay, mtuBytes: mtu },
    underlay: { interface: dev, address: underlayAddress },
    peers,
  };
}

function notesOn({ peersFile }: UpOptions, peers: readonly Peer[] | undefined): string[] {
  return peers === undefined
    ? [`There is no peers file ${peersFile}: this is about the VTEP alone. Add hosts with \`silk peer add\`.`]
    : [];
}
