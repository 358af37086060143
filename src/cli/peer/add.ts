import { Argument, Option } from '@commander-js/extra-typings';
import { formatIp, sameIp } from '../../addr/ip.ts';
import { formatMac, type Mac, sameMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import type { CliContext } from '../context.ts';
import { parseHostIp, parseNetwork, parseUnicastMac } from '../overlay/values.ts';
import { reportLater } from '../report.ts';
import { type Edit, editPeers, isOf } from './edit.ts';
import { changingPeerCommand } from './options.ts';

/** `silk peer add`. */
export function addCommand(context: CliContext) {
  return changingPeerCommand('add')
    .description('Add a host to the peers file, or change it there, and lead to it.')
    .addArgument(new Argument('<subnet>', 'its part of the overlay network').argParser(parseNetwork))
    .addArgument(new Argument('<underlay>', 'its address on the underlay').argParser(parseHostIp))
    .addOption(
      new Option('--mac <mac>', "its VTEP's MAC (default: ee:ee and the subnet's address)").argParser(parseUnicastMac),
    )
    .addHelpText(
      'after',
      `
The whole file is checked before it is replaced: a peer that does not fit beside the others changes nothing. Where there is a
VTEP, the kernel is made as the file says, as by \`silk peer sync\`; else \`silk vtep up\` does that. Safe to repeat.

Examples:
  silk peer add 10.255.48.0/24 10.244.0.48
  silk peer add 10.255.48.0/24 10.244.0.48 --mac ee:ee:0a:ff:30:00
  silk peer add 10.255.48.0/24 10.244.0.48 --dry-run`,
    )
    .action((subnet, underlay, options) =>
      reportLater(context, options, () =>
        editPeers(context, options, addition({ subnet, underlay, mac: options.mac })),
      ),
    );
}

function addition(peer: Peer): Edit {
  return {
    peer,
    facts: { peer: { subnet: formatPrefix(peer.subnet), underlay: formatIp(peer.underlay), ...macJson(peer.mac) } },
    change: (peers) => addPeer(peers, peer),
    describe: (before) => describeAddition(before.find(isOf(peer.subnet)), peer),
  };
}

function macJson(mac: Mac | undefined) {
  return mac === undefined ? {} : { mac: formatMac(mac) };
}

/** In its place where it is there, else at the end; the same list where it is there as it is. */
function addPeer(peers: readonly Peer[], peer: Peer): readonly Peer[] {
  const at = peers.findIndex(isOf(peer.subnet));
  const found = peers[at];
  if (found === undefined) return [...peers, peer];
  return isSame(found, peer) ? peers : peers.with(at, peer);
}

function isSame(a: Peer, b: Peer): boolean {
  const isSameMac = a.mac !== undefined && b.mac !== undefined ? sameMac(a.mac, b.mac) : a.mac === b.mac;
  return sameIp(a.underlay, b.underlay) && isSameMac;
}

function describeAddition(found: Peer | undefined, peer: Peer): string {
  const subnet = formatPrefix(peer.subnet);
  if (found === undefined) return `added ${subnet} at ${formatPlace(peer)}`;
  if (isSame(found, peer)) return `${subnet} at ${formatPlace(peer)} was there already`;
  return `changed ${subnet} from ${formatPlace(found)} to ${formatPlace(peer)}`;
}

function formatPlace({ underlay, mac }: Peer): string {
  return mac === undefined ? formatIp(underlay) : `${formatIp(underlay)} (MAC ${formatMac(mac)})`;
}
