import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import { formatPrefix } from '../addr/prefix.ts';
import { RTPROT_KERNEL } from '../linux/rtnetlink/route.ts';
import type { Step } from './step.ts';

type StepOf<Object> = Extract<Step, { object: Object }>;

/** The `ip` or `bridge` command, as words, that does to the kernel what the step does. `device` is the VTEP's name. */
export function stepCommand(step: Step, device: string): readonly string[] {
  switch (step.object) {
    case 'vtep':
      return vtepCommand(step);
    case 'address':
      return ['ip', 'addr', step.action === 'make' ? 'add' : 'del', ...addressWords(step), 'dev', device];
    case 'route':
      return routeCommand(step, device);
    case 'neighbour':
      return neighbourCommand(step, device);
    case 'fdb':
      return fdbCommand(step, device);
  }
}

function addressWords({ address, peer }: StepOf<'address'>): readonly string[] {
  if (peer === undefined) return [formatPrefix(address)];
  return [formatIp(address.ip), 'peer', formatPrefix({ ip: peer, length: address.length })];
}

/** The MTU comes before `type`, for what follows that is the type's own. */
function vtepCommand(step: StepOf<'vtep'>): readonly string[] {
  const { name, mac, mtuBytes, vni, port, gbp, underlay } = step.vtep;
  if (step.action === 'remove') return ['ip', 'link', 'del', 'dev', name];
  const link = ['address', formatMac(mac), 'mtu', `${mtuBytes}`, 'up'];
  const way = ['local', formatIp(underlay.ip), 'dev', underlay.name];
  const vxlan = ['type', 'vxlan', 'id', `${vni}`, ...way, 'dstport', `${port}`, 'nolearning', ...(gbp ? ['gbp'] : [])];
  if (step.action === 'make') return ['ip', 'link', 'add', 'name', name, ...link, ...vxlan];
  return ['ip', 'link', 'set', 'dev', name, ...changeWords(step)];
}

/** What is not named in a change of a VXLAN device stays as it is. */
function changeWords({
  property,
  vtep: { mac, mtuBytes, underlay },
}: Extract<StepOf<'vtep'>, { action: 'change' }>): readonly string[] {
  switch (property) {
    case 'mac':
      return ['address', formatMac(mac)];
    case 'mtu':
      return ['mtu', `${mtuBytes}`];
    case 'master':
      return ['nomaster'];
    case 'up':
      return ['up'];
    case 'local':
      return ['type', 'vxlan', 'local', formatIp(underlay.ip)];
    case 'underlay':
      return ['type', 'vxlan', 'dev', underlay.name];
    case 'learning':
      return ['type', 'vxlan', 'nolearning'];
  }
}

/** Without a metric, which is 0, the command is that of the field. */
function routeCommand({ action, route }: StepOf<'route'>, device: string): readonly string[] {
  const verb = { make: 'add', change: 'replace', remove: 'del' }[action];
  const via = route.gateway === undefined ? [] : ['via', formatIp(route.gateway)];
  const source = route.source === undefined ? [] : ['src', formatIp(route.source)];
  const metric = route.metric ? ['metric', `${route.metric}`] : [];
  const kernels = route.protocol === RTPROT_KERNEL ? ['proto', 'kernel', 'scope', 'link'] : [];
  return [
    'ip',
    'route',
    verb,
    formatPrefix(route.destination),
    ...via,
    'dev',
    device,
    ...kernels,
    ...source,
    ...metric,
  ];
}

function neighbourCommand({ action, ip, mac }: StepOf<'neighbour'>, device: string): readonly string[] {
  if (action === 'remove') return ['ip', 'neigh', 'del', formatIp(ip), 'dev', device];
  const lladdr = mac === undefined ? [] : ['lladdr', formatMac(mac)];
  return ['ip', 'neigh', 'replace', formatIp(ip), 'dev', device, ...lladdr, 'nud', 'permanent'];
}

function fdbCommand({ action, mac, destination }: StepOf<'fdb'>, device: string): readonly string[] {
  const verb = action === 'remove' ? 'del' : 'replace';
  return ['bridge', 'fdb', verb, formatMac(mac), 'dev', device, 'dst', formatIp(destination)];
}

/** A command as a line for sh: words are quoted where it would not take them as they are. */
export function shellLine(command: readonly string[]): string {
  return command.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
