/** Where a host's things are, as the configuration of silkd says. */
export interface TeardownPlace {
  readonly configPath: string;
  /** Of the configurations of networks, which say where reservations are. */
  readonly confDir: string;
}

/** A link of the host, such as a container's host end. */
export interface TornLink {
  readonly name: string;
  /** Undefined: nobody has marked it. */
  readonly mark: string | undefined;
  /** The namespace that it is in, a name of `ip netns`; absent: the host's. */
  readonly netns?: string | undefined;
}

/** What was attached to a segment by hand, which nobody but who attached it takes away. */
export interface TornPort extends TornLink {
  /** The bridge that it is a port of; undefined: of none of ours. */
  readonly segment: string | undefined;
}

/** A table of nftables that guards ports of segments. */
export interface TornGuard {
  /** The names of those ports; they need not be there. */
  readonly ports: readonly string[];
  /** As of TornLink. */
  readonly netns?: string | undefined;
}

/** All that silkd and the plugins have made on a host. */
export interface HostRemains {
  /** Of containers. */
  readonly links: readonly TornLink[];
  readonly ports: readonly TornPort[];
  /** Bridges and VXLAN devices. */
  readonly segments: readonly TornLink[];
  readonly guards: readonly TornGuard[];
  /** What networks hold beside their links, such as `reservation of 10.255.32.4 in network blue`. */
  readonly records: readonly string[];
  readonly masquerading: boolean;
  /** The VTEP's device, where it is there. */
  readonly vtep: string | undefined;
  /** VXLAN devices of other names whose MAC is that of a VTEP with their address: renamed, or made for another configuration. */
  readonly strayVteps: readonly string[];
  /** Those that are there: the subnet file, what was heard of segments, what the lease is remembered by, a socket that a killed silkd has left. */
  readonly files: readonly string[];
  /** What is leased, where the control plane has to be told. */
  readonly lease: string | undefined;
}

/** What `silk teardown` asks of the machine; each removal goes as far as it can, and returns what it could not do, a line each. */
export interface TeardownHost {
  /**
   * Keeps silkd from starting until it is disposed of.
   * @throws SilkError TRY_LATER naming the silkd that runs; BAD_CONFIG where its configuration cannot be used.
   */
  keepDaemonOut(place: TeardownPlace): Disposable;
  look(place: TeardownPlace): HostRemains;
  removeContainers(place: TeardownPlace): Promise<string[]>;
  /** But for those that something attached by hand is a port of. */
  removeSegments(place: TeardownPlace): Promise<string[]>;
  /** The one of the configuration's name: nobody says whose another one is. */
  removeVtep(place: TeardownPlace): Promise<string[]>;
  /** The subnet file goes first: then no container is added any more. */
  removeSubnetFile(place: TeardownPlace): string[];
  /** Gives the lease back, and forgets it. */
  releaseLease(place: TeardownPlace): Promise<string[]>;
}
