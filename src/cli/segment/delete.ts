import type { SegmentSight } from '../../overlay/segment-sight.ts';
import { shellLine } from '../../overlay/step-command.ts';
import type { CliContext } from '../context.ts';
import { type Report, reportLater } from '../report.ts';
import { changingSegmentCommand, type SegmentOptions, segmentLockPath } from './options.ts';

/** `silk segment delete`. */
export function deleteCommand(context: CliContext) {
  return changingSegmentCommand('delete')
    .description('Remove a segment: its VXLAN device with all that leads to endpoints, and its bridge.')
    .addHelpText(
      'after',
      `
What is attached is let go and stays where it is. Removes a segment's bridge only; of a name that something else has it says what
that is, and leaves it alone. The endpoints file stays. Safe to repeat: exits with 0 when there is no such segment.

Examples:
  silk segment delete br0
  silk segment delete br0 --overlay-netns my-overlay --dry-run`,
    )
    .action((segment, options) =>
      reportLater(context, options, async () => {
        const place = { segment, overlayNetns: options.overlayNetns };
        const { segments } = context.host;
        if (options.dryRun) return dryRunReport(segment, options, segments.look(place));
        return deleteReport(segment, await segments.remove(place, segmentLockPath(options, segment)));
      }),
    );
}

function dryRunReport(segment: string, options: SegmentOptions, sight: SegmentSight | undefined): Report {
  const names = linksOf(sight);
  const prefix = options.overlayNetns === undefined ? ['ip'] : ['ip', '-n', options.overlayNetns];
  const commands = names.map((name) => shellLine([...prefix, 'link', 'del', 'dev', name]));
  return {
    json: { ok: true, dryRun: true, ...emptyReport, removed: removedJson(sight), commands },
    lines: () => commands,
    asides: () => (sight === undefined ? [`There is no segment ${segment}.`] : []),
  };
}

function deleteReport(segment: string, sight: SegmentSight | undefined): Report {
  const lost = (sight?.ports ?? []).filter(({ index }) => index !== sight?.vxlan?.index).map(({ name }) => name);
  return {
    json: { ok: true, ...emptyReport, removed: removedJson(sight), detached: lost },
    lines: (paint) =>
      sight === undefined
        ? [`There is no segment ${segment}.`]
        : [
            `${paint.good('Removed')} segment ${segment}: ${linksOf(sight).join(', ')}`,
            ...(lost.length === 0 ? [] : [`No longer attached: ${lost.join(', ')}`]),
          ],
  };
}

const emptyReport = { made: [], changed: [], failed: [] };

function linksOf(sight: SegmentSight | undefined): string[] {
  if (sight === undefined) return [];
  return [...(sight.vxlan === undefined ? [] : [sight.vxlan.name]), sight.bridge.name];
}

function removedJson(sight: SegmentSight | undefined) {
  return linksOf(sight).map((name) => ({ object: name === sight?.bridge.name ? 'bridge' : 'vxlan', name }));
}
