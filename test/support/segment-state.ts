import type { ArpSuppression } from '../../src/overlay/segment.ts';
import { bridgeName, type EntryText, type SegmentText, type SegmentWorld, vxlanDevice } from './segment-world.ts';

/** What a kernel holds of a segment, as iproute2 tells it: each list sorted, a line for one object. */
export interface SegmentState {
  readonly bridge: string;
  readonly vxlan: string;
  readonly port: string;
  /** `10.0.10.11 ee:ee:0a:00:0a:0b NOARP 200`, of those that do not go by themselves. */
  readonly neighbours: readonly string[];
  /** Of the VXLAN device: `ee:ee:0a:00:0a:0b self 10.244.0.48`, `... master`, and whose they are. */
  readonly fdb: readonly string[];
}

interface LinkJson {
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly master?: string;
  readonly address: string;
  readonly ifalias?: string;
  readonly linkinfo?: {
    readonly info_data?: Readonly<Record<string, unknown>>;
    readonly info_slave_data?: Readonly<Record<string, unknown>>;
  };
}

interface NeighbourJson {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
  readonly extern_learn?: null;
  readonly router?: null;
  readonly protocol?: string;
}

interface FdbJson {
  readonly mac: string;
  readonly ifname: string;
  readonly dst?: string;
  readonly flags: readonly string[];
  readonly master?: string;
  readonly state: string;
  readonly port?: number;
}

/** Reads it by `ip` and `bridge` alone. Of the device that does not answer ARP only our own neighbours count. */
export function segmentState(world: SegmentWorld, suppression: ArpSuppression): SegmentState {
  const answerer = suppression === 'proxy' ? vxlanDevice : bridgeName;
  const link = (name: string) => world.list<LinkJson>(`ip -j -d link show dev ${name}`)[0];
  const [bridge, vxlan] = [link(bridgeName), link(vxlanDevice)];
  const addresses = world.list<{ addr_info: { local: string; prefixlen: number; dynamic?: boolean }[] }>(
    `ip -j -4 addr show dev ${bridgeName}`,
  );
  const { id, port, local, learning = false, proxy = false } = vxlan?.linkinfo?.info_data ?? {};
  const slave = vxlan?.linkinfo?.info_slave_data ?? {};
  const settings = ['learning', 'flood', 'mcast_flood', 'bcast_flood', 'neigh_suppress'];
  return {
    bridge: [
      describe(bridge),
      ...addresses.flatMap(({ addr_info }) =>
        addr_info.map(({ local: ip, prefixlen, dynamic }) => `${ip}/${prefixlen}${dynamic ? ' dynamic' : ''}`),
      ),
    ].join(' '),
    vxlan: `${describe(vxlan)} mtu ${vxlan?.mtu} master ${vxlan?.master} ${id} ${port} ${local} ${learning} ${proxy}`,
    port: settings.filter((name) => slave[name] === true).join(' '),
    neighbours: [bridgeName, vxlanDevice]
      .flatMap((name) =>
        world
          .list<NeighbourJson>(`ip -j -4 neigh show dev ${name} nud noarp nud permanent`)
          .filter(({ protocol }) => name === answerer || protocol === '200'),
      )
      // Groups are the kernel's own affair.
      .filter(({ dst }) => !dst.startsWith('224.'))
      .map(({ dst, lladdr, state, protocol, extern_learn, router }) => {
        const flags = [extern_learn === undefined && protocol === '200' && 'not learned', router === null && 'router'];
        return [dst, lladdr, ...state, protocol, ...flags].filter(Boolean).join(' ');
      })
      .sort(),
    fdb: fdbOf(world).sort(),
  };
}

function describe(link: LinkJson | undefined): string {
  return link === undefined ? 'none' : `${link.address} ${link.flags.includes('UP') ? 'up' : 'down'} ${link.ifalias}`;
}

function fdbOf(world: SegmentWorld): string[] {
  const all = world.list<FdbJson>(`bridge -j fdb show dev ${vxlanDevice}`);
  return all.flatMap(({ mac, dst, flags, state, master, port }) => {
    // The device's own MAC, which the bridge holds for good.
    if (master !== undefined && state === 'permanent') return [];
    const side = flags.includes('self') ? `self ${dst}` : 'master';
    const whose = flags.includes('extern_learn') ? '' : ` another's`;
    return [`${mac} ${side}${whose}${port ? ` port ${port}` : ''}`];
  });
}

/** What has to be there, worked out from the wish alone. `hosts`: the other hosts that the wish names, with an endpoint or without. */
export function expectedState(
  text: SegmentText,
  { endpoints, hosts }: { readonly endpoints: readonly EntryText[]; readonly hosts: readonly string[] },
): SegmentState {
  const { vni, suppression, replicate, gateway, mtuBytes = 1450 } = text;
  const own = 'aa:aa:c0:a8:4d:02';
  const isProxy = suppression === 'proxy';
  const led = endpoints.filter(({ mac }) => mac !== undefined);
  return {
    bridge: `${gateway === undefined ? own : macOf(gateway)} up silk-segment:${vni}${gateway ? ` ${gateway}` : ''}`,
    vxlan: `${own} up silk-segment:${vni} mtu ${mtuBytes} master br0 ${vni} 4789 192.168.77.2 false ${isProxy}`,
    port: [replicate && 'flood', replicate && 'mcast_flood', 'bcast_flood', !isProxy && 'neigh_suppress']
      .filter(Boolean)
      .join(' '),
    neighbours: led.flatMap(({ ip, mac }) => (ip === undefined ? [] : [`${ip} ${mac} NOARP 200`])).sort(),
    fdb: [
      ...new Set(led.flatMap(({ mac, underlay }) => [`${mac} self ${underlay}`, `${mac} master`])),
      ...(replicate ? hosts : []).map((host) => `00:00:00:00:00:00 self ${host}`),
    ].sort(),
  };
}

/** `ee:ee` and the address. */
function macOf(prefix: string): string {
  const bytes = prefix.split('/')[0]?.split('.') ?? [];
  return ['ee', 'ee', ...bytes.map((byte) => Number(byte).toString(16).padStart(2, '0'))].join(':');
}
