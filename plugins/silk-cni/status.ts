import { formatIp } from '../../src/addr/ip.ts';
import { contains, formatPrefix, type Prefix } from '../../src/addr/prefix.ts';
import { delegate } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig, type SilkCniConfig } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import { anyReserved } from '../../src/ipam/stale.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';
import { readSysctl } from '../../src/linux/sysctl.ts';
import { ipamStatus } from '../silk-ipam/status.ts';
import { openStore } from '../silk-ipam/store.ts';
import { asksHost, learnSubnet, needsSubnet } from './host.ts';
import { silkIpamNetwork } from './ipam-add.ts';
import { ipamState } from './state.ts';

type StatusRequest = CniRequest<SalvagedSilkCni>;

/**
 * STATUS: the host's subnet is known and has an address left, and what the host's containers need is there.
 * Takes no lock and writes nothing: runtimes ask every few seconds.
 * @throws SilkError NOT_READY, or IMPAIRED when existing containers suffer too.
 */
export async function reportStatus(request: StatusRequest): Promise<void> {
  const config = readSilkCniConfig(request.json);
  const subnet = asksHost(config) ? await learnOwnSubnet(config) : undefined;
  if (config.ipamNetwork === undefined) {
    delegate(request, config.ipam.type, 'STATUS');
    return;
  }
  const store = openStore(request.network, ipamState(request.config));
  refuseImpaired(store, needsSubnet(config) ? subnet : undefined);
  ipamStatus(store, silkIpamNetwork({ request, config, subnet }));
}

async function learnOwnSubnet(config: SilkCniConfig): Promise<Prefix | undefined> {
  try {
    return (await learnSubnet(config))?.subnet;
  } catch (cause) {
    if (!(cause instanceof SilkError)) throw cause;
    throw new SilkError('NOT_READY', `Cannot add containers: ${cause.message}`, { cause });
  }
}

/** Containers that exist are cut off when the host does not forward, or when it was given another subnet. */
function refuseImpaired(store: NetworkStore, subnet: Prefix | undefined): void {
  const reserved = anyReserved(store);
  if (reserved === undefined) return;
  if (readSysctl(['net', 'ipv4', 'ip_forward']) !== '1') {
    throw impaired('sysctl net/ipv4/ip_forward: found 0, wanted 1');
  }
  if (subnet !== undefined && !contains(subnet, reserved)) {
    throw impaired(
      `the host's subnet: found ${formatPrefix(subnet)}, wanted one that holds ${formatIp(reserved)}, which is in use`,
    );
  }
}

function impaired(reason: string): SilkError {
  return new SilkError('IMPAIRED', `Cannot add containers, and existing ones are cut off: ${reason}`);
}
