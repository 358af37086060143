/**
 * The catalogue of failures. Match on `code`, never on text. The table of docs/errors.md is held equal to it by a test.
 *
 * `cni` is the number that a runtime sees: below 100 by the CNI specification (1.1.0, "Error"), ours from 100.
 * `retry` says whether the same call may succeed later without anybody changing anything.
 */
export const catalogue = {
  INCOMPATIBLE_VERSION: {
    cni: 1,
    retry: false,
    meaning: 'the CNI version asked for is not supported, or does not have this command',
  },
  UNSUPPORTED_FIELD: {
    cni: 2,
    retry: false,
    meaning: 'a key of the configuration is not known, or asks for what cannot be done',
  },
  BAD_ENVIRONMENT: { cni: 4, retry: false, meaning: 'a CNI_* variable is missing or invalid' },
  IO_FAILURE: { cni: 5, retry: true, meaning: 'a file, stdin or stdout could not be read or written' },
  BAD_JSON: { cni: 6, retry: false, meaning: 'stdin is not one JSON object' },
  BAD_CONFIG: { cni: 7, retry: false, meaning: 'a value in the network configuration is missing or invalid' },
  OWN_NETNS: { cni: 8, retry: false, meaning: 'CNI_NETNS is the namespace of the plugin itself' },
  TRY_LATER: {
    cni: 11,
    retry: true,
    meaning: 'a lock or a service was not available in time, or DEL or GC could not release everything',
  },
  NOT_READY: { cni: 50, retry: true, meaning: 'STATUS: no container can be added now' },
  IMPAIRED: {
    cni: 51,
    retry: true,
    meaning: 'STATUS: no container can be added, and existing containers are impaired',
  },
  EXHAUSTED: { cni: 100, retry: true, meaning: 'every address of a range, or every subnet of a network, is taken' },
  ADDRESS_UNAVAILABLE: {
    cni: 101,
    retry: false,
    meaning: 'a requested address is taken, reserved or outside every range',
  },
  ALREADY_ATTACHED: {
    cni: 102,
    retry: false,
    meaning: 'this container already has this attachment: DEL comes before another ADD',
  },
  INTERFACE_EXISTS: {
    cni: 103,
    retry: false,
    meaning: 'the container, or the host, already has an interface of that name',
  },
  OVERTAKEN: { cni: 104, retry: false, meaning: 'a DEL or GC for this attachment arrived while its ADD was running' },
  SUBNET_UNKNOWN: {
    cni: 105,
    retry: true,
    meaning: "the host's subnet could not be learned from the subnet file or the daemon",
  },
  KERNEL_REFUSED: { cni: 106, retry: false, meaning: 'the kernel refused a change or a question' },
  DRIFTED: {
    cni: 107,
    retry: false,
    meaning: 'CHECK: the attachment is not as ADD made it; `details` lists every difference',
  },
  IPAM_UNUSABLE: { cni: 108, retry: false, meaning: 'the IPAM plugin gave no address that can be used' },
  STATE_CORRUPT: { cni: 109, retry: false, meaning: 'a state file is not readable as what it should be' },
  DELEGATE_FAILED: { cni: 110, retry: false, meaning: 'a delegated plugin failed without a CNI error' },
  PEERS_UNUSABLE: {
    cni: 111,
    retry: false,
    meaning: 'the peers or endpoints could not be read, or the list of them cannot be used',
  },
  UNDERLAY_UNKNOWN: {
    cni: 112,
    retry: true,
    meaning: 'the device or the address by which this host reaches the others could not be found',
  },
  OVERLAY_CONFLICT: {
    cni: 113,
    retry: false,
    meaning:
      'the overlay network overlaps another route, or a name, VNI or port of the VTEP or of a segment belongs to another',
  },
  ETCD_REFUSED: {
    cni: 114,
    retry: false,
    meaning: 'etcd refused a request, or holds a record that cannot be used',
  },
  UNEXPECTED: { cni: 199, retry: false, meaning: 'a fault in the program itself' },
} as const satisfies Record<string, CatalogueEntry>;

export interface CatalogueEntry {
  /** The `code` of the CNI error object. */
  readonly cni: number;
  readonly retry: boolean;
  readonly meaning: string;
}

export type ErrorCode = keyof typeof catalogue;

export interface SilkErrorOptions {
  /** More than one line of what was found; becomes `details` of the CNI error object. */
  readonly details?: string;
  /** What an operator does about it, where that is not what its code says. */
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * The one error type of the project.
 * A message reads: cannot + action + object + : + state found and wanted.
 */
export class SilkError extends Error {
  readonly code: ErrorCode;
  readonly details: string | undefined;
  readonly next: string | undefined;

  constructor(code: ErrorCode, message: string, options: SilkErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SilkError';
    this.code = code;
    this.details = options.details;
    this.next = options.next;
  }
}

/** The system's name of a failed file operation (`ENOENT`), or undefined for any other value. */
export function systemErrorName(error: unknown): string | undefined {
  if (!isErrorLike(error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The text of whatever was thrown. */
export function errorText(error: unknown): string {
  return isErrorLike(error) ? error.message : String(error);
}

/** By its shape: an error from another realm is no `instanceof Error`. */
function isErrorLike(value: unknown): value is { readonly message: string } {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}

/** Of a value found, a message shows this many characters. */
const cutAt = 80;

/** A value as messages show it: JSON, cut at 80 characters; `nothing` where there is no value. */
export function formatFound(value: unknown): string {
  const text = value === undefined ? 'nothing' : toJson(value);
  return text.length <= cutAt ? text : `${text.slice(0, cutAt - 3).toWellFormed()}...`;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Parsing nests deeper than printing can.
    return Array.isArray(value) ? '[...]' : '{...}';
  }
}
