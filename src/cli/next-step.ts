import type { ErrorCode } from '../errors.ts';
import type { ChainPlace } from './runtime/plugin-failure.ts';

const steps: Readonly<Record<ErrorCode, string>> = {
  INCOMPATIBLE_VERSION: 'Compare the versions with `silk cni version NETWORK`, then change cniVersion or cniVersions.',
  UNSUPPORTED_FIELD: 'Remove or correct that key in the network configuration.',
  BAD_ENVIRONMENT: 'Correct the argument or variable named here and repeat the command.',
  IO_FAILURE: 'Check that the file or directory exists and may be read and written (most commands need root).',
  BAD_JSON: 'Correct the JSON named here.',
  BAD_CONFIG:
    'Correct what the message names, in the network configuration or on the command line, and repeat the command.',
  OWN_NETNS: "Name the container's network namespace, not this one.",
  TRY_LATER: 'Wait a moment and repeat the command.',
  NOT_READY: 'See what the message says is missing.',
  IMPAIRED: 'Existing containers may be affected: see what the message says is missing or wrong.',
  EXHAUSTED:
    'See who holds what with `silk ipam list` (of subnets: `silk lease list`), free some with `silk cni gc NETWORK`, or widen the range.',
  ADDRESS_UNAVAILABLE: 'See who holds it with `silk ipam list`, or ask for another address.',
  ALREADY_ATTACHED: 'Run `silk cni del` for this attachment first, or what the message says.',
  INTERFACE_EXISTS: 'Remove that interface, or choose another name with --ifname.',
  OVERTAKEN: 'Repeat the ADD if the container is still wanted.',
  SUBNET_UNKNOWN: 'Check the subnet file or the daemon that the network configuration names.',
  KERNEL_REFUSED: "Read the kernel's words in the message; network changes need root.",
  DRIFTED: 'Remove and add the attachment again (`silk cni del`, then `silk cni add`) to repair it.',
  IPAM_UNUSABLE: 'Check the "ipam" part of the network configuration.',
  STATE_CORRUPT: 'See what the named file should be; `silk cni del` clears what belongs to one attachment.',
  DELEGATE_FAILED: "Read the plugin's own words in the message.",
  UNDERLAY_UNKNOWN: 'Give the host a default route, or name the underlay: --dev, underlayInterface or underlayAddress.',
  OVERLAY_CONFLICT: 'Choose another overlay network, device name, VNI or port, or remove what the message names.',
  PEERS_UNUSABLE: 'Correct what the message names in the list of peers; until then nothing changes.',
  ETCD_REFUSED: "Read etcd's words in the message; see what it holds with `silk lease list`.",
  UNEXPECTED: 'This is a fault in the program: please report it with the command that led to it.',
};

/** The way to other hosts is the host's: no attachment has to go for it. */
const hostDrifted =
  'Run `silk peer sync`, or `silk vtep up` where the VTEP itself differs; the next ADD on this host does both.';

/** What an operator does about a failure. After an ADD that a later plugin of a chain ended, what earlier ones made is still there. */
export function nextStep(code: ErrorCode, place?: ChainPlace): string {
  if (code === 'DRIFTED' && place?.plugin === 'silk-vtep') return hostDrifted;
  const undo = ' Then run `silk cni del` with the same arguments, to undo what the plugins before it made.';
  const isLater = place !== undefined && place.command === 'ADD' && place.position > 1;
  return isLater ? `${steps[code]}${undo}` : steps[code];
}
