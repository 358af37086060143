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

/** A recorded route. */
export interface GoldenRoute extends WirePath {
  /** As gobgpd prints its key. */
  readonly name: string;
  /** Only of type 5. */
  readonly says: SaidOfRoute | undefined;
}

interface File {
  readonly paths: readonly {
    readonly route: string;
    readonly nlri: string;
    readonly attributes: readonly string[];
    readonly says?: SaidOfRoute;
  }[];
}

/** Routes that gobgpd, FRR and bagpipe-bgp sent; the file says by what they were recorded. */
export const goldenRoutes: readonly GoldenRoute[] = load().paths.map(({ route, nlri, attributes, says }) => ({
  name: route,
  nlri: unhex(nlri),
  attributes: attributes.map(unhex),
  says,
}));

function load(): File {
  return JSON.parse(readFileSync(join(__dirname, 'evpn-routes.json'), 'utf8'));
}
