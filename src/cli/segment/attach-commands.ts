import { formatMac } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import type { LinkWish } from '../../overlay/attach-link.ts';
import { portSettingWords } from '../../overlay/segment-command.ts';
import type { PortChoice, SegmentPort } from '../../overlay/segment-port.ts';
import { shellLine } from '../../overlay/step-command.ts';
import type { SegmentPlace } from './segment-host.ts';

/** The commands that attach a container as createPort() does. */
export function portCommands(place: SegmentPlace, port: SegmentPort, netns: string): string[] {
  const { name, hostMac, mtuBytes, ifname, mac, mark, choice, address } = port;
  const end = ['address', formatMac(hostMac), 'mtu', `${mtuBytes}`];
  const peer = ['peer', 'name', ifname, 'address', formatMac(mac), 'mtu', `${mtuBytes}`, 'netns', netns];
  const inside = ['nsenter', `--net=${netns}`, '--', 'ip'];
  return [
    tool(place, 'ip', ['link', 'add', 'name', name, 'up', 'master', place.segment, ...end, 'type', 'veth', ...peer]),
    tool(place, 'ip', ['link', 'set', 'dev', name, 'alias', mark]),
    ...settingCommands(place, name, choice),
    tool(place, 'bridge', ['fdb', 'replace', formatMac(mac), 'dev', name, 'master', 'static']),
    shellLine([...inside, 'link', 'set', 'dev', ifname, 'up']),
    shellLine([...inside, 'addr', 'add', formatPrefix(address), 'dev', ifname]),
  ];
}

/** The commands that attach a link as attachLink() does. `alias`: what it gets. */
export function linkCommands(
  place: SegmentPlace,
  { name, mac, choice, alias }: LinkWish & { readonly alias: string | undefined },
): string[] {
  const { segment, overlayNetns } = place;
  return [
    ...(overlayNetns === undefined ? [] : [shellLine(['ip', 'link', 'set', 'dev', name, 'netns', overlayNetns])]),
    tool(place, 'ip', ['link', 'set', 'dev', name, 'master', segment, 'up']),
    ...settingCommands(place, name, choice),
    ...(alias === undefined ? [] : [tool(place, 'ip', ['link', 'set', 'dev', name, 'alias', alias])]),
    ...(mac ? [tool(place, 'bridge', ['fdb', 'replace', formatMac(mac), 'dev', name, 'master', 'static'])] : []),
  ];
}

function settingCommands(place: SegmentPlace, name: string, choice: PortChoice): string[] {
  return [tool(place, 'ip', ['link', 'set', 'dev', name, 'type', 'bridge_slave', ...portSettingWords(choice)])];
}

/** A command where the segment is. */
export function tool({ overlayNetns }: SegmentPlace, name: 'ip' | 'bridge', words: readonly string[]): string {
  return shellLine([name, ...(overlayNetns === undefined ? [] : ['-n', overlayNetns]), ...words]);
}
