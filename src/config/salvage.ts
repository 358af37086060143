import { isObject } from './fault.ts';

/** Which IPAM plugin serves a configuration that names none. */
export const defaultIpamType = 'silk-ipam';

/** How long a caller waits for the lock on a network's reservations. */
export const defaultLockTimeoutMs = 5000;

/** What DEL and GC need of a silk-cni configuration. */
export interface SalvagedSilkCni {
  readonly dataDir?: string;
  readonly datastore?: string;
  readonly ipam: SalvagedIpam;
}

/** What DEL and GC need of an `ipam` object. */
export interface SalvagedIpam {
  readonly type: string;
  readonly dataDir?: string;
  readonly lockTimeoutMs: number;
}

/**
 * For DEL and GC, which must work with a configuration that has become invalid since ADD: what can be used of it, where
 * each value by itself is of the right type and safe. Never throws.
 */
export function salvageSilkCniConfig(json: unknown): SalvagedSilkCni {
  return {
    ...salvagePath(json, 'dataDir'),
    ...salvagePath(json, 'datastore'),
    ipam: salvageIpamConfig(json),
  };
}

/** What DEL and GC need of a silk-bridge configuration. */
export interface SalvagedSilkBridge extends SalvagedSilkCni {
  /** Where the host ends of links are. */
  readonly overlayNamespace?: string;
}

/** As `salvageSilkCniConfig`, of a silk-bridge configuration. Never throws. */
export function salvageSilkBridgeConfig(json: unknown): SalvagedSilkBridge {
  const name = ownValue(json, 'overlayNamespace');
  const isName = typeof name === 'string' && /^(?!\.{1,2}$)[^/\0]{1,255}$/.test(name);
  return { ...salvageSilkCniConfig(json), ...(isName && { overlayNamespace: name }) };
}

/** As `salvageSilkCniConfig`, for the `ipam` object of the same network configuration. Never throws. */
export function salvageIpamConfig(json: unknown): SalvagedIpam {
  const ipam = ownValue(json, 'ipam');
  const type = ownValue(ipam, 'type');
  const timeout = ownValue(ipam, 'lockTimeoutMs');
  return {
    type: isPluginType(type) ? type : defaultIpamType,
    ...salvagePath(ipam, 'dataDir'),
    lockTimeoutMs: isLockTimeout(timeout) ? timeout : defaultLockTimeoutMs,
  };
}

function salvagePath<Key extends string>(json: unknown, key: Key): { readonly [K in Key]?: string } {
  const value = ownValue(json, key);
  const isPath = typeof value === 'string' && value.startsWith('/') && !value.includes('\0');
  return isPath ? ({ [key]: value } as { readonly [K in Key]: string }) : {};
}

function ownValue(json: unknown, key: string): unknown {
  return isObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
}

function isPluginType(value: unknown): value is string {
  return typeof value === 'string' && /^(?!\.{1,2}$)[^/\\\0]+$/.test(value);
}

function isLockTimeout(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 60000;
}
