import type { Peer } from '../../src/addr/peer.ts';
import { formatPrefix, type Prefix } from '../../src/addr/prefix.ts';
import type { SilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { SilkError } from '../../src/errors.ts';
import type { ConvergeWish } from '../../src/overlay/converge.ts';
import { latestPeers, type PeerSource } from '../../src/peers/source.ts';
import { askForSubnet } from '../host-subnet.ts';

/**
 * What the configuration, the host and the source of the peers ask for at this moment.
 * @throws SilkError BAD_CONFIG where nobody tells the overlay network or the subnet; SUBNET_UNKNOWN; PEERS_UNUSABLE.
 */
export async function describeWish(config: SilkVtepConfig): Promise<ConvergeWish> {
  return {
    vtep: {
      name: config.vtepName,
      vni: config.vni,
      port: config.port,
      gbp: config.gbp,
      ...(await learnPlace(config)),
      mtuBytes: config.mtu,
    },
    underlay: { interface: config.underlayInterface, address: config.underlayAddress },
    peers: await readPeers(config),
  };
}

/** The peers alone; undefined where nobody knows of any. @throws SilkError PEERS_UNUSABLE. */
export async function readPeers(config: SilkVtepConfig): Promise<readonly Peer[] | undefined> {
  return latestPeers(await peerSource(config));
}

interface Place {
  readonly network: Prefix;
  readonly subnet: Prefix;
}

/** The configuration's own word counts; the subnet file or the daemon is asked only for what it leaves open. */
async function learnPlace(config: SilkVtepConfig): Promise<Place> {
  const { overlayNetwork, subnet: ownSubnet } = config;
  const told = overlayNetwork && ownSubnet ? undefined : await askForSubnet(config);
  const subnet = ownSubnet ?? told?.subnet;
  if (subnet === undefined) throw untold('subnet', 'subnet, subnetFile or daemonPort');
  if (subnet.length > longestSubnet) throw tooSmall(subnet);
  const network = overlayNetwork ?? told?.network;
  if (network === undefined) {
    throw untold('overlayNetwork', `an IPv4 prefix that holds ${formatPrefix(subnet)}, or a subnetFile that tells it`);
  }
  return { network, subnet };
}

/** A smaller one has no room for a container beside the VTEP, and no list of peers can have it. */
const longestSubnet = 30;

function tooSmall(subnet: Prefix): SilkError {
  const found = `found ${formatPrefix(subnet)}, wanted a length of at most ${longestSubnet}`;
  return new SilkError('BAD_CONFIG', `Cannot use the configuration: subnet: ${found}`);
}

function untold(key: string, wanted: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot use the configuration: ${key}: found nothing, wanted ${wanted}`);
}

/** A call whose peers are in its configuration does not load the reader of the file. */
async function peerSource({ peers, peersFile }: SilkVtepConfig): Promise<PeerSource> {
  if (peers !== undefined) return (await import('../../src/peers/static-peers.ts')).inlinePeers(peers);
  return (await import('../../src/peers/peers-file.ts')).filePeers(peersFile);
}
