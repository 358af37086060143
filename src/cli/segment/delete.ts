import { releaseCommands } from '../../overlay/guard-command.ts';
import type { GuardedPort } from '../../overlay/guard-table.ts';
import type { SegmentSight } from '../../overlay/segment-sight.ts';
import type { CliContext } from '../context.ts';
import { type Report, reportLater } from '../report.ts';
import { nftCommands, tool } from './attach-commands.ts';
import { changingSegmentCommand, segmentLockPath } from './options.ts';
import { attachedTo, refuseAttached } from './refuse-attached.ts';
import type { SegmentPlace } from './segment-host.ts';

/** `silk segment delete`. */
export function deleteCommand(context: CliContext) {
  return changingSegmentCommand('delete')
    .description('Remove a segment: its VXLAN device with all that leads to endpoints, and its bridge.')
    .option('--force', 'let go of what is attached: it stays where it is, and is no longer guarded')
    .addHelpText(
      'after',
      `
Refuses while anything is attached, and says of each port what lets go of it. Removes a segment's bridge only; of a name that
something else has it says what that is, and leaves it alone. The endpoints file stays. Safe to repeat: exits with 0 when there is
no such segment.

Examples:
  silk segment delete br0
  silk segment delete br0 --overlay-netns my-overlay --dry-run`,
    )
    .action((segment, options) =>
      reportLater(context, options, async () => {
        const place = { segment, overlayNetns: options.overlayNetns };
        const { segments } = context.host;
        const judge = (sight: SegmentSight) => {
          if (!options.force) refuseAttached(place, sight);
        };
        if (!options.dryRun)
          return deleteReport(segment, await segments.remove(place, segmentLockPath(options, segment), judge));
        const sight = segments.look(place);
        if (sight !== undefined) judge(sight);
        return dryRunReport(place, sight, segments.guarded(place));
      }),
    );
}

function dryRunReport(
  place: SegmentPlace,
  sight: SegmentSight | undefined,
  held: readonly GuardedPort[] | undefined,
): Report {
  const { segment } = place;
  const names = linksOf(sight);
  const ports = sight?.ports.map(({ name }) => name) ?? [];
  const commands = [
    ...names.map((name) => tool(place, 'ip', ['link', 'del', 'dev', name])),
    ...nftCommands(place, releaseCommands(ports, held)),
  ];
  return {
    json: { ok: true, dryRun: true, ...emptyReport, removed: removedJson(sight), commands },
    lines: () => commands,
    asides: () => (sight === undefined ? [`There is no segment ${segment}.`] : []),
  };
}

function deleteReport(segment: string, sight: SegmentSight | undefined): Report {
  const lost = attachedTo(sight?.ports ?? []).map(({ name }) => name);
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
