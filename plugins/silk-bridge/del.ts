import type { CniRequest } from '../../src/cni/request.ts';
import type { SalvagedSilkBridge } from '../../src/config/salvage.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { removePort } from '../../src/overlay/remove-ports.ts';
import { portName } from '../../src/overlay/segment-port.ts';
import { BestEffort } from '../silk-cni/best-effort.ts';
import { dropClaim } from '../silk-cni/claim.ts';
import { claimDir } from '../silk-cni/state.ts';
import { releaseAddress } from './ipam.ts';
import { findPort, inSegment } from './ports.ts';

/**
 * DEL: the container's link goes, and then its address, so that nobody is given it while anything still bears it. The segment stays.
 * Each step is done although others fail.
 * @throws SilkError TRY_LATER listing what could not be released; the failing step's own error where there is one only.
 */
export async function deleteAttachment(request: CniRequest<SalvagedSilkBridge>): Promise<void> {
  const { config, ifname, containerId } = request;
  const effort = new BestEffort(`DEL of ${ifname} from container ${JSON.stringify(containerId)}`);
  effort.try(() => dropClaim(claimDir(request.network, config), request));
  effort.try(() =>
    inSegment(config.overlayNamespace, (place) => {
      const mark = formatOwnerMark(request);
      // What guards it may have outlived it, and the ADD may have had another configuration.
      removePort(place, portName(mark), findPort(place.segment, mark));
    }),
  );
  effort.try(() => releaseAddress(request));
  effort.finish();
}
