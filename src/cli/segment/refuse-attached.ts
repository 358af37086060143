import { SilkError } from '../../errors.ts';
import type { Link } from '../../linux/rtnetlink/link.ts';
import { isMarked } from '../../overlay/find-segment.ts';
import { parseOwnerMark } from '../../overlay/owner-mark.ts';
import { portName } from '../../overlay/segment-port.ts';
import type { SegmentSight } from '../../overlay/segment-sight.ts';
import { detachLine } from './detach-line.ts';
import type { SegmentPlace } from './segment-host.ts';

/**
 * Says no to the removal of a segment while anything is attached to it.
 * @throws SilkError ALREADY_ATTACHED with each port in `details`, and what lets go of it.
 */
export function refuseAttached(place: SegmentPlace, { ports }: Pick<SegmentSight, 'ports'>): void {
  const attached = attachedTo(ports);
  const [first] = attached;
  if (first === undefined) return;
  const found = `found ${attached.length} link(s) attached, such as ${first.name}, wanted none, or --force`;
  throw new SilkError('ALREADY_ATTACHED', `Cannot delete segment ${place.segment}: ${found}`, {
    details: attached.map((port) => `${port.name}: ${remedyOf(place, port)}`).join('\n'),
  });
}

/** The ports of a segment's bridge that are none of its own devices. */
export function attachedTo<Port extends Link>(ports: readonly Port[]): Port[] {
  return ports.filter((port) => !isMarked(port));
}

/** What lets go of a port. */
function remedyOf(place: SegmentPlace, port: Link): string {
  const owner = parseOwnerMark(port.alias);
  if (owner === undefined || port.name !== portName(port.alias ?? '')) return `\`${detachLine(place, port)}\``;
  return `DEL of ${owner.ifname} from container ${owner.containerId} in network ${owner.network} (\`silk cni del\`)`;
}
