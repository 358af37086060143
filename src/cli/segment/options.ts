import { Argument, Command, Option } from '@commander-js/extra-typings';
import { SilkError } from '../../errors.ts';
import type { SegmentSight } from '../../overlay/segment-sight.ts';
import { vtepLockPath } from '../../overlay/vtep-lock.ts';
import { jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { dryRunOption, runDirOption } from '../overlay/options.ts';
import { parseLinkName, parseNetnsName, parsePath } from '../overlay/values.ts';
import type { SegmentPlace } from './segment-host.ts';

const defaultEndpointsFile = '/etc/silk/endpoints.json';

/** A command on one segment. */
export function segmentCommand(name: string) {
  return new Command(name)
    .addArgument(new Argument('<segment>', "the segment's bridge").argParser(parseLinkName))
    .addOption(
      new Option(
        '--overlay-netns <name>',
        'network namespace that the segment is in, a name of `ip netns` (default: this one)',
      ).argParser(parseNetnsName),
    )
    .addOption(jsonOption());
}

/** A command that changes one. */
export function changingSegmentCommand(name: string) {
  return segmentCommand(name).addOption(runDirOption()).addOption(dryRunOption());
}

/** The `--endpoints-file` option. */
export function endpointsFileOption() {
  return new Option('--endpoints-file <file>', 'the list of the endpoints of all segments, on all hosts')
    .default(defaultEndpointsFile, defaultEndpointsFile)
    .argParser(parsePath);
}

/** What the options of `changingSegmentCommand` say. */
export interface SegmentOptions {
  readonly overlayNetns?: string | undefined;
  readonly runDir: string;
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
}

/** The file that all who change a segment lock while they do. */
export function segmentLockPath({ runDir }: Pick<SegmentOptions, 'runDir'>, segment: string): string {
  return vtepLockPath(runDir, segment);
}

/** The segment, which has to be there. @throws SilkError NOT_READY when it is not. */
export function requireSegment({ host }: CliContext, place: SegmentPlace): SegmentSight {
  const sight = host.segments.look(place);
  if (sight !== undefined) return sight;
  const found = 'found no such segment, wanted one: `silk segment create` makes it, --overlay-netns looks elsewhere';
  throw new SilkError('NOT_READY', `Cannot find the segment ${place.segment}: ${found}`);
}
