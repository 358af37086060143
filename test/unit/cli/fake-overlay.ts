import { tryParseIp } from '../../../src/addr/ip.ts';
import { tryParsePrefix } from '../../../src/addr/prefix.ts';
import type { NewestPeersWish, OverlayHost, RunningSilkd, VtepSight } from '../../../src/cli/overlay/overlay-host.ts';
import { deviceWish } from '../../../src/cli/peer/device-wish.ts';
import { SilkError } from '../../../src/errors.ts';
import { RT_SCOPE_UNIVERSE } from '../../../src/linux/rtnetlink/route.ts';
import type { ConvergePlan, ConvergeWish } from '../../../src/overlay/converge.ts';
import { describeRemoteHosts } from '../../../src/overlay/desired.ts';
import { type Held, holdNothing } from '../../../src/overlay/held.ts';
import { planRemoteHosts } from '../../../src/overlay/plan.ts';
import { planVtep } from '../../../src/overlay/plan-vtep.ts';
import { remember } from '../../../src/overlay/remember.ts';
import type { Failure } from '../../../src/overlay/remote-host.ts';
import { reportOf } from '../../../src/overlay/report.ts';
import type { Underlay } from '../../../src/overlay/underlay.ts';
import { describeVtep, type Vtep, vtepAddress } from '../../../src/overlay/vtep.ts';

/** An address in a test. @throws where it is none. */
export function ip(text: string) {
  const found = tryParseIp(text);
  if (found === undefined) throw new Error(`${text} is no address`);
  return found;
}

/** A prefix in a test. @throws where it is none. */
export function prefix(text: string) {
  const found = tryParsePrefix(text);
  if (found === undefined) throw new Error(`${text} is no prefix`);
  return found;
}

export const underlay: Underlay = { index: 2, name: 'eth0', ip: ip('10.244.0.32'), mtuBytes: 1500 };

const linkIndex = 7;

/** A host whose kernel does whatever is asked of it: what is planned is what the real one would plan. */
export class FakeOverlay implements OverlayHost {
  sight: VtepSight | undefined;
  held: Held = holdNothing();
  /** What converge() reports beside what it did. */
  readonly failed: Failure[] = [];
  /** How often anything was changed. */
  changes = 0;
  /** The one that runs. */
  silkd: RunningSilkd | undefined;
  /** Called before each converge. */
  beforeConverge: () => void = () => undefined;

  findSilkd() {
    return this.silkd;
  }

  hasVtep(): boolean {
    return this.sight !== undefined;
  }

  lookAtVtep(): VtepSight | undefined {
    return this.sight && { ...this.sight, held: this.held };
  }

  plan(wish: ConvergeWish): ConvergePlan {
    const vtep = describeVtep(wish.vtep, underlay);
    const desired = wish.peers && describeRemoteHosts(wish.peers, vtep);
    const rest = desired ? planRemoteHosts(desired, this.held, vtep.ip) : { steps: [], failed: [] };
    return { vtep, found: this.sight, vtepSteps: planVtep(vtep, this.sight), desired, ...rest };
  }

  /** As if another had been waited for: the wish is asked for twice. */
  async converge(newestWish: () => Promise<ConvergeWish>) {
    await newestWish();
    this.beforeConverge();
    const plan = this.plan(await newestWish());
    const steps = [...plan.vtepSteps, ...plan.steps];
    if (steps.length > 0) this.changes++;
    this.sight = sightOf(plan.vtep);
    remember(this.held, plan.steps, linkIndex);
    return reportOf(steps, [...plan.failed, ...this.failed]);
  }

  planPeers({ peers }: { readonly peers: NonNullable<ConvergeWish['peers']> }): ConvergePlan {
    if (this.sight === undefined) throw new SilkError('NOT_READY', 'Cannot lead to peers: found no VTEP');
    return this.plan(deviceWish(this.sight, underlay, peers));
  }

  refusedPeers(wish: { readonly peers: NonNullable<ConvergeWish['peers']> }) {
    return this.planPeers(wish).desired?.refused ?? [];
  }

  convergePeers({ newestPeers }: NewestPeersWish) {
    const { sight } = this;
    if (sight === undefined) throw new SilkError('NOT_READY', 'Cannot lead to peers: found no VTEP');
    return this.converge(async () => deviceWish(sight, underlay, await newestPeers()));
  }

  async removeVtep() {
    const sight = this.lookAtVtep();
    this.sight = undefined;
    this.changes++;
    return sight && { sight, left: holdNothing() };
  }
}

/** The device that is as a VTEP has to be. */
export function sightOf(vtep: Vtep): VtepSight {
  const { vni, port, gbp, name, mac, mtuBytes } = vtep;
  const local = vtep.underlay.ip;
  const vxlan = { vni, port, gbp, learning: false, local, underlayIndex: 2, external: false, gpe: false, others: [] };
  const link = { index: linkIndex, name, kind: 'vxlan', mac, mtuBytes, flags: 1, up: true, noArp: false, vxlan };
  const address = { linkIndex, local: vtep.ip, prefix: vtepAddress(vtep), scope: RT_SCOPE_UNIVERSE };
  return { link, addresses: [address], underlayName: 'eth0', held: holdNothing() };
}

/** The VTEP of 10.255.32.0/24 in 10.255.0.0/16. */
export function vtepOf(subnet = '10.255.32.0/24'): Vtep {
  const wish = { name: 'silk-vtep', vni: 1, port: 4789, gbp: true, network: prefix('10.255.0.0/16') };
  return describeVtep({ ...wish, subnet: prefix(subnet) }, underlay);
}
