import { NetlinkError } from '../netlink/error.ts';

/** Whether a failure says that the kernel has no nftables, or none of the family. */
export function isAbsent(error: unknown): boolean {
  return error instanceof NetlinkError && absent.includes(error.errno);
}

/** What a kernel without nftables answers. */
const absent = ['EINVAL', 'EOPNOTSUPP', 'EPROTONOSUPPORT'];

/** What `act` returns; undefined where the kernel has no nftables, and so nothing of ours. @throws what `act` throws else. */
export function unlessAbsent<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
