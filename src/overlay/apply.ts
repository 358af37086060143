import { errorText } from '../errors.ts';
import type { NetlinkError } from '../linux/netlink/error.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Failure } from './remote-host.ts';
import { describeStep, type Step, stepRequest } from './step.ts';
import type { StepLinks } from './vxlan-device.ts';

/** Called now and then with the number of steps taken, of all. */
export type Progress = (done: number, total: number) => void;

export interface ApplyOptions extends StepLinks {
  readonly onProgress?: Progress | undefined;
}

/** The steps that were taken, and those that the kernel refused. */
export interface Applied {
  readonly taken: readonly Step[];
  readonly failed: readonly Failure[];
}

/** Between two reports of progress. */
const stepsAtOnce = 2048;

/** Takes every step, each whatever became of those before it. */
export function applySteps(socket: NetlinkSocket, steps: readonly Step[], options: ApplyOptions): Applied {
  const taken: Step[] = [];
  const failed: Failure[] = [];
  for (let start = 0; start < steps.length; start += stepsAtOnce) {
    const some = steps.slice(start, start + stepsAtOnce);
    const outcomes = socket.execute(some.map((step) => stepRequest(step, options)));
    for (const [i, step] of some.entries()) {
      const failure = outcomes[i];
      if (failure === undefined || isDone(step, failure)) taken.push(step);
      else failed.push({ what: describeStep(step), reason: errorText(failure) });
    }
    options.onProgress?.(start + some.length, steps.length);
  }
  return { taken, failed };
}

/**
 * The errno by which the kernel says that a removal has been done already: the object went between being read and being
 * removed, and gone is what was wanted.
 */
const alreadyRemoved: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EADDRNOTAVAIL', 'ENODEV']);

/**
 * A second address of the network stays, or goes with the one before it, as the host is set up: EEXIST says that it stayed. Of a
 * destination of broadcasts it says that another has added it.
 */
function isDone({ action, object }: Step, { errno }: NetlinkError): boolean {
  if (action === 'make' && (object === 'address' || object === 'fdb')) return errno === 'EEXIST';
  return action === 'remove' && alreadyRemoved.has(errno);
}
