import { type Ip, parseIp } from '../../src/addr/ip.ts';
import { ofAs } from '../../src/addr/route-number.ts';
import { containerMac } from '../../src/overlay/derive.ts';
import { endpointProtocol } from '../../src/overlay/step.ts';
import type { WirePath } from '../../src/peers/evpn/gobgp.ts';
import { encodeMacRoute } from '../../src/peers/evpn/mac-route.ts';
import { attachTo, EvpnSegment, type EvpnSegmentHost, vni } from '../support/evpn-segment.ts';
import { asn } from '../support/gobgpd.ts';
import { disposeHosts } from '../support/host.ts';
import { sleep } from '../support/wait.ts';
import type { Lab } from './lab.ts';
import { residentBytes } from './process-use.ts';
import type { Section } from './report.ts';
import { RouteCrowd } from './route-crowd.ts';
import { summarise } from './sample.ts';
import { megabytes, ms } from './table.ts';
import { timed } from './timing.ts';

const routes = 10_000;
const perHost = 333;
const changes = 20;
/** Between two changes: longer than silkd rests after a round. */
const restMs = 1500;
const overlayIp = parseIp('10.0.0.0', 'the segment');
const firstUnderlayIp = parseIp('10.244.1.0', 'the underlay');
/** As many hosts as a rack has. */
const remoteHosts = 40;

/** What silkd makes of a segment: one of three hosts with a thousand containers, and one with ten thousand endpoints elsewhere. */
export async function evpnSegmentScenario(_lab: Lab): Promise<Section> {
  const three = await inOwnHosts(threeHosts);
  const many = await inOwnHosts(manyRoutes);
  return {
    title: 'A segment by BGP EVPN',
    text: [
      `Three hosts with ${perHost} containers each, attached by silk-bridge while no silkd ran; a reflector (gobgpd), a gobgpd on each host. A change is a further container, from the end of its ADD to the neighbour on both other hosts, ${changes} of them.`,
      `And one host, with ${routes.toLocaleString('en')} routes of type 2 (MAC and address, of ${remoteHosts} hosts) at the reflector. A change is a further route, from the reflector's being told to the host's neighbour, ${changes} of them.`,
    ].join('\n\n'),
    tables: [
      { head: ['three hosts', 'median', 'p95'], rows: rowsOf(three, `each to hold the ${2 * perHost} of the others`) },
      { head: ['one host', 'median', 'p95'], rows: rowsOf(many, `all ${routes.toLocaleString('en')}`) },
    ],
    verdicts: [],
  };
}

interface Found {
  readonly firstMs: number;
  readonly changesMs: readonly number[];
  readonly bytes: number;
}

function rowsOf({ firstMs, changesMs, bytes }: Found, all: string): string[][] {
  const once = summarise(changesMs);
  return [
    [`silkd from its start to ${all}`, ms(firstMs), ''],
    ['one change', ms(once.median), ms(once.p95)],
    ['resident memory of silkd, 5 s later', megabytes(bytes), ''],
  ];
}

async function inOwnHosts(measure: () => Promise<Found>): Promise<Found> {
  try {
    return await measure();
  } finally {
    disposeHosts();
  }
}

async function threeHosts(): Promise<Found> {
  const segment = new EvpnSegment();
  const range = (i: number) => ({
    subnet: '10.0.0.0/16',
    rangeStart: `10.0.${16 * i}.2`,
    rangeEnd: `10.0.${16 * i + 1}.254`,
  });
  const hosts = [1, 2, 3].map((i) => segment.addHost(20 + i, {}, range(i)));
  const [first] = hosts;
  if (first === undefined) throw new Error('no host');
  await segment.startGobgpds(hosts);
  for (const on of hosts) for (let i = 0; i < perHost; i++) attachTo(on);
  const firstMs = await timed(async () => {
    for (const { silkd } of hosts) silkd.launch();
    for (const on of hosts) await untilNeighbours(on, 2 * perHost);
  });
  const changesMs: number[] = [];
  for (let i = 1; i <= changes; i++) {
    await sleep(restMs);
    attachTo(first);
    changesMs.push(
      await timed(async () => {
        for (const on of hosts.slice(1)) await untilNeighbours(on, 2 * perHost + i);
      }),
    );
  }
  await sleep(5000);
  return { firstMs, changesMs, bytes: residentBytes(first.silkd.pid).now };
}

async function manyRoutes(): Promise<Found> {
  const segment = new EvpnSegment();
  const host = segment.addHost(20);
  await segment.startGobgpds([host]);
  using crowd = new RouteCrowd(segment.reflector, host.gobgpd, routeOf);
  await crowd.spread(routes);
  const firstMs = await timed(async () => {
    host.silkd.launch();
    await untilNeighbours(host, routes);
  });
  const changesMs: number[] = [];
  for (let i = routes; i < routes + changes; i++) {
    await sleep(restMs);
    changesMs.push(
      await timed(async () => {
        await crowd.tell(i);
        await untilNeighbours(host, i + 1);
      }),
    );
  }
  await sleep(5000);
  return { firstMs, changesMs, bytes: residentBytes(host.silkd.pid).now };
}

/** The route of the i-th endpoint. */
function routeOf(i: number): WirePath {
  const ip: Ip = { family: 4, value: overlayIp.value + BigInt(i + 2) };
  const nextHop: Ip = { family: 4, value: firstUnderlayIp.value + BigInt(i % remoteHosts) };
  return encodeMacRoute({
    type: 2,
    distinguisher: { kind: 1, administrator: Number(nextHop.value), assigned: vni },
    hasSegment: false,
    tag: 0,
    mac: containerMac(ip),
    ip,
    labels: [vni],
    nextHop,
    routeTargets: [ofAs(asn, vni)],
    encapsulations: [8],
    routerMac: undefined,
    mobility: undefined,
    tunnel: undefined,
  });
}

/** Ours alone: the kernel has some of its own, of groups. */
async function untilNeighbours({ host }: EvpnSegmentHost, count: number): Promise<void> {
  const words = [
    'sh',
    '-c',
    `ip neigh show dev vxlan${vni} nud noarp 2>/dev/null | grep -c 'proto ${endpointProtocol}' || true`,
  ];
  while (Number(host.exec(...words)) < count) await sleep(10);
}
