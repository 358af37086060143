import { changingSegmentCommand, endpointsFileOption, segmentCommand } from '../segment/options.ts';

/** A command on the endpoints of a segment. */
export function endpointCommand(name: string) {
  return segmentCommand(name).addOption(endpointsFileOption());
}

/** A command that changes them. */
export function changingEndpointCommand(name: string) {
  return changingSegmentCommand(name).addOption(endpointsFileOption());
}
