import { Option } from '@commander-js/extra-typings';
import { silkVtepDefaults } from '../../config/silk-vtep.ts';
import { parsePath } from '../overlay/values.ts';
import { changingSegmentCommand, endpointsFileOption, segmentCommand } from '../segment/options.ts';

/** A command on the endpoints of a segment. */
export function endpointCommand(name: string) {
  return segmentCommand(name).addOption(endpointsFileOption());
}

/** A command that changes them. */
export function changingEndpointCommand(name: string) {
  return changingSegmentCommand(name).addOption(endpointsFileOption());
}

/** The `--run-dir` option of a command that changes nothing. */
export function learnedDirOption() {
  const { runDir } = silkVtepDefaults;
  return new Option('--run-dir <dir>', 'directory of what silkd has learned')
    .default(runDir, runDir)
    .argParser(parsePath);
}
