import { Option } from '@commander-js/extra-typings';
import { SilkError } from '../../errors.ts';
import { unmarkOf } from '../../overlay/attach-link.ts';
import { releaseCommands } from '../../overlay/guard-command.ts';
import { handPortMark, portName } from '../../overlay/segment-port.ts';
import type { CliContext } from '../context.ts';
import { dryRunOption } from '../overlay/options.ts';
import { parseLinkName } from '../overlay/values.ts';
import { type Report, report } from '../report.ts';
import { resolveNetns } from '../runtime/attachment.ts';
import { markWords, nftCommands, tool } from './attach-commands.ts';
import { requireSegment, segmentCommand } from './options.ts';

/** `silk segment detach`. */
export function detachCommand(context: CliContext) {
  return segmentCommand('detach')
    .description('Undo `silk segment attach`.')
    .addOption(new Option('--port <link>', 'a link, which is given back to this namespace').argParser(parseLinkName))
    .addOption(
      new Option('--netns <netns>', 'a network namespace, whose interface goes: a path, or a name of `ip netns`'),
    )
    .addOption(new Option('--ifname <name>', "the interface's name there").default('eth0').argParser(parseLinkName))
    .addOption(dryRunOption())
    .addHelpText(
      'after',
      `
Safe to repeat: exits with 0 when it is not attached. A namespace need not be there any more.

Examples:
  silk segment detach br0 --netns c1
  silk segment detach br0 --port tap0`,
    )
    .action((segment, options) => {
      report(context, options, () => detach(context, segment, options));
    });
}

interface DetachOptions {
  readonly overlayNetns?: string | undefined;
  readonly port?: string | undefined;
  readonly netns?: string | undefined;
  readonly ifname: string;
  readonly dryRun?: true | undefined;
}

function detach(context: CliContext, segment: string, options: DetachOptions): Report {
  const { overlayNetns, port, netns, ifname } = options;
  const place = { segment, overlayNetns };
  const { segments } = context.host;
  if ((port === undefined) === (netns === undefined)) {
    const found = 'found --port and --netns, or neither, wanted exactly one of them';
    throw new SilkError('BAD_CONFIG', `Cannot detach from ${segment}: ${found}`);
  }
  const { ports, vxlan } = requireSegment(context, place);
  if (port !== undefined && port === vxlan?.name) {
    const found = `found --port ${port}, by which its packets leave, wanted another link`;
    throw new SilkError('BAD_CONFIG', `Cannot detach from ${segment}: ${found}`);
  }
  const mark = netns === undefined ? '' : handPortMark({ bridge: segment, netns: resolveNetns(netns), ifname });
  const name = port ?? portName(mark);
  const found = ports.find((one) => one.name === name);
  if (options.dryRun) {
    const unmark = found === undefined ? [] : markWords(unmarkOf(found));
    const words =
      port === undefined ? ['link', 'del', 'dev', name] : ['link', 'set', 'dev', name, 'nomaster', ...unmark];
    // $$: the shell that carries it out, which is in the namespace that the link is to go to.
    const home = port === undefined || overlayNetns === undefined ? '' : ' netns $$';
    const release = nftCommands(place, releaseCommands([name], segments.guarded(place)));
    const commands = [...(found ? [`${tool(place, 'ip', words)}${home}`] : []), ...release];
    return { json: { ok: true, dryRun: true, segment, port: name, commands }, lines: () => commands };
  }
  const isGone = port === undefined ? segments.removePort(place, { name, mark }) : segments.detachLink(place, port);
  return {
    json: { ok: true, segment, port: name, removed: isGone },
    lines: (paint) => [
      isGone
        ? `${paint.good('Detached')} ${name} from segment ${segment}`
        : `${name} is not attached to segment ${segment}`,
    ],
  };
}
