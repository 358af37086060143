import { formatPrefix, hostPrefix } from '../../src/addr/prefix.ts';
import { delegate } from '../../src/cni/delegate.ts';
import { type CniRequest, listedAttachments } from '../../src/cni/request.ts';
import type { CniResult } from '../../src/cni/result.ts';
import { defaultIpamType, type SalvagedSilkBridge } from '../../src/config/salvage.ts';
import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { IpamNetwork } from '../../src/config/validate.ts';
import { validity } from '../../src/ipam/collect.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';
import type { UndoList } from '../../src/undo.ts';
import { type Claim, isClaimed } from '../silk-cni/claim.ts';
import { addByDelegate } from '../silk-cni/ipam-add.ts';
import { claimDir, ipamState } from '../silk-cni/state.ts';
import { addAddresses } from '../silk-ipam/add.ts';
import { checkAddresses } from '../silk-ipam/check.ts';
import { deleteAddresses } from '../silk-ipam/del.ts';
import { collectAddresses } from '../silk-ipam/gc.ts';
import { ipamStatus } from '../silk-ipam/status.ts';
import { openStore } from '../silk-ipam/store.ts';

/* The IPAM plugin of a segment: silk-ipam in this process, any other by delegation. */

type BridgeRequest = CniRequest<SalvagedSilkBridge>;

/** What asking for an address needs. */
export interface AddressWish {
  readonly request: BridgeRequest;
  readonly config: SilkBridgeConfig;
  readonly claim: Claim;
  readonly undo: UndoList;
}

/** Has an address given; its release is on the undo list before anything else can fail. @throws what the plugin throws. */
export function addAddress({ request, config, claim, undo }: AddressWish): CniResult {
  if (config.ipamNetwork === undefined) return addByDelegate({ request, config, claim, undo });
  // Of CNI_ARGS only the address is IPAM's; the others have been looked at.
  const cniArgs = `${request.cniArgs}${request.cniArgs === '' ? '' : ';'}IgnoreUnknown=1`;
  return addAddresses({
    request: { ...request, cniArgs },
    network: ownNetwork(config.ipamNetwork, request, config),
    undo,
  });
}

/** The gateway's address is nobody's to give. */
function ownNetwork(network: IpamNetwork, request: BridgeRequest, { gateway }: SilkBridgeConfig): IpamNetwork {
  const taken = gateway === undefined ? [] : [formatPrefix(hostPrefix(gateway.ip))];
  const exclude = [...(network.ipam.exclude ?? []), ...taken];
  return { ...network, ipam: { ...network.ipam, ...ipamState(request.config), exclude } };
}

/** Releases what the attachment holds. @throws what the plugin throws. */
export function releaseAddress(request: BridgeRequest): void {
  const { type } = request.config.ipam;
  if (type === defaultIpamType) deleteAddresses(storeOf(request), request);
  else delegate(request, type, 'DEL');
}

/** What the plugin's own CHECK has to say; undefined: nothing. */
export function addressFailure(request: BridgeRequest): unknown {
  const { type } = request.config.ipam;
  try {
    if (type === defaultIpamType) checkAddresses(storeOf(request), request);
    else delegate(request, type, 'CHECK');
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Releases what is held for attachments that are neither listed nor claimed. @throws what the plugin throws. */
export function collectStaleAddresses(request: BridgeRequest): void {
  const { type } = request.config.ipam;
  if (type !== defaultIpamType) {
    delegate(request, type, 'GC');
    return;
  }
  const dir = claimDir(request.network, request.config);
  const isListed = validity(listedAttachments(request));
  collectAddresses(storeOf(request), (owner) => isListed(owner) || isClaimed(dir, owner));
}

/** @throws SilkError NOT_READY, or what the plugin says, when no address is left. */
export function addressStatus(request: BridgeRequest, config: SilkBridgeConfig): void {
  if (config.ipamNetwork === undefined) delegate(request, config.ipam.type, 'STATUS');
  else ipamStatus(storeOf(request), ownNetwork(config.ipamNetwork, request, config));
}

function storeOf(request: BridgeRequest): NetworkStore {
  return openStore(request.network, ipamState(request.config));
}
