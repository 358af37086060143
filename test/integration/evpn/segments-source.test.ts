import { afterEach, expect, jest, test } from '@jest/globals';
import { EvpnNetwork } from '../../support/evpn-network.ts';
import { disposeHosts } from '../../support/host.ts';
import { both, linesOf, mac, SegmentSpeaker } from '../../support/segment-speaker.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const [atA, atB] = ['at 10.244.0.32', 'at 10.244.0.48'];

test('hosts tell each other what is attached to them; a MAC that moves is where it came last; who is away is waited for', async () => {
  const network = new EvpnNetwork();
  const [hostA, hostB] = [network.addHost(32), network.addHost(48)];
  await network.startGobgpd([hostA, hostB]);
  let a = new SegmentSpeaker(hostA).start();
  const b = new SegmentSpeaker(hostB).start();
  a.announce(both(3), mac(9));
  b.announce(both(2));
  await a.knows(atB, `${both(2)} ${atB}`);
  await b.knows(atA, `${both(3)} ${atA}`, `${mac(9)} ${atA}`);
  a.announce(both(3));
  await b.knows(atA, `${both(3)} ${atA}`);
  await until('no problem', () => a.problems.length + b.problems.length === 0);

  // From a to b and back again, while the one that it left still has it.
  b.announce(both(2), both(3));
  await a.tells(`endpoint ${mac(3)} of VNI 42: found it at 10.244.0.48 too, with sequence number 1`);
  expect(a.beaten).toEqual([mac(3)]);
  await until('one route', () => linesOf(network.reflector, 3).length === 1);
  expect(linesOf(network.reflector, 3)).toEqual([expect.stringMatching(/ 10\.244\.0\.48 .*mac-mobility: 1/)]);
  // Whoever begins again knows that it was beaten.
  await a.stop();
  a = new SegmentSpeaker(hostA).start();
  a.announce(both(3));
  await a.tells(`endpoint ${mac(3)} of VNI 42: found it at 10.244.0.48 too, with sequence number 1`);
  expect(a.beaten).toEqual([mac(3)]);
  a.announce();
  await a.knows(atB, `${both(2)} ${atB}`, `${both(3)} ${atB}`);
  a.announce(`${both(3)} #2`);
  await b.tells(`endpoint ${mac(3)} of VNI 42: found it at 10.244.0.32 too, with sequence number 2`);
  b.announce(both(2));
  await b.knows(atA, `${both(3)} ${atA}`);
  await a.knows(atB, `${both(2)} ${atB}`);

  const [ofA, ofB] = [a.source.view().entries, b.source.view().entries];
  await hostA.gobgpd.kill();
  await a.tells('UNAVAILABLE');
  await hostA.gobgpd.start();
  await until('the route', () => linesOf(hostA.gobgpd, 3).length === 1);
  await until('the route at the reflector', () => linesOf(network.reflector, 3).length === 1, 20_000);
  await until('no problem', () => a.problems.length === 0, 20_000);

  // While the reflector is away a silkd begins again.
  await network.reflector.kill();
  await Promise.all([a, b].map((one) => one.tells('no session')));
  await a.stop();
  const again = new SegmentSpeaker(hostA, ofA).start();
  await again.tells('no session');
  // Nobody has said yet what is attached.
  expect(linesOf(hostA.gobgpd, 3)).toHaveLength(1);
  again.announce(`${both(3)} #2`);
  await sleep(500);
  expect(again.source.view().entries).toEqual(ofA);
  expect(b.source.view().entries).toBe(ofB);
  expect(linesOf(hostA.gobgpd, 3)).toHaveLength(1);
  await network.reflector.start();
  await until('no problem', () => again.problems.length + b.problems.length === 0, 30_000);
  expect(again.source.view().entries).toEqual(ofA);
  expect(b.source.view().entries).toBe(ofB);
  await again.stop();
  await b.stop();
});
