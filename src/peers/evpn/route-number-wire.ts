import type { RouteNumber } from '../../addr/route-number.ts';
import type { WireReader, WireWriter } from './wire.ts';

/** The six bytes of administrator and number; the kind goes before them, in a byte of which each user has another notion. */
export function writeRouteNumber(writer: WireWriter, { kind, administrator, assigned }: RouteNumber): void {
  if (kind === 0) writer.number(administrator, 2).number(assigned, 4);
  else writer.number(administrator, 4).number(assigned, 2);
}

/** @throws WireFault where the kind is none of the three. */
export function readRouteNumber(reader: WireReader, kind: number): RouteNumber {
  if (kind === 0) return { kind, administrator: reader.number(2), assigned: reader.number(4) };
  if (kind === 1 || kind === 2) return { kind, administrator: reader.number(4), assigned: reader.number(2) };
  throw reader.fault(`a route distinguisher of kind ${kind}`);
}
