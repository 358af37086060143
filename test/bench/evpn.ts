import { type Ip, parseIp } from '../../src/addr/ip.ts';
import { vtepMac } from '../../src/addr/mac.ts';
import { ofAs } from '../../src/addr/route-number.ts';
import type { WirePath } from '../../src/peers/evpn/gobgp.ts';
import { encodePrefixRoute } from '../../src/peers/evpn/prefix-route.ts';
import { type EvpnHost, EvpnNetwork } from '../support/evpn-network.ts';
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
const changes = 20;
const overlayIp = parseIp('100.64.0.0', 'the overlay network');
const firstUnderlayIp = parseIp('172.16.0.1', 'the underlay');

/** What silkd makes of many routes, with a gobgpd that has them all: its first converge, one change, memory. */
export async function evpnScenario(_lab: Lab): Promise<Section> {
  const network = new EvpnNetwork();
  const host = network.addHost(32);
  host.silkd.configure({ overlayNetwork: '100.64.0.0/10', subnet: '100.64.0.0/26' });
  await Promise.all([network.reflector.start(), host.gobgpd.start()]);
  using crowd = new RouteCrowd(network.reflector, host.gobgpd, routeOf);
  try {
    const spreadMs = await timed(() => crowd.spread(routes));
    const firstMs = await timed(async () => {
      host.silkd.launch();
      await untilFdb(host, routes);
    });
    const once = summarise(await changeOneByOne(host, crowd));
    await sleep(5000);
    const bytes = residentBytes(host.silkd.pid).now;
    return section({ spreadMs, firstMs, once, bytes });
  } finally {
    disposeHosts();
  }
}

interface Found {
  readonly spreadMs: number;
  readonly firstMs: number;
  readonly once: ReturnType<typeof summarise>;
  readonly bytes: number;
}

function section({ spreadMs, firstMs, once, bytes }: Found): Section {
  const n = routes.toLocaleString('en');
  return {
    title: 'Peers by BGP EVPN',
    text: `${n} routes of type 5 at a reflector (gobgpd), a host with a gobgpd and silkd. A change is a further route, from the reflector's being told to the host's FDB entry, ${changes} of them.`,
    tables: [
      {
        head: ['', 'median', 'p95'],
        rows: [
          [`the reflector is told ${n} routes, and the host's gobgpd has them`, ms(spreadMs), ''],
          ['silkd from its start to the last FDB entry', ms(firstMs), ''],
          ['one change', ms(once.median), ms(once.p95)],
          ['resident memory of silkd, 5 s later', megabytes(bytes), ''],
        ],
      },
    ],
    verdicts: [],
  };
}

async function changeOneByOne(host: EvpnHost, crowd: RouteCrowd): Promise<number[]> {
  const found: number[] = [];
  for (let i = routes; i < routes + changes; i++) {
    const tookMs = await timed(async () => {
      await crowd.tell(i);
      await untilFdb(host, i + 1);
    });
    found.push(tookMs);
    // For what follows a change to be over.
    await sleep(1500);
  }
  return found;
}

/** The route of the i-th host, at an address and with a /26 of its own. */
function routeOf(i: number): WirePath {
  const ip: Ip = { family: 4, value: overlayIp.value + BigInt(64 * (i + 1)) };
  const nextHop: Ip = { family: 4, value: firstUnderlayIp.value + BigInt(i) };
  return encodePrefixRoute({
    type: 5,
    distinguisher: { kind: 1, administrator: Number(nextHop.value), assigned: 1 },
    hasSegment: false,
    prefix: { ip, length: 26 },
    gateway: { family: 4, value: 0n },
    vni: 1,
    nextHop,
    routeTargets: [ofAs(asn, 1)],
    encapsulations: [8],
    routerMac: vtepMac(ip),
  });
}

async function untilFdb({ host }: EvpnHost, count: number): Promise<void> {
  const words = ['sh', '-c', 'bridge fdb show dev silk-vtep 2>/dev/null | wc -l'];
  while (Number(host.exec(...words)) < count) await sleep(10);
}
