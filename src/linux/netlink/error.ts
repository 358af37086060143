import { SilkError } from '../../errors.ts';
import { errnoName, errnoText } from '../errno.ts';

/** What the kernel said no to, and why. */
export interface Refusal {
  /** The request, to follow "Cannot": `add address 10.1.2.3 to link 7`. */
  readonly what: string;
  /** Positive. */
  readonly errno: number;
  /** The kernel's own words, where it had any (NLMSGERR_ATTR_MSG). */
  readonly text?: string | undefined;
}

/** The kernel refused a netlink request, or a system call. Decide by `errno`, never by the text. */
export class NetlinkError extends SilkError {
  /** By name: `EEXIST`. */
  readonly errno: string;

  constructor({ what, errno, text }: Refusal) {
    const words = text === undefined ? '' : ` (kernel: ${text})`;
    super('KERNEL_REFUSED', `Cannot ${what}: ${errnoText(errno)}${words}`);
    this.name = 'NetlinkError';
    this.errno = errnoName(errno);
  }
}

/**
 * What a call of libc.ts returned. `what` is as that of a Refusal.
 * @throws NetlinkError where that is an error's number, below zero.
 */
export function required(result: number, what: string): number {
  if (result < 0) throw new NetlinkError({ what, errno: -result });
  return result;
}

/** Received bytes are not what netlink sends. */
export class WireError extends SilkError {
  /** In bytes from the beginning of what was being decoded. */
  readonly offset: number;

  constructor(offset: number, found: string) {
    super('UNEXPECTED', `Cannot decode a netlink message: found ${found} at offset ${offset}`);
    this.name = 'WireError';
    this.offset = offset;
  }
}
