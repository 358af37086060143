import { expect, test } from '@jest/globals';
import { WireReader } from '../../../src/linux/netlink/reader.ts';
import { WireWriter } from '../../../src/linux/netlink/writer.ts';
import { decodeBridgePort } from '../../../src/linux/rtnetlink/link-bridge.ts';
import { requireLocked } from '../../../src/overlay/require-locked.ts';

const [ifname, linkInfo, slaveKind, slaveData, isolated, locked] = [3, 18, 4, 5, 33, 39];

/** A link as a kernel tells it that knows these settings of ports. */
function linkWith(settings: readonly number[]) {
  const writer = new WireWriter().bytes(new Uint8Array(16));
  writer.attributeText(ifname, 'b-1');
  writer.nested(linkInfo, () => {
    writer.attributeText(slaveKind, 'bridge');
    writer.nested(slaveData, () => {
      for (const setting of settings) writer.attribute(setting, Uint8Array.of(1));
    });
  });
  return decodeBridgePort(16, new WireReader(writer.finish()));
}

test('requireLocked() says what to do on a kernel that passed over it', () => {
  expect(() => requireLocked('b-1', linkWith([isolated, locked]))).not.toThrow();
  for (const found of [linkWith([isolated]), undefined]) {
    expect(() => requireLocked('b-1', found)).toThrow('it takes Linux 5.18, or `"locked": false`');
  }
});
