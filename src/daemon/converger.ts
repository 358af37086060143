import type { Peer } from '../addr/peer.ts';
import { firstOf, formatPrefix, networkOf } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type ConvergeWish, converge } from '../overlay/converge.ts';
import { convergeRemoteHosts } from '../overlay/converge-remote-hosts.ts';
import { describeRemoteHosts } from '../overlay/desired.ts';
import { findVtep } from '../overlay/find-vtep.ts';
import { isRenamed, nameBack } from '../overlay/name-back.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import type { Step } from '../overlay/step.ts';
import type { VtepWish } from '../overlay/vtep.ts';
import { lockVtep } from '../overlay/vtep-lock.ts';
import type { Kept } from './state.ts';
import { linkBeyond, userOf } from './subnet-user.ts';

/** Converges again and again, and remembers what is held in between. */
export class Converger {
  readonly #socket: NetlinkSocket;
  readonly #lockPath: string;
  kept: Kept | undefined;

  constructor(socket: NetlinkSocket, lockPath: string) {
    this.#socket = socket;
    this.#lockPath = lockPath;
  }

  /**
   * All of it, against the kernel as it is.
   * @throws SilkError IMPAIRED where containers have addresses of another subnet than the one that is wanted; what converge() throws.
   */
  async full(newestWish: () => ConvergeWish): Promise<ConvergeReport> {
    const named = await this.#nameBack();
    let wish: ConvergeWish | undefined;
    const newest = async () => {
      wish = newestWish();
      refuseMove(this.#socket, wish.vtep);
      return wish;
    };
    const report = await converge(this.#socket, newest, {
      lockPath: this.#lockPath,
      onEnd: (sight) => {
        this.kept = { sight, peers: wish?.peers };
      },
    });
    return named === undefined ? report : { ...report, changed: [named, ...report.changed] };
  }

  /** Where somebody has renamed the VTEP, it is still the one that was made, and what leads to other hosts is on it. */
  async #nameBack(): Promise<Step | undefined> {
    if (this.kept === undefined || !isRenamed(this.#socket, this.kept.sight)) return undefined;
    using _lock = await lockVtep(this.#lockPath);
    return nameBack(this.#socket, this.kept.sight);
  }

  /**
   * The difference between this list of peers and what was held after the last converge, without reading the kernel.
   * @throws SilkError as lockVtep().
   */
  async peersAlone(newestPeers: () => readonly Peer[]): Promise<ConvergeReport> {
    using _lock = await lockVtep(this.#lockPath);
    const { kept } = this;
    if (kept === undefined) throw new RangeError('nothing has been converged yet');
    const peers = newestPeers();
    const { vtep, linkIndex, held } = kept.sight;
    const desired = describeRemoteHosts(peers, vtep);
    const report = convergeRemoteHosts(this.#socket, { vtep, linkIndex, desired }, { held });
    this.kept = { sight: { ...kept.sight, desired }, peers };
    return report;
  }
}

/** The subnet of containers that run does not change under them, whoever asks for it. */
function refuseMove(socket: NetlinkSocket, { name, network, subnet }: VtepWish): void {
  const address = findVtep(socket, name)?.addresses[0]?.local;
  if (address?.value === firstOf(subnet).value) return;
  const before = address && networkOf({ ip: address, length: subnet.length });
  // Without a VTEP only the containers say which subnet the host had.
  const user = before === undefined ? linkBeyond(socket, network, subnet) : userOf(socket, before);
  if (user === undefined) return;
  const found = `${before === undefined ? 'another one' : formatPrefix(before)} in use by ${user}`;
  throw new SilkError(
    'IMPAIRED',
    `Cannot give ${name} the subnet ${formatPrefix(subnet)}: found ${found}, wanted no container in it`,
  );
}
