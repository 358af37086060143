import { type RouteNumber, tryParseRouteNumber, wantedRouteNumber } from '../addr/route-number.ts';
import { check, refuse } from './check.ts';
import { etcdDefaults, type WithdrawGuardOptions } from './etcd-options.ts';
import type { EvpnKeys } from './evpn-options.schema.ts';
import { badValue, type Fault } from './fault.ts';
import { validateEvpnOptions } from './generated/evpn-options.ts';

/** How a host finds its gobgpd, and what it says there. */
export interface EvpnOptions {
  /** `unix:///PATH` or `HOST:PORT`. */
  readonly address: string;
  /** Of the autonomous system that gobgpd is configured for. */
  readonly asn: number;
  /** Absent: it follows from the AS and the VNI. */
  readonly routeTarget?: RouteNumber;
  /** Absent: it follows from the underlay address and the VNI. */
  readonly routeDistinguisher?: RouteNumber;
  readonly requestTimeoutMs: number;
  /** How often gobgpd is asked whether it is there. */
  readonly pollIntervalSeconds: number;
  readonly withdrawGuard: WithdrawGuardOptions;
}

/** What the object has where it does not say. */
export const evpnDefaults = {
  address: 'unix:///run/gobgpd.sock',
  requestTimeoutMs: 5000,
  pollIntervalSeconds: 3,
  withdrawGuard: etcdDefaults.withdrawGuard,
} as const;

/**
 * The options of EVPN, with defaults filled in.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readEvpnOptions(json: unknown): EvpnOptions {
  const { value, faults } = check<EvpnKeys>(validateEvpnOptions, json, (keys) => findEvpnFaults(keys));
  refuse('Cannot use the options of EVPN', faults);
  return toEvpnOptions(value);
}

/** The object as it is used; it must be without faults. */
export function toEvpnOptions({ withdrawGuard, ...rest }: EvpnKeys): EvpnOptions {
  return {
    ...evpnDefaults,
    ...toRouteNumbers(rest),
    withdrawGuard: { ...evpnDefaults.withdrawGuard, ...withdrawGuard },
  };
}

/** The keys that tell routes apart, as written. */
type RouteNumberKeys = Pick<EvpnKeys, 'routeTarget' | 'routeDistinguisher'>;

/** The keys as they are, those that tell routes apart as values; they must be without faults. */
export function toRouteNumbers<Keys extends RouteNumberKeys>(
  keys: Keys,
): Omit<Keys, keyof RouteNumberKeys> & Pick<EvpnOptions, keyof RouteNumberKeys> {
  const { routeTarget, routeDistinguisher, ...rest } = keys;
  const target = routeTarget === undefined ? undefined : tryParseRouteNumber(routeTarget);
  const distinguisher = routeDistinguisher === undefined ? undefined : tryParseRouteNumber(routeDistinguisher);
  return {
    ...rest,
    ...(target && { routeTarget: target }),
    ...(distinguisher && { routeDistinguisher: distinguisher }),
  };
}

/**
 * What the schema cannot see in an object of the right shape.
 * @param where before the names of the keys, such as `evpn.`.
 */
export function findEvpnFaults(keys: Partial<EvpnKeys>, where = ''): Fault[] {
  return (['routeTarget', 'routeDistinguisher'] as const).flatMap((key) => {
    const text = keys[key];
    if (text === undefined || tryParseRouteNumber(text) !== undefined) return [];
    return [badValue(`${where}${key}`, text, wantedRouteNumber)];
  });
}
