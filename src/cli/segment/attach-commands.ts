import { formatMac } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { guardedBy, type LinkMarks, type LinkWish } from '../../overlay/attach-link.ts';
import { guardGroup } from '../../overlay/guard.ts';
import { guardCommands, releaseCommands } from '../../overlay/guard-command.ts';
import type { GuardedPort } from '../../overlay/guard-table.ts';
import { portSettingWords } from '../../overlay/segment-command.ts';
import type { PortChoice, SegmentPort } from '../../overlay/segment-port.ts';
import { shellLine } from '../../overlay/step-command.ts';
import type { SegmentPlace } from './segment-host.ts';

/** Where a container's end goes, and how its port is guarded. */
interface ContainerEnd {
  readonly netns: string;
  /** What is guarded already. Absent: the port is not to be. */
  readonly guard: { readonly held: readonly GuardedPort[] | undefined } | undefined;
}

/** The commands that attach a container as createPort() does. */
export function portCommands(place: SegmentPlace, port: SegmentPort, { netns, guard }: ContainerEnd): string[] {
  const { name, hostMac, mtuBytes, ifname, mac, mark, choice, address } = port;
  const end = ['address', formatMac(hostMac), 'mtu', `${mtuBytes}`];
  const peer = ['peer', 'name', ifname, 'address', formatMac(mac), 'mtu', `${mtuBytes}`, 'netns', netns];
  const start = guard === undefined ? ['up'] : ['group', `${guardGroup}`];
  const inside = ['nsenter', `--net=${netns}`, '--', 'ip'];
  return [
    tool(place, 'ip', [
      'link',
      'add',
      'name',
      name,
      ...start,
      'master',
      place.segment,
      ...end,
      'type',
      'veth',
      ...peer,
    ]),
    tool(place, 'ip', ['link', 'set', 'dev', name, 'alias', mark]),
    ...settingCommands(place, name, choice),
    tool(place, 'bridge', ['fdb', 'replace', formatMac(mac), 'dev', name, 'master', 'static']),
    ...(guard === undefined
      ? []
      : [
          ...nftCommands(place, guardCommands([{ name, mac, ip: address.ip }], guard.held)),
          tool(place, 'ip', ['link', 'set', 'dev', name, 'up']),
        ]),
    shellLine([...inside, 'link', 'set', 'dev', ifname, 'up']),
    shellLine([...inside, 'addr', 'add', formatPrefix(address), 'dev', ifname]),
  ];
}

/** What is there before a link is attached. */
interface LinkBefore {
  readonly isPort: boolean;
  /** What it gets. */
  readonly marks: LinkMarks;
  /** What is guarded already. */
  readonly held: readonly GuardedPort[] | undefined;
}

/** The commands that attach a link as attachLink() does. */
export function linkCommands(place: SegmentPlace, wish: LinkWish, { isPort, marks, held }: LinkBefore): string[] {
  const { segment, overlayNetns } = place;
  const { name, mac, choice } = wish;
  const ports = guardedBy(wish, marks);
  const guard = ports.length > 0 ? guardCommands(ports, held) : releaseCommands([name], held);
  const mark = markWords(marks);
  return [
    ...(isPort || overlayNetns === undefined
      ? []
      : [shellLine(['ip', 'link', 'set', 'dev', name, 'netns', overlayNetns])]),
    ...nftCommands(place, guard),
    tool(place, 'ip', ['link', 'set', 'dev', name, 'master', segment, 'up']),
    ...settingCommands(place, name, choice),
    ...(mark.length === 0 ? [] : [tool(place, 'ip', ['link', 'set', 'dev', name, ...mark])]),
    ...(mac ? [tool(place, 'bridge', ['fdb', 'replace', formatMac(mac), 'dev', name, 'master', 'static'])] : []),
  ];
}

/** As `ip link set` has them. */
export function markWords({ alias, group }: Partial<LinkMarks>): string[] {
  return [...(alias === undefined ? [] : ['alias', alias]), ...(group === undefined ? [] : ['group', `${group}`])];
}

function settingCommands(place: SegmentPlace, name: string, choice: PortChoice): string[] {
  return [tool(place, 'ip', ['link', 'set', 'dev', name, 'type', 'bridge_slave', ...portSettingWords(choice)])];
}

/** Commands of nft where the segment is. */
export function nftCommands({ overlayNetns }: SegmentPlace, texts: readonly string[]): string[] {
  const enter = overlayNetns === undefined ? [] : ['ip', 'netns', 'exec', overlayNetns];
  return texts.map((text) => shellLine([...enter, 'nft', text]));
}

/** A command where the segment is. */
export function tool({ overlayNetns }: SegmentPlace, name: 'ip' | 'bridge', words: readonly string[]): string {
  return shellLine([name, ...(overlayNetns === undefined ? [] : ['-n', overlayNetns]), ...words]);
}
