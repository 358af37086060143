/** A numbered promise of a CNI plugin, by CNI specification 1.1.0 and by what libcni and the runtimes rely on. */
export interface Promised {
  /** `C<section>.<number>`. */
  readonly number: string;
  readonly text: string;
  /** Why there is no test of it; undefined where there is one. */
  readonly notTested: string | undefined;
}

/** number | promise | why it is not tested */
const table = `
C0.1 | the error object is on stdout; stderr holds logs only
C0.2 | GC reads valid-attachments, else attachments; with neither it is refused with code 7 and removes nothing
C0.3 | an empty list of attachments releases all, an absent one nothing
C0.4 | CNI_PATH may be absent until a plugin has to be found; then code 4 names it
C0.5 | code 2 for an unknown key, code 7 for an invalid value
C0.6 | never code 999; own codes from 100; code 8 only for the plugin's own namespace
C0.7 | an empty container ID is code 4 and names CNI_CONTAINERID
C0.8 | without cniVersion it is 0.1.0
C0.9 | the six commands are known
C0.10 | the plugin's own namespace is refused before anything is touched
C0.11 | STATUS and GC are implemented, not silently successful
C0.12 | VERSION echoes the version on stdin, else gives the highest, and fails on no stdin
C1.1 | every failure ends in a non-zero exit code and one JSON object on stdout
C1.2 | the error object holds cniVersion (that in use), code and msg; details only when there are any
C1.3 | stdout holds one JSON document for ADD and VERSION, and nothing for DEL, CHECK, GC and STATUS
C1.4 | the stderr of a delegated plugin is passed on
C1.5 | stdin is read to its end, in pieces and without a last newline
C1.6 | calls for different containers, and different interfaces of one container, may run at once
C1.7 | one binary serves several networks and versions at once, from nothing but its stdin and environment
C1.8 | the binary is installed by rename
C1.9 | trace context in the environment is accepted and passed on
C1.10 | keys that the specification reserves, and cni.dev/ keys, are never refused
C2.11 | CNI_COMMAND is case-sensitive; an unknown one is code 4
C2.12 | without CNI_COMMAND: what this is and the versions on stderr, exit code 0
C2.13 | each command requires its variables and no others
C2.14 | code 4 names all variables that are missing or empty
C2.15 | container IDs: the specified characters, and any length
C2.16 | CNI_IFNAME has to be a name that the kernel takes
C2.17 | the network name has to be there and of the specified characters
C2.18 | type and ipam.type hold no path
C2.19 | faults are found in the order of the reference skeleton
C2.20 | CNI_ARGS are pairs, known ones or IgnoreUnknown
C2.21 | what is in args.cni replaces CNI_ARGS
C2.22 | CNI_PATH is searched in order, its empty parts skipped; a plugin that is not found is named
C2.23 | a missing CNI_NETNS is an error of ADD and CHECK, and none of DEL, nor is a file that is no namespace
C3.24 | the reserved codes are used by their meaning
C3.25 | code 11 for what passes: a lock that is held too long
C3.26 | a delegated plugin's code is passed on
C3.27 | our codes from 100 are published
C4.28 | VERSION gives cniVersion and supportedVersions
C4.29 | a version that is not in the list, exactly, is code 1, and details has both sides
C4.30 | the result has the shape of the version asked for
C4.31 | results before 0.3.0 hold one address a family, with its routes; more is an error
C4.32 | keys of 1.1.0 are not in results of earlier versions
C4.33 | what is absent is left out; numbers are numbers; MACs are lower case
C4.34 | CHECK before 0.4.0, GC and STATUS before 1.1.0 are code 1
C4.35 | prevResult is read in the configuration's version, also where it names none
C4.36 | keys of later 1.x versions are tolerated
C5.37 | ADD makes CNI_IFNAME in CNI_NETNS
C5.38 | ADD fails when that interface exists, and leaves it alone
C5.39 | the result lists all interfaces made, with the sandbox of the container's, and the index in ips
C5.40 | the result has the mac, and from 1.1.0 the mtu
C5.41 | the address has its prefix length; gateway and routes are separate
C5.42 | the IPAM plugin gets ADD, the whole stdin and the environment; its abbreviated result is completed
C5.43 | a default route that another network has set stays the one in use
C5.44 | the IPAM plugin gets DEL when its ADD or ours failed; the error is the first one
C5.45 | ADD with a prevResult is refused with code 7
C5.46 | the configuration's dns replaces that of IPAM only where it says something
C5.47 | a second ADD is an error without side effects
C5.48 | network, container ID and interface name together are the key
C5.49 | a capability is honoured or refused
C6.50 | DEL may be repeated, or come first
C6.51 | DEL releases what it can whatever is missing or corrupt
C6.52 | DEL without CNI_NETNS releases everything outside the namespace
C6.53 | the IPAM plugin's DEL runs though ours fails, and ours though the IPAM plugin's fails
C6.54 | DEL removes no interface that is not its own
C6.55 | DEL fails only where something is still held and a retry could help
C6.56 | DEL prints nothing
C6.57 | the runtime runs DEL in reverse and stops at the first error | what the runtime does
C7.58 | CHECK needs prevResult
C7.59 | CHECK prints nothing but an error, and needs no CNI_PATH
C7.60 | CHECK tolerates what prevResult records of later plugins' changes
C7.61 | CHECK fails when an interface, address or route is missing or wrong
C7.62 | CHECK fails when something that the result does not show is wrong: neighbours, sysctls, the reservation
C7.63 | CHECK fails when containers are known to be unreachable: the host does not forward
C7.64 | CHECK succeeds right after ADD
C7.65 | CHECK calls the IPAM plugin's CHECK and passes its error on
C7.66 | CHECK repairs nothing
C7.67 | the IPAM plugin's CHECK wants the reservation, and prevResult's address
C8.68 | STATUS succeeds when ADD can be served, else 50, or 51 where existing containers are affected
C8.69 | STATUS fails when no address is left
C8.70 | STATUS asks the IPAM plugin, and fails as it does
C8.71 | whatever STATUS said, the other commands do what they can
C8.72 | STATUS needs no variables and no prevResult
C8.73 | STATUS is quick, waits for no lock and writes nothing
C9.74 | GC takes a list and no attachment variables
C9.75 | GC removes addresses, host links and records of what is not listed
C9.76 | GC removes nothing of another network that shares the directory
C9.77 | GC goes on after a fault, and reports it at the end
C9.78 | GC is forwarded to the IPAM plugin though ours failed
C9.79 | what is listed survives, though its namespace is gone
C9.80 | GC keeps the bookkeeping files, and knows records without an interface by their container
C9.81 | an ADD that runs while GC does is fenced: it fails, and leaves nothing
C9.82 | the runtime sends DEL for cached attachments before GC | what the runtime does
C10.83 | a chained plugin prints prevResult with its changes
C10.84 | a chained plugin's ADD wants prevResult
C10.85 | a chained plugin works on any interface type
C10.86 | a chained plugin's DEL undoes its change only
C10.87 | a chained plugin's CHECK looks at its change only
C11.88 | IPAM gives ips, routes and dns, and no interfaces
C11.89 | IPAM takes the whole network configuration, of any plugin
C11.90 | an address is unique; one of each range set
C11.91 | DEL releases every address of the attachment, whatever the ranges now are
C11.92 | more than one address a family is an error before 0.3.0
C11.93 | the gateway is there for information; routes are only those configured
C11.94 | STATUS is 50 when any required range set has no address left
C11.95 | a requested address that cannot be had fails the ADD, which then holds nothing
C12.96 | prevResult may be broken on DEL, against the promise
C12.97 | DEL may never come: GC frees, and so does a reboot
C12.98 | the configuration may change between ADD and DEL
C12.99 | DEL may come while ADD runs: the ADD fails and leaves nothing
C12.100 | runtimeConfig holds declared capabilities only | what the runtime does
`;

/** The whole checklist, in order. */
export const promises: readonly Promised[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [number = '', text = '', notTested] = line.split(' | ');
    return { number, text, notTested };
  });
