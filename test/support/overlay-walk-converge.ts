import { readFileSync } from 'node:fs';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { converge } from '../../src/overlay/converge.ts';
import { describeStep } from '../../src/overlay/step.ts';
import { parseWish, type WishText } from './overlay-walk-wish.ts';

/*
 * Converges its own namespace: `overlay-walk-converge.ts LOCK WISH-FILE...`, one wish after the other. Prints one line of
 * JSON for each: what was done, or the error.
 */
const [lockPath = '', ...wishFiles] = process.argv.slice(2);
using socket = NetlinkSocket.open();
for (const file of wishFiles) {
  const wish: WishText = JSON.parse(readFileSync(file, 'utf8'));
  console.log(JSON.stringify(await outcome(wish)));
}

async function outcome(wish: WishText) {
  try {
    const { made, changed, removed, failed } = await converge(socket, async () => parseWish(wish), { lockPath });
    return {
      made: made.map(describeStep),
      changed: changed.map(describeStep),
      removed: removed.map(describeStep),
      failed,
    };
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Error)) return { error: String(error) };
    return { error: error.message, ...('code' in error ? { code: error.code } : {}) };
  }
}
