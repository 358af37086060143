/**
 * A number that tells routes of BGP apart (a route distinguisher, RFC 4364 section 4.2) or groups them (a route target, RFC 4360
 * section 4): who administers it, and the number that the administrator gave.
 */
export interface RouteNumber {
  /** How the two share six bytes: 0 is an AS of two bytes with a number of four, 1 an IPv4 address, 2 an AS of four, with one of two. */
  readonly kind: 0 | 1 | 2;
  /** An AS, or an IPv4 address as a number. */
  readonly administrator: number;
  readonly assigned: number;
}

/** What a message wants where a text is none. */
export const wantedRouteNumber = 'AS:NUMBER or ADDRESS:NUMBER, such as 64512:1 or 10.244.0.32:1';

/**
 * Reads `64512:1`, `10.244.0.32:1`, or `64512L:1`, where the L asks for an AS of four bytes although two would do. Undefined where
 * the text is none of them.
 */
export function tryParseRouteNumber(text: string): RouteNumber | undefined {
  const [, as, long, a, b, c, d, number] =
    /^(?:(\d{1,10})(L?)|(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})):(\d{1,10})$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const assigned = Number(number);
  if (as !== undefined) return checked(ofAs(Number(as), assigned, long === 'L'));
  const bytes = [a, b, c, d].map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return checked({ kind: 1, administrator: bytes.reduce((value, byte) => value * 256 + byte, 0), assigned });
}

/** The number of an AS, in two bytes where it fits. */
export function ofAs(administrator: number, assigned: number, isLong = false): RouteNumber {
  return { kind: isLong || administrator > 0xffff ? 2 : 0, administrator, assigned };
}

/** The text that `tryParseRouteNumber` reads. */
export function formatRouteNumber({ kind, administrator, assigned }: RouteNumber): string {
  return `${formatAdministrator(kind, administrator)}:${assigned}`;
}

/** What a network is known by; what a configuration does not say of it follows. */
export interface RouteTargetChoice {
  readonly routeTarget?: RouteNumber | undefined;
  readonly asn: number;
}

/** How many values numbers of two bytes have. */
export const lowBits = 0x10000;

/** The route target: as FRR and others derive theirs, the AS in two bytes and the VNI. */
export function deriveRouteTarget({ routeTarget, asn }: RouteTargetChoice, vni: number): RouteNumber {
  return routeTarget ?? ofAs(asn % lowBits, vni);
}

export function sameRouteNumber(a: RouteNumber, b: RouteNumber): boolean {
  return a.kind === b.kind && a.administrator === b.administrator && a.assigned === b.assigned;
}

function formatAdministrator(kind: RouteNumber['kind'], value: number): string {
  if (kind === 0) return `${value}`;
  if (kind === 2) return value > 0xffff ? `${value}` : `${value}L`;
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

function checked(number: RouteNumber): RouteNumber | undefined {
  const most = number.kind === 0 ? [0xffff, 0xffff_ffff] : [0xffff_ffff, 0xffff];
  return number.administrator <= (most[0] ?? 0) && number.assigned <= (most[1] ?? 0) ? number : undefined;
}
