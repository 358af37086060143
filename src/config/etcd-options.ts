import { check, refuse } from './check.ts';
import { type EtcdKeys, wantedEndpoint } from './etcd-options.schema.ts';
import { badValue, type Fault } from './fault.ts';
import { validateEtcdOptions } from './generated/etcd-options.ts';

/** How a host finds etcd, and how it behaves with what is there. */
export interface EtcdOptions {
  /** One or more, without a slash at the end; they are tried one after the other. */
  readonly endpoints: readonly string[];
  /** Every key is below it; no slash at the end. */
  readonly prefix: string;
  /** A user of etcd's own, with the file that holds the password. */
  readonly user?: { readonly name: string; readonly passwordFile: string };
  /** Of PEM; read anew whenever they change. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly leaseTtlSeconds: number;
  readonly renewIntervalSeconds: number;
  readonly requestTimeoutMs: number;
  /** How often etcd is asked whether it is there, and whether the watch has missed anything. */
  readonly probeIntervalSeconds: number;
  readonly withdrawGuard: WithdrawGuardOptions;
}

/** When a list that lacks many of the peers known so far is held back. */
export interface WithdrawGuardOptions {
  /** Of the known peers: a list that lacks more than that is held. */
  readonly fraction: number;
  /** A list that lacks no more than so many is taken, whatever the fraction. */
  readonly atLeast: number;
  readonly graceSeconds: number;
}

/** What the object has where it does not say. */
export const etcdDefaults = {
  /** flannel's. */
  prefix: '/coreos.com/network',
  /** flannel's. */
  leaseTtlSeconds: 86_400,
  requestTimeoutMs: 5000,
  probeIntervalSeconds: 60,
  withdrawGuard: { fraction: 1 / 3, atLeast: 3, graceSeconds: 60 },
} as const;

/** A lease is renewed when a third of its time has passed, and at least so often. */
const longestRenewIntervalSeconds = 3600;

/**
 * The options of etcd, with defaults filled in.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readEtcdOptions(json: unknown): EtcdOptions {
  const { value, faults } = check<EtcdKeys>(validateEtcdOptions, json, (keys) => findEtcdFaults(keys));
  refuse('Cannot use the options of etcd', faults);
  return toEtcdOptions(value);
}

/** The object as it is used; it must be without faults. */
export function toEtcdOptions(keys: EtcdKeys): EtcdOptions {
  const { endpoints, username, passwordFile, renewIntervalSeconds, withdrawGuard, ...rest } = keys;
  const { leaseTtlSeconds = etcdDefaults.leaseTtlSeconds } = keys;
  return {
    ...etcdDefaults,
    ...rest,
    endpoints: endpoints.map((text) => new URL(text).origin),
    ...(username !== undefined && passwordFile !== undefined && { user: { name: username, passwordFile } }),
    renewIntervalSeconds: renewIntervalSeconds ?? defaultRenewInterval(leaseTtlSeconds),
    withdrawGuard: { ...etcdDefaults.withdrawGuard, ...withdrawGuard },
  };
}

function defaultRenewInterval(leaseTtlSeconds: number): number {
  return Math.max(1, Math.min(longestRenewIntervalSeconds, Math.floor(leaseTtlSeconds / 3)));
}

/**
 * What the schema cannot see in an object of the right shape.
 * @param where before the names of the keys, such as `etcd.`.
 */
export function findEtcdFaults(keys: EtcdKeys, where = ''): Fault[] {
  return [
    ...keys.endpoints.flatMap((text, i) =>
      isEndpoint(text) ? [] : [badValue(`${where}endpoints[${i}]`, withoutSecret(text), wantedEndpoint)],
    ),
    ...findHalves(keys, where),
    ...findUselessTls(keys, where),
    ...findLateRenewal(keys, where),
  ];
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password, hostname } = new URL(text);
  const isBare = pathname === '/' && `${search}${hash}${username}${password}` === '';
  return isBare && hostname !== '' && (protocol === 'http:' || protocol === 'https:');
}

/** What is refused is logged. */
function withoutSecret(url: string): string {
  return url.replace(/\/\/.*@/, '//...@');
}

/** Keys that mean something only together. */
function findHalves(keys: EtcdKeys, where: string): Fault[] {
  const pairs = [
    ['username', 'passwordFile'],
    ['certFile', 'keyFile'],
  ] as const;
  return pairs.flatMap(([a, b]) => {
    if ((keys[a] === undefined) === (keys[b] === undefined)) return [];
    const [missing, there] = keys[a] === undefined ? [a, b] : [b, a];
    return [badValue(`${where}${missing}`, undefined, `it beside ${there}`)];
  });
}

function findUselessTls(keys: EtcdKeys, where: string): Fault[] {
  const plain = keys.endpoints.find((text) => isEndpoint(text) && new URL(text).protocol === 'http:');
  if (plain === undefined) return [];
  return (['caFile', 'certFile'] as const).flatMap((key) =>
    keys[key] === undefined
      ? []
      : [badValue(`${where}${key}`, keys[key], `none beside the endpoint ${plain}: without TLS nobody asks for it`)],
  );
}

/** A lease that is renewed after its end has been lost by then. */
function findLateRenewal({ leaseTtlSeconds, renewIntervalSeconds }: EtcdKeys, where: string): Fault[] {
  const ttl = leaseTtlSeconds ?? etcdDefaults.leaseTtlSeconds;
  if (renewIntervalSeconds === undefined || renewIntervalSeconds < ttl) return [];
  const wanted = `less than the ${ttl} of leaseTtlSeconds`;
  return [badValue(`${where}renewIntervalSeconds`, renewIntervalSeconds, wanted)];
}
