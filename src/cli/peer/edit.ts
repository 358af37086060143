import { sameIp } from '../../addr/ip.ts';
import type { Peer } from '../../addr/peer.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import { describeStep } from '../../overlay/step.ts';
import { editPeersFile, formatPeersFile } from '../../peers/edit-peers-file.ts';
import type { CliContext } from '../context.ts';
import { convergeReport, planReport, vtepPlan } from '../overlay/converge-report.ts';
import { readPeers } from '../overlay/peers-of-file.ts';
import type { Report } from '../report.ts';
import type { PeerOptions } from './options.ts';
import { refuseLed } from './refuse-led.ts';
import { syncPeers } from './sync.ts';

/** A change to the list of peers, and what to say of it. */
export interface Edit {
  /** The peer that there is to be; absent where one goes. */
  readonly peer?: Peer;
  /** @throws SilkError when it cannot be made. Returns the list that it was given where nothing is to be changed. */
  change(peers: readonly Peer[]): readonly Peer[];
  /** `added 10.255.48.0/24 at 10.244.0.48`, of the list before. */
  describe(before: readonly Peer[]): string;
  /** For `--json`. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Changes the peers file and then what the kernel holds, where there is a VTEP.
 * @throws SilkError as refuseLed(), refuseUnfit(), editPeersFile() and syncPeers().
 */
export async function editPeers(context: CliContext, options: PeerOptions, edit: Edit): Promise<Report> {
  refuseLed(context, options);
  const hasVtep = context.host.overlay.hasVtep(options.name);
  if (hasVtep && edit.peer !== undefined) refuseUnfit(context, options, edit.peer);
  if (hasVtep) await refuseToBegin(context, options, edit);
  if (options.dryRun) return planEdit(context, options, { ...edit, hasVtep });
  const { before } = await editPeersFile(options.peersFile, (peers) => edit.change(peers));
  const saying = { headline: edit.describe(before), notes: [`in ${options.peersFile}`], facts: edit.facts };
  if (!hasVtep) return convergeReport(nothingDone, { ...saying, notes: [...saying.notes, needsVtep(options)] });
  return convergeReport(await syncPeers(context, options), saying);
}

/**
 * Says no before the file is changed, to a peer that this host's VTEP cannot lead to whatever the others are.
 * @throws SilkError BAD_CONFIG with the reason, and as refusedPeers().
 */
function refuseUnfit({ host }: CliContext, { name }: PeerOptions, peer: Peer): void {
  const [refused] = host.overlay.refusedPeers({ name, peers: [peer] });
  if (refused === undefined) return;
  throw new SilkError('BAD_CONFIG', `Cannot add ${refused.what}: ${refused.reason}`);
}

/**
 * Says no to a first peer in a file that is not there yet, while the VTEP leads to others: a list elsewhere, such as `peers` of
 * the network configuration, has them, and a file that does not would take them away.
 * @throws SilkError PEERS_UNUSABLE; and as planPeers().
 */
async function refuseToBegin({ host }: CliContext, { name, peersFile }: PeerOptions, edit: Edit): Promise<void> {
  if ((await readPeers(peersFile)) !== undefined) return;
  const plan = host.overlay.planPeers({ name, peers: edit.change([]) });
  const stale = plan.steps.find(({ action }) => action === 'remove');
  if (stale === undefined) return;
  const found = `${name} leading to hosts that no file names (${describeStep(stale)})`;
  const wanted =
    'wanted none: with "peers" in the network configuration, change them there; else put all of them into the file';
  throw new SilkError('PEERS_UNUSABLE', `Cannot begin the peers file ${peersFile}: found ${found}, ${wanted}`);
}

const nothingDone = { made: [], changed: [], removed: [], failed: [] };

/** Changes neither the file nor the kernel, and refuses what would be refused. */
async function planEdit(
  { host }: CliContext,
  options: PeerOptions,
  edit: Edit & { readonly hasVtep: boolean },
): Promise<Report> {
  const { name, peersFile } = options;
  const before = (await readPeers(peersFile)) ?? [];
  const peers = edit.change(before);
  formatPeersFile(peersFile, peers);
  const notes = [`Would be: ${edit.describe(before)} in ${peersFile}`];
  if (edit.hasVtep) return planReport(vtepPlan(host.overlay.planPeers({ name, peers })), { notes, facts: edit.facts });
  const json = { ok: true, dryRun: true, ...edit.facts, ...nothingDone, commands: [] };
  return { json, lines: () => [], asides: () => [...notes, needsVtep(options)] };
}

function needsVtep({ name }: PeerOptions): string {
  return `There is no VTEP ${name} yet: \`silk vtep up\`, or the next ADD of silk-vtep, makes it and what leads to the peers.`;
}

/** Whether a peer is the one of a subnet. */
export function isOf(subnet: Prefix) {
  return (peer: Peer): boolean => peer.subnet.length === subnet.length && sameIp(peer.subnet.ip, subnet.ip);
}
