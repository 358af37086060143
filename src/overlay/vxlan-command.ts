import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import { netnsName, type VxlanAction, type VxlanDevice, type VxlanProperty } from './vxlan-device.ts';

/** The `ip` command that does to a VXLAN device what the step does. `bridge` is what it has to be a port of. */
export function vxlanCommand(device: VxlanDevice, step: VxlanAction, bridge?: string): readonly string[] {
  if (step.action === 'remove') return ['ip', 'link', 'del', 'dev', device.name];
  if (step.action === 'make') return makeCommand(device);
  return ['ip', 'link', 'set', 'dev', device.name, ...changeWords(device, step.property, bridge)];
}

/** The MTU comes before `type`, for what follows that is the type's own. */
function makeCommand(device: VxlanDevice): readonly string[] {
  const { name, mac, mtuBytes, vni, port, gbp, proxy, underlay, netns } = device;
  const place = netns === undefined ? [] : ['netns', netnsName(netns)];
  const link = ['address', formatMac(mac), 'mtu', `${mtuBytes}`, 'up'];
  const way = ['local', formatIp(underlay.ip), 'dev', underlay.name];
  const flags = ['nolearning', ...(gbp ? ['gbp'] : []), ...(proxy ? ['proxy'] : [])];
  const vxlan = ['type', 'vxlan', 'id', `${vni}`, ...way, 'dstport', `${port}`, ...flags];
  return ['ip', 'link', 'add', 'name', name, ...place, ...link, ...vxlan];
}

/** What is not named in a change of a VXLAN device stays as it is. */
function changeWords(
  { name, mac, mtuBytes, underlay }: VxlanDevice,
  property: VxlanProperty,
  bridge?: string,
): string[] {
  switch (property) {
    case 'name':
      return ['name', name];
    case 'mac':
      return ['address', formatMac(mac)];
    case 'mtu':
      return ['mtu', `${mtuBytes}`];
    case 'master':
      return bridge === undefined ? ['nomaster'] : ['master', bridge];
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
