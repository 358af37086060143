import { Command } from '@commander-js/extra-typings';
import { formatIp, sameIp } from '../../addr/ip.ts';
import { formatMac, sameMac, vtepMac } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import { jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { formatCounts, heldCounts } from '../overlay/held-counts.ts';
import { nameOption } from '../overlay/options.ts';
import type { VtepSight } from '../overlay/overlay-host.ts';
import { type Report, report } from '../report.ts';
import { formatTable } from '../table.ts';

/** `silk vtep show`. */
export function showCommand(context: CliContext) {
  return new Command('show')
    .description('Show the VTEP as the kernel has it, and what looks wrong with it.')
    .addOption(nameOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
What looks wrong is judged by the device alone: whether it is what \`silk vtep up\` or a network configuration asks for, it
cannot tell. Exits with 1 when there is no VTEP, or something looks wrong. Nothing is changed.

Examples:
  silk vtep show
  silk vtep show --json`,
    )
    .action((options) => {
      report(context, options, () => {
        const sight = context.host.overlay.lookAtVtep(options.name);
        if (sight !== undefined) return showReport(sight);
        throw new SilkError(
          'NOT_READY',
          `Cannot show the VTEP ${options.name}: found no such device, wanted one: \`silk vtep up\` makes it`,
        );
      });
    });
}

function showReport(sight: VtepSight): Report {
  const wrong = findWrong(sight);
  const counts = heldCounts(sight.held, sight.link.index);
  const { name, up, mtuBytes, mac, vxlan } = sight.link;
  const { vni, port, gbp, learning } = vxlan;
  const local = vxlan.local && formatIp(vxlan.local);
  const addresses = sight.addresses.map(({ prefix, local: ip }) => formatPrefix({ ip, length: prefix.length }));
  const facts = { name, up, vni, port, gbp, learning, underlay: sight.underlayName, local, addresses, mtu: mtuBytes };
  return {
    json: { ok: wrong.length === 0, ...facts, mac: mac && formatMac(mac), ...counts, wrong },
    isBad: wrong.length > 0,
    lines: (paint) => [
      `${paint.heading(name)} ${up ? paint.good('up') : paint.bad('down')}`,
      ...formatTable([
        ['VNI', `${vni}`],
        ['port', `${port}`],
        ['gbp', gbp ? 'on' : 'off'],
        ['underlay', `${sight.underlayName ?? 'none'}, ${local ?? 'no address'}`],
        ['address', addresses.join(', ') || 'none'],
        ['MAC', mac === undefined ? 'none' : formatMac(mac)],
        ['MTU', `${mtuBytes}`],
        ['holds', formatCounts(counts)],
      ]),
      ...(wrong.length === 0 ? [] : [paint.bad('wrong'), ...wrong.map((text) => `  ${text}`)]),
    ],
  };
}

/** Everything about a device that no VTEP of ours has. */
function findWrong({ link, addresses, underlayName }: VtepSight): string[] {
  const { vxlan, mac } = link;
  const found: string[] = [];
  if (!link.up) found.push('state: found down, wanted up');
  if (vxlan.external) found.push('mode: found external, wanted a VNI of its own');
  if (vxlan.gpe) found.push('gpe: found on, wanted off');
  if (vxlan.learning) found.push('learning: found on, wanted off');
  if (vxlan.remote !== undefined) found.push(`remote: found ${formatIp(vxlan.remote)}, wanted none`);
  if (vxlan.local === undefined) found.push('local: found none, wanted an address of this host');
  if (underlayName === undefined) found.push('underlay: found none, wanted a link');
  const [address, ...more] = addresses;
  if (address === undefined || more.length > 0 || !sameIp(address.local, address.prefix.ip)) {
    found.push(`addresses: found ${addresses.length}, wanted one with the length of the overlay network`);
    return found;
  }
  const wanted = vtepMac(address.local);
  if (mac === undefined || !sameMac(mac, wanted)) {
    found.push(`MAC: found ${mac === undefined ? 'none' : formatMac(mac)}, wanted ${formatMac(wanted)}`);
  }
  return found;
}
