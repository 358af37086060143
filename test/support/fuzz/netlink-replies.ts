/*
 * bun test/support/fuzz/netlink-replies.ts SEED COUNT
 * Decodes COUNT damaged copies of the kernel's replies (test/golden). Ends with 1 when a decoder throws anything but the
 * wire error, or returns something from bytes that are not there.
 */

import { WireError } from '../../../src/linux/netlink/error.ts';
import { decodeMessages } from '../../../src/linux/netlink/message.ts';
import { decodeAddress } from '../../../src/linux/rtnetlink/address.ts';
import { decodeLink } from '../../../src/linux/rtnetlink/link.ts';
import { decodeNeighbour } from '../../../src/linux/rtnetlink/neigh.ts';
import { decodeRoute } from '../../../src/linux/rtnetlink/route.ts';
import { goldenNames, goldenReplies } from '../../golden/vectors.ts';
import { seededRandom } from '../random.ts';
import { mutateBytes, pick } from './mutate.ts';

const [seed = '1', count = '1000'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const datagrams = goldenNames('replies.json').flatMap((name) => goldenReplies(name));
const decoders = [decodeLink, decodeAddress, decodeNeighbour, decodeRoute];
const outcomes = { decoded: 0, refused: 0 };

for (let i = 0; i < Number(count); i++) {
  const bytes = mutateBytes(random, pick(random, datagrams));
  const decode = pick(random, decoders);
  try {
    decodeMessages(bytes, ({ type, payload }) => decode(type, payload));
    outcomes.decoded++;
  } catch (error) {
    if (!(error instanceof WireError)) {
      console.error(`seed ${seed}, reply ${i}: ${Buffer.from(bytes).toString('hex')}`);
      throw error;
    }
    outcomes.refused++;
  }
}
console.log(JSON.stringify(outcomes));
