import { Command } from '@commander-js/extra-typings';
import { formatIp, type Ip, parseIp, sameIp } from '../../addr/ip.ts';
import { SilkError } from '../../errors.ts';
import { heldBy, removeAttachment } from '../../ipam/attachments.ts';
import { remove } from '../../ipam/files.ts';
import type { Owner } from '../../ipam/record.ts';
import { withIndexUnlessFull } from '../../ipam/session.ts';
import { type NetworkStore, paths, readEntry } from '../../ipam/store.ts';
import { confDirOption, jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { readHostLinks } from './host-links.ts';
import { dataDirOption } from './options.ts';
import { chooseNetworks, listReservations, type NetworkPlace, type ReservationRow } from './reservations.ts';

/** `silk ipam release`. */
export function releaseCommand(context: CliContext) {
  return new Command('release')
    .description('Release one address by hand, for when neither a DEL nor a GC will.')
    .argument('<address>', 'the address')
    .requiredOption('--network <name>', 'the network that it is reserved in')
    .option('--force', 'release it although its link still exists')
    .addOption(dataDirOption())
    .addOption(confDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Refuses while the link s-<address> of the address, or of another address of the same attachment, exists in this network
namespace, or the link that silk-bridge has made for it. Links of other plugins have other names and cannot be seen: there, make sure that the container is gone.
The container's link, where there is one, is left alone: silk cni del takes both away.

Examples:
  silk ipam release 10.255.30.7 --network blue
  silk ipam release 10.255.30.7 --network blue --force`,
    )
    .action((text, options) => {
      report(context, options, () => {
        const ip = parseIp(text, 'the address');
        const [network = ''] = chooseNetworks(options.dataDir, options.network);
        const place = { network, dataDir: options.dataDir };
        const sight = readHostLinks(context.host, options.confDir);
        const rows = listReservations(context.host, place, sight);
        const row = findReservation(rows, place, { ip, force: options.force === true });
        releaseAddress(context.host.openStore(network, options.dataDir), ip, row.owner);
        const { address } = row;
        return {
          json: { ok: true, address, network, ...row.owner },
          lines: (paint) => [
            `${paint.good('Released')} ${address} of network ${network}, held by ${formatOwner(row.owner)}`,
          ],
        };
      });
    });
}

/** @throws SilkError BAD_CONFIG when it is not reserved; ALREADY_ATTACHED when its link exists and nothing forces. */
function findReservation(
  rows: readonly ReservationRow[],
  place: NetworkPlace,
  wish: { readonly ip: Ip; readonly force: boolean },
): ReservationRow {
  const row = rows.find((one) => sameIp(one.ip, wish.ip));
  const what = `Cannot release ${formatIp(wish.ip)} of network ${place.network}`;
  if (row === undefined) throw new SilkError('BAD_CONFIG', `${what}: it is not reserved in ${place.dataDir}`);
  const alive = rows.find((one) => one.linkExists && isSameAttachment(one, row));
  if (alive === undefined || wish.force) return row;
  throw new SilkError(
    'ALREADY_ATTACHED',
    `${what}: link ${alive.link} of ${formatOwner(alive.owner)} still exists, wanted it gone, or --force`,
  );
}

function isSameAttachment(a: ReservationRow, b: ReservationRow): boolean {
  if (a === b) return true;
  const [one, other] = [a.owner, b.owner];
  return one !== undefined && one.containerId === other?.containerId && one.ifname === other.ifname;
}

function formatOwner(owner: Owner | undefined): string {
  return owner === undefined ? 'nobody (a garbage file)' : `${owner.containerId} ${owner.ifname}`.trimEnd();
}

/**
 * Removes one address's reservation and nothing else of its attachment.
 * @throws SilkError TRY_LATER when it changed hands meanwhile, or the lock was not free in time; IO_FAILURE.
 */
export function releaseAddress(store: NetworkStore, ip: Ip, owner: Owner | undefined): void {
  const removeIt = (): void => {
    const found = readEntry(store, ip)?.owner;
    if (found?.containerId !== owner?.containerId || found?.ifname !== owner?.ifname) {
      const who = `found it held by ${formatOwner(found)}, wanted ${formatOwner(owner)}`;
      throw new SilkError('TRY_LATER', `Cannot release ${formatIp(ip)}: ${who}`);
    }
    remove(paths.reservation(store, ip));
    // The index may go on naming the address: each is verified against its file. An index of nothing is not left.
    if (owner !== undefined && heldBy(store, owner).length === 0) removeAttachment(store, owner);
  };
  withIndexUnlessFull(store, removeIt, removeIt);
}
