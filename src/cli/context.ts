import type { Ip } from '../addr/ip.ts';
import type { Env } from '../cni/environment.ts';
import type { NetworkStore } from '../ipam/store.ts';
import type { Link } from '../linux/rtnetlink/link.ts';
import type { OverlayHost } from './overlay/overlay-host.ts';
import type { SegmentHost } from './segment/segment-host.ts';
import type { TeardownHost } from './teardown/teardown-host.ts';

/** Where text goes, whether it may be coloured, and whether a line of it can be written over. */
export interface Sink {
  write(text: string): void;
  readonly colour: boolean;
  readonly terminal: boolean;
}

/** What the commands ask of the machine that they run on. */
export interface Host {
  /** Links of kind veth in this network namespace, or in one of a name of `ip netns`; none where there is no such. */
  listVeths(netns?: string): readonly Pick<Link, 'name' | 'alias'>[];
  /** The reservations of one network, `<dataDir>/<network>`. */
  openStore(network: string, dataDir: string): NetworkStore;
  /** The address by which this host reaches others. @throws SilkError UNDERLAY_UNKNOWN */
  underlayIp(): Ip;
  readonly overlay: OverlayHost;
  readonly segments: SegmentHost;
  readonly teardown: TeardownHost;
}

/** Everything that the commands have from outside. */
export interface CliContext {
  readonly version: string;
  readonly env: Env;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly host: Host;
}
