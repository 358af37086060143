import type { Progress } from '../../overlay/apply.ts';
import type { Sink } from '../context.ts';

/** Between two lines where they stay, in ms. */
const lineEveryMs = 1000;

/**
 * Says on stderr how far a long change is: on a terminal in one line that is written over, elsewhere in a line now and then.
 * Nothing is said of a change that is done with its first report.
 * @param nowMs a clock that never goes back.
 */
export function showProgress(stderr: Sink, nowMs: () => number = () => performance.now()): Progress {
  let saidMs = nowMs();
  let isOpen = false;
  return (done, total) => {
    const text = `${done} of ${total} steps`;
    if (stderr.terminal) {
      if (done < total) stderr.write(`\r${text}\u001b[K`);
      else if (isOpen) stderr.write('\r\u001b[K');
      isOpen = done < total;
    } else if (done < total && nowMs() - saidMs >= lineEveryMs) {
      saidMs = nowMs();
      stderr.write(`${text}\n`);
    }
  };
}
