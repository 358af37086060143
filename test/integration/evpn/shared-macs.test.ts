import { afterEach, expect, jest, test } from '@jest/globals';
import { EvpnNetwork } from '../../support/evpn-network.ts';
import { disposeHosts } from '../../support/host.ts';
import { both, linesOf, SegmentSpeaker } from '../../support/segment-speaker.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const vnis = [42, 43];
const [atA, atB, atC] = [32, 48, 64].map((n) => `10.244.0.${n}`);

/** That all other hosts are in both segments, and what these have. */
function entries(own: string | undefined, ...endpoints: readonly string[]): string[] {
  const others = [atA, atB, atC].filter((host) => host !== own);
  return [...others.flatMap((host) => [`at ${host}`, `43 at ${host}`]), ...endpoints];
}

test('two segments have the same MAC and address, and each follows it where it goes', async () => {
  const network = new EvpnNetwork();
  const hosts = [network.addHost(32), network.addHost(48), network.addHost(64)] as const;
  await network.startGobgpd(hosts);
  const speak = (n: 0 | 1 | 2) => {
    return new SegmentSpeaker(
      hosts[n],
      undefined,
      vnis.map((vni) => ({ vni })),
    ).start();
  };
  const [a, b, c] = [speak(0), speak(1), speak(2)];
  const x = both(3);
  a.announce(x);
  b.announce(`43 ${x}`);
  c.announce();
  await c.knows(...entries(atC, `${x} at ${atA}`, `43 ${x} at ${atB}`));
  await a.knows(...entries(atA, `43 ${x} at ${atB}`));
  await b.knows(...entries(atB, `${x} at ${atA}`));

  // gobgpd says 0 of what is told without a number after another's, which would say that it is only heard.
  const y = both(4);
  b.announce(`43 ${x}`, `43 ${y}`);
  await a.knows(...entries(atA, `43 ${x} at ${atB}`, `43 ${y} at ${atB}`));
  a.announce(x, y);
  await c.knows(...entries(atC, `${x} at ${atA}`, `${y} at ${atA}`, `43 ${x} at ${atB}`, `43 ${y} at ${atB}`));
  const moves = () => linesOf(network.reflector, 4).map((line) => /mac-mobility: \d+/.exec(line)?.[0]);
  await until('a number', () => moves().includes('mac-mobility: 1'));
  expect(moves().sort()).toEqual(['mac-mobility: 1', undefined]);
  a.announce(x);
  b.announce(`43 ${x}`);
  await c.knows(...entries(atC, `${x} at ${atA}`, `43 ${x} at ${atB}`));

  // In 42 it goes from a to c; then in 43 from b, which still has it, to a: gobgpd knows it of 42 with the number that it gets.
  c.announce(x);
  await a.tells(`of VNI 42: found it at ${atC} too, with sequence number 1`);
  a.announce();
  await a.knows(...entries(atA, `${x} at ${atC}`, `43 ${x} at ${atB}`));
  a.announce(`43 ${x}`);
  await c.knows(...entries(atC, `43 ${x} at ${atA}`));
  await b.tells(`of VNI 43: found it at ${atA} too, with sequence number 2`);
  b.announce();
  await b.knows(...entries(atB, `${x} at ${atC}`, `43 ${x} at ${atA}`));

  // A gobgpd that begins anew is told a number that it takes.
  c.announce(x, `43 ${x}`);
  await a.tells(`of VNI 43: found it at ${atC} too`);
  a.announce();
  await hosts[2].gobgpd.kill();
  await c.tells('UNAVAILABLE');
  await hosts[2].gobgpd.start();
  await a.knows(...entries(atA, `${x} at ${atC}`, `43 ${x} at ${atC}`));
  await until('no problem', () => [a, b, c].every((one) => one.problems.length === 0), 30_000);
  expect(linesOf(network.reflector, 3)).toHaveLength(2);
});
