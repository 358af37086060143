import { formatIp } from '../../addr/ip.ts';
import { formatMac } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { describeStep, type Step } from '../../overlay/step.ts';

/** A step as `--json` prints it: the object, what of it, and of a change why. Stable: keys are added and never renamed. */
export function stepJson(step: Step): Record<string, unknown> {
  const why = whyOf(step);
  return { object: step.object, ...stepFacts(step), ...(why === undefined ? {} : { why }) };
}

function stepFacts(step: Step): Record<string, unknown> {
  if (step.object === 'address') return { address: formatPrefix(step.address) };
  if (step.object === 'neighbour') return { ip: formatIp(step.ip), ...(step.mac && { mac: formatMac(step.mac) }) };
  if (step.object === 'fdb') return { mac: formatMac(step.mac), destination: formatIp(step.destination) };
  if (step.object === 'route') {
    const { destination, gateway, source, metric = 0 } = step.route;
    return {
      destination: formatPrefix(destination),
      ...(gateway && { gateway: formatIp(gateway) }),
      ...(source && { source: formatIp(source) }),
      metric,
    };
  }
  return { name: deviceName(step), ...('property' in step && { property: step.property }) };
}

function deviceName(step: Extract<Step, { why: string }>): string {
  if (step.object === 'vtep') return step.vtep.name;
  return step.object === 'bridge' ? step.bridge.name : step.vxlan.name;
}

/** A step as people read it: `neighbour 10.255.48.0 ee:ee:0a:ff:30:00 (found another MAC)`. */
export function stepLine(step: Step): string {
  const why = 'why' in step ? undefined : whyOf(step);
  return why === undefined ? describeStep(step) : `${describeStep(step)} (${why})`;
}

/** Of what is made there is nothing to say, save of the VTEP: it may have been there as another. */
function whyOf(step: Step): string | undefined {
  if ('why' in step) return step.why;
  if (step.action !== 'change') return undefined;
  return {
    address: 'found another address',
    route: 'found another gateway or source',
    neighbour: 'found another MAC',
    fdb: 'found another destination, or one that ages or has a port, VNI or device of its own',
  }[step.object];
}

/** `30 routes, 30 neighbours, 1 FDB entry`, in the order in which they are first met. */
export function countSteps(steps: readonly Step[]): string {
  const counts = new Map<Step['object'], number>();
  for (const { object } of steps) counts.set(object, (counts.get(object) ?? 0) + 1);
  return [...counts].map(([object, count]) => formatCount(count, object)).join(', ');
}

const words: Readonly<Record<Step['object'], readonly [one: string, many: string]>> = {
  vtep: ['VTEP', 'VTEPs'],
  bridge: ['bridge', 'bridges'],
  vxlan: ['VXLAN device', 'VXLAN devices'],
  address: ['address', 'addresses'],
  route: ['route', 'routes'],
  neighbour: ['neighbour', 'neighbours'],
  fdb: ['FDB entry', 'FDB entries'],
};

/** `1 route`, `2 FDB entries`. */
export function formatCount(count: number, object: Step['object']): string {
  return `${count} ${words[object][count === 1 ? 0 : 1]}`;
}
