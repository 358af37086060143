import { tryParseIp } from '../../src/addr/ip.ts';
import { addressIn, contains, formatPrefix } from '../../src/addr/prefix.ts';
import { type PassedOn, passOn } from '../../src/cni/pass-on.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig, type SilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { converge, planConverge } from '../../src/overlay/converge.ts';
import type { Failure } from '../../src/overlay/remote-host.ts';
import type { VtepWish } from '../../src/overlay/vtep.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { describeFailure, listedError, warnOf } from './listed.ts';
import { describeWish } from './wish.ts';

/**
 * ADD: the host has its VTEP and the way to each of its peers; the result of the plugins before is passed on. A peer that
 * cannot be had is logged and fails nobody's ADD. Nothing is undone when the container's ADD fails later: it is the host's.
 * @throws SilkError BAD_CONFIG where no plugin before this one has made an interface; KERNEL_REFUSED when the VTEP is not as
 *   wanted; what converge() throws.
 */
export async function ensureVtep(request: CniRequest<undefined>): Promise<PassedOn> {
  const config = readSilkVtepConfig(request.json);
  const passedOn = passOn(request);
  using socket = NetlinkSocket.open();
  const failed = await settle(request, config, socket);
  warnOf(failed, { vtep: config.vtepName });
  return passedOn;
}

/** Returns what could not be had. @throws SilkError KERNEL_REFUSED when that is the VTEP itself. */
async function settle(
  request: CniRequest<undefined>,
  config: SilkVtepConfig,
  socket: NetlinkSocket,
): Promise<readonly Failure[]> {
  const wish = async () => {
    const newest = await describeWish(config);
    refuseStrays(request, newest.vtep);
    return newest;
  };
  const { failed } = await converge(socket, wish, { lockPath: vtepLockPath(config.runDir, config.vtepName) });
  if (failed.length === 0) return failed;
  // What leads to 10,000 peers is not read again for the sake of one that cannot be had: it changes nothing here.
  const { vtepSteps } = planConverge(socket, { ...(await wish()), peers: undefined });
  if (vtepSteps.length === 0) return failed;
  throw listedError('KERNEL_REFUSED', `Cannot make ${config.vtepName} as wanted`, failed.map(describeFailure));
}

/**
 * An address of the overlay network that is not in this host's part of it is another host's: nothing would come back to it.
 * @throws SilkError BAD_CONFIG naming it, before anything is made.
 */
function refuseStrays({ prevResult }: CniRequest<undefined>, { network, subnet }: VtepWish): void {
  for (const [i, { address }] of (prevResult?.ips ?? []).entries()) {
    const ip = tryParseIp(addressIn(address));
    if (ip === undefined || !contains(network, ip) || contains(subnet, ip)) continue;
    const wanted = `an address of this host's subnet ${formatPrefix(subnet)}, as the plugin before should have it`;
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot run ADD: prevResult.ips[${i}].address: found ${address}, wanted ${wanted}`,
    );
  }
}
