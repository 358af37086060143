import { macKey } from '../addr/mac.ts';
import { NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import type { Held } from './held.ts';
import { ipKey, prefixKey } from './remote-host.ts';
import type { Step } from './step.ts';

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
  if (action === 'remove') fdb.delete(macKey(mac));
  else fdb.set(macKey(mac), { linkIndex, mac, destination, state: NUD_PERMANENT });
}
