import { Gobgp, type WirePath } from '../../src/peers/evpn/gobgp.ts';
import type { Gobgpd } from '../support/gobgpd.ts';
import { sleep } from '../support/wait.ts';

/** Questions under way at a time. */
const atOnce = 16;

/** Many routes that a reflector is told, as if hosts had announced them, and a host's gobgpd that gets them all. */
export class RouteCrowd implements Disposable {
  readonly #reflector: Gobgp;
  readonly #own: Gobgp;
  readonly #routeOf: (i: number) => WirePath;

  /** @param routeOf the i-th route */
  constructor(reflector: Gobgpd, own: Gobgpd, routeOf: (i: number) => WirePath) {
    this.#reflector = new Gobgp(reflector.address, 60_000);
    this.#own = new Gobgp(own.address, 60_000);
    this.#routeOf = routeOf;
  }

  /** Tells the first `count` of them, and waits until the host's gobgpd has them. */
  async spread(count: number): Promise<void> {
    for (let i = 0; i < count; i += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, count - i) }, (_, k) => this.tell(i + k)));
    }
    while ((await this.#own.listPaths()).length < count) await sleep(100);
  }

  /** Tells one. */
  tell(i: number): Promise<void> {
    return this.#reflector.addPath(this.#routeOf(i));
  }

  [Symbol.dispose](): void {
    this.#reflector.close();
    this.#own.close();
  }
}
