import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WirePath } from '../../src/peers/evpn/gobgp.ts';
import { unhex } from './vectors.ts';

/** What gobgpd itself says that a route of type 5 says. */
export interface SaidOfRoute {
  readonly prefix: string;
  readonly distinguisher: string;
  readonly gateway: string;
  readonly vni: number;
  readonly nextHop: string;
  readonly routeTargets: readonly string[];
  readonly encapsulations: readonly number[];
  readonly routerMac?: string;
}

/** What gobgpd itself says that a route of type 2 or 3 says: one has a MAC, one an originator. */
export interface SaidOfSegmentRoute {
  readonly mac?: string;
  readonly ip?: string;
  readonly labels?: readonly [number, number?];
  readonly originator?: string;
  readonly tag: number;
  readonly distinguisher: string;
  readonly nextHop: string;
  readonly routeTargets: readonly string[];
  readonly encapsulations: readonly number[];
  readonly routerMac?: string;
  readonly mobility?: { readonly isSticky: boolean; readonly sequence: number };
  readonly tunnel?: { readonly type: number; readonly label: number; readonly endpoint: string };
}

/** A recorded route. */
export interface GoldenRoute extends WirePath {
  /** As gobgpd prints its key. */
  readonly name: string;
  /** Only of type 5. */
  readonly says: SaidOfRoute | undefined;
  /** Only of types 2 and 3. */
  readonly saysOfSegment: SaidOfSegmentRoute | undefined;
  /** Of gobgp, where the bytes are those that it sends for this alone. */
  readonly command: string | undefined;
}

interface File {
  readonly paths: readonly {
    readonly route: string;
    readonly nlri: string;
    readonly attributes: readonly string[];
    readonly says?: SaidOfRoute;
    readonly saysOfSegment?: SaidOfSegmentRoute;
    readonly command?: string;
  }[];
}

/** Routes that gobgpd, FRR and bagpipe-bgp sent; the file says by what they were recorded. */
export const goldenRoutes: readonly GoldenRoute[] = load().paths.map((path) => ({
  name: path.route,
  nlri: unhex(path.nlri),
  attributes: path.attributes.map(unhex),
  says: path.says,
  saysOfSegment: path.saysOfSegment,
  command: path.command,
}));

function load(): File {
  return JSON.parse(readFileSync(join(__dirname, 'evpn-routes.json'), 'utf8'));
}
