import { type Ip, sameIp } from '../addr/ip.ts';
import { errorText } from '../errors.ts';
import type { NetlinkError } from '../linux/netlink/error.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { FdbEntry } from '../linux/rtnetlink/fdb.ts';
import { NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import type { Held } from './held.ts';
import { type Failure, ipKey, macKey, prefixKey } from './remote-host.ts';
import { alreadyRemoved, describeStep, type Step, stepRequest } from './step.ts';

/** Called now and then with the number of steps taken, of all. */
export type Progress = (done: number, total: number) => void;

export interface ApplyOptions {
  /** The VTEP's. */
  readonly linkIndex: number;
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
    const outcomes = socket.execute(some.map((step) => stepRequest(step, options.linkIndex)));
    for (const [i, step] of some.entries()) {
      const failure = outcomes[i];
      if (failure === undefined || isDone(step, failure)) taken.push(step);
      else failed.push({ what: describeStep(step), reason: errorText(failure) });
    }
    options.onProgress?.(start + some.length, steps.length);
  }
  return { taken, failed };
}

function isDone({ action }: Step, { errno }: NetlinkError): boolean {
  return action === 'remove' && alreadyRemoved.has(errno);
}

/** Brings what is held up to date with steps that were taken, so that it need not be read again. */
export function remember(held: Held, steps: readonly Step[], linkIndex: number): void {
  for (const step of steps) {
    if (step.object === 'route') rememberRoute(held, step, linkIndex);
    else if (step.object === 'neighbour') rememberNeighbour(held, step, linkIndex);
    else if (step.object === 'fdb') rememberFdb(held, step, linkIndex);
  }
}

type StepOf<Object> = Extract<Step, { object: Object }>;

function rememberRoute({ routes }: Held, { action, route }: StepOf<'route'>, linkIndex: number): void {
  const key = prefixKey(route.destination);
  const others = (routes.get(key) ?? []).filter(({ metric = 0 }) => metric !== (route.metric ?? 0));
  const now = action === 'remove' ? others : [...others, { ...route, linkIndex }];
  if (now.length === 0) routes.delete(key);
  else routes.set(key, now);
}

function rememberNeighbour({ neighbours }: Held, { action, ip, mac }: StepOf<'neighbour'>, linkIndex: number): void {
  if (action === 'remove') neighbours.delete(ipKey(ip));
  else neighbours.set(ipKey(ip), { linkIndex, ip, mac, state: NUD_PERMANENT });
}

function rememberFdb({ fdb }: Held, { action, mac, destination }: StepOf<'fdb'>, linkIndex: number): void {
  const key = macKey(mac);
  const found = fdb.get(key) ?? [];
  // The kernel puts a changed entry in the place of the MAC's first.
  const others = action === 'change' ? found.slice(1) : found.filter((entry) => !leadsTo(entry, destination));
  const now = action === 'remove' ? others : [{ linkIndex, mac, destination, state: NUD_PERMANENT }, ...others];
  if (now.length === 0) fdb.delete(key);
  else fdb.set(key, now);
}

function leadsTo(entry: FdbEntry, destination: Ip): boolean {
  return entry.destination !== undefined && sameIp(entry.destination, destination);
}
