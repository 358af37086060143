import { formatIp } from '../addr/ip.ts';
import { formatMac, isUnicastMac } from '../addr/mac.ts';
import { formatPrefix } from '../addr/prefix.ts';
import { RTPROT_KERNEL } from '../linux/rtnetlink/route.ts';
import { segmentStepCommands } from './segment-command.ts';
import { isSegmentStep, type SegmentStep } from './segment-step.ts';
import { type Action, endpointProtocol, isWholeRemoved, type Step } from './step.ts';
import { vxlanCommand } from './vxlan-command.ts';

type StepOf<Object> = Extract<Step, { object: Object }>;

/** What the links that a step is about are called. */
export interface StepNames {
  /** The VTEP, or the VXLAN device of a segment. */
  readonly device: string;
  /** Of a segment. */
  readonly bridge?: string | undefined;
  /** A segment's network namespace, as `ip -n` calls it, where it has one of its own. */
  readonly netns?: string | undefined;
}

/** The `ip` and `bridge` commands, as words, that do to the kernel what the step does. */
export function stepCommands(step: Step, names: StepNames): readonly (readonly string[])[] {
  const commands = isSegmentStep(step) ? segmentStepCommands(step) : [sharedCommand(step, names)];
  // A VXLAN device is made where its underlay is.
  return commands.map((command) => (command.includes('netns') ? command : inNamespace(command, names.netns)));
}

function inNamespace([tool = '', ...words]: readonly string[], netns: string | undefined): readonly string[] {
  return netns === undefined ? [tool, ...words] : [tool, '-n', netns, ...words];
}

function sharedCommand(step: Exclude<Step, SegmentStep>, { device, bridge = device }: StepNames): readonly string[] {
  switch (step.object) {
    case 'vtep':
      return vxlanCommand(step.vtep, step);
    case 'address':
      return ['ip', 'addr', verbs[step.action], ...addressWords(step), 'dev', bridge];
    case 'route':
      return routeCommand(step, device);
    case 'neighbour':
      return neighbourCommand(step, step.endpointOn === 'bridge' ? bridge : device);
    case 'fdb':
      return fdbCommand(step, device);
  }
}

/** Of `ip addr` and `ip route`. */
const verbs: Readonly<Record<Action, string>> = { make: 'add', change: 'replace', remove: 'del' };

function addressWords({ address, peer }: StepOf<'address'>): readonly string[] {
  if (peer === undefined) return [formatPrefix(address)];
  return [formatIp(address.ip), 'peer', formatPrefix({ ip: peer, length: address.length })];
}

/** Without a metric, which is 0, the command is that of the field. */
function routeCommand({ action, route }: StepOf<'route'>, device: string): readonly string[] {
  const via = route.gateway === undefined ? [] : ['via', formatIp(route.gateway)];
  const source = route.source === undefined ? [] : ['src', formatIp(route.source)];
  const metric = route.metric ? ['metric', `${route.metric}`] : [];
  const kernels = route.protocol === RTPROT_KERNEL ? ['proto', 'kernel', 'scope', 'link'] : [];
  return [
    'ip',
    'route',
    verbs[action],
    formatPrefix(route.destination),
    ...via,
    'dev',
    device,
    ...kernels,
    ...source,
    ...metric,
  ];
}

function neighbourCommand({ action, ip, mac, endpointOn }: StepOf<'neighbour'>, device: string): readonly string[] {
  if (action === 'remove') return ['ip', 'neigh', 'del', formatIp(ip), 'dev', device];
  const lladdr = mac === undefined ? [] : ['lladdr', formatMac(mac)];
  const kind = ['nud', 'noarp', 'extern_learn', 'protocol', `${endpointProtocol}`];
  const how = endpointOn === undefined ? ['nud', 'permanent'] : kind;
  return ['ip', 'neigh', 'replace', formatIp(ip), 'dev', device, ...lladdr, ...how];
}

function fdbCommand(step: StepOf<'fdb'>, device: string): readonly string[] {
  const { action, mac, destination, endpointSides = [] } = step;
  const verb = action === 'remove' ? 'del' : isUnicastMac(mac) ? 'replace' : 'append';
  const how = endpointSides.length > 0 && action !== 'remove' ? ['extern_learn'] : [];
  const to = action === 'remove' && isWholeRemoved(step) ? [] : ['dst', formatIp(destination)];
  return ['bridge', 'fdb', verb, formatMac(mac), 'dev', device, ...to, ...endpointSides, ...how];
}

/** A command as a line for sh: words are quoted where it would not take them as they are. */
export function shellLine(command: readonly string[]): string {
  return command.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
