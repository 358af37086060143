import { afterAll, expect, test } from '@jest/globals';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { WireWriter } from '../../../src/linux/netlink/writer.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { getLink } from '../../../src/linux/rtnetlink/link.ts';
import { getBridgePort, setBridgePort } from '../../../src/linux/rtnetlink/link-bridge.ts';
import { ip, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('bridge-port');
afterAll(() => namespaces.removeAll());

/** The request with the last setting, which is `locked`, under a number that no kernel knows yet: so was 39 to Linux 5.17. */
function asUnknown({ payload, ...rest }: ReturnType<typeof setBridgePort>) {
  const bytes = Uint8Array.from(payload);
  const at = bytes.lastIndexOf(39);
  return { ...rest, payload: new WireWriter().bytes(bytes.with(at, 250)).finish() };
}

test('a setting of a port that the kernel does not know is passed over without a word, so it has to be read back', () => {
  const host = namespaces.add();
  for (const line of ['add br0 type bridge', 'add p0 master br0 type veth peer name p1']) ip(host, `link ${line}`);
  using netns = openNetns(host.path);
  using socket = NetlinkSocket.open(netns);
  const index = getLink(socket, 'p0')?.index ?? 0;
  const found = () => getBridgePort(socket, index)?.port;
  const wish = setBridgePort(index, { hairpin: true, locked: true });
  socket.apply([asUnknown(wish)]);
  expect(found()).toMatchObject({ hairpin: true, locked: false });
  socket.apply([wish]);
  expect(found()).toMatchObject({ hairpin: true, locked: true });
  expect(getBridgePort(socket, getLink(socket, 'br0')?.index ?? 0)).toBeUndefined();
});
