import type { RouteNumber } from '../../addr/route-number.ts';
import { readRouteNumber, writeRouteNumber } from './route-number-wire.ts';
import { WireReader, WireWriter } from './wire.ts';

/** What the key of a route begins with, whatever its type (RFC 7432, section 7): type, length, route distinguisher. */
export interface NlriHead {
  readonly type: RouteType;
  /** Two routes of one thing with different ones are different routes. */
  readonly distinguisher: RouteNumber;
}

/** 2: a MAC, with an address or without; 3: where a segment's broadcasts go; 5: a prefix. */
export type RouteType = 2 | 3 | 5;

/** A single-homed host's: ten zero bytes. A message without them would end gobgpd 3.10. */
export const noSegment = new Uint8Array(10);

/** The key of a route: what `write` writes, after what all have. */
export function encodeNlri({ type, distinguisher }: NlriHead, write: (body: WireWriter) => void): Uint8Array {
  return new WireWriter()
    .number(type, 1)
    .counted((body) => {
      writeRouteNumber(body.number(distinguisher.kind, 2), distinguisher);
      write(body);
    })
    .done();
}

/** All that comes after type and length; undefined where the type is another. @throws WireFault where less comes than is said. */
export function openNlri(nlri: Uint8Array, type: RouteType): WireReader | undefined {
  const reader = new WireReader(nlri);
  if (reader.number(1) !== type) return undefined;
  return new WireReader(reader.take(reader.number(1)));
}

/** @throws WireFault where it is of no known kind. */
export function readDistinguisher(body: WireReader): RouteNumber {
  return readRouteNumber(body, body.number(2));
}

/** Whether the route is one of an Ethernet segment: of several hosts with one port each to the same thing. */
export function readHasSegment(body: WireReader): boolean {
  return body.take(noSegment.length).some((byte) => byte !== 0);
}
