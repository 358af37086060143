import type { Link } from '../../linux/rtnetlink/link.ts';
import { parseHandPortMark, portName } from '../../overlay/segment-port.ts';
import { shellLine } from '../../overlay/step-command.ts';
import type { SegmentPlace } from './segment-host.ts';

/** The command that lets go of a port of a segment: by the namespace where it was attached by that, else by its name. */
export function detachLine({ segment, overlayNetns }: SegmentPlace, port: Pick<Link, 'name' | 'alias'>): string {
  const { name, alias } = port;
  const made = alias !== undefined && name === portName(alias) ? parseHandPortMark(alias) : undefined;
  const what = made?.bridge === segment ? ['--netns', made.netns, '--ifname', made.ifname] : ['--port', name];
  const where = overlayNetns === undefined ? [] : ['--overlay-netns', overlayNetns];
  return shellLine(['silk', 'segment', 'detach', segment, ...what, ...where]);
}
