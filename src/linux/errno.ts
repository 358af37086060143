/** The errnos that code decides by (asm-generic/errno-base.h, errno.h); all others are only shown. */
export const EINTR = 4;
export const EAGAIN = 11;
export const ENOBUFS = 105;

/** The kernel's name of an errno (`EEXIST`); `E<number>` for one that is not in the list. */
export function errnoName(errno: number): string {
  return describe(errno).split(' ', 1)[0] ?? '';
}

/** Name and meaning: `EEXIST File exists`. */
export function errnoText(errno: number): string {
  return describe(errno);
}

/** Those that netlink, sockets and namespaces answer with. Built only when something failed. */
function describe(errno: number): string {
  const known: Readonly<Record<number, string>> = {
    1: 'EPERM Operation not permitted',
    2: 'ENOENT No such file or directory',
    3: 'ESRCH No such process',
    4: 'EINTR Interrupted system call',
    5: 'EIO Input/output error',
    6: 'ENXIO No such device or address',
    7: 'E2BIG Argument list too long',
    9: 'EBADF Bad file descriptor',
    11: 'EAGAIN Resource temporarily unavailable',
    12: 'ENOMEM Cannot allocate memory',
    13: 'EACCES Permission denied',
    14: 'EFAULT Bad address',
    16: 'EBUSY Device or resource busy',
    17: 'EEXIST File exists',
    19: 'ENODEV No such device',
    22: 'EINVAL Invalid argument',
    23: 'ENFILE Too many open files in system',
    24: 'EMFILE Too many open files',
    25: 'ENOTTY Inappropriate ioctl for device',
    28: 'ENOSPC No space left on device',
    30: 'EROFS Read-only file system',
    34: 'ERANGE Numerical result out of range',
    40: 'ELOOP Too many levels of symbolic links',
    61: 'ENODATA No data available',
    71: 'EPROTO Protocol error',
    75: 'EOVERFLOW Value too large for defined data type',
    85: 'ERESTART Interrupted system call should be restarted',
    90: 'EMSGSIZE Message too long',
    92: 'ENOPROTOOPT Protocol not available',
    93: 'EPROTONOSUPPORT Protocol not supported',
    95: 'EOPNOTSUPP Operation not supported',
    97: 'EAFNOSUPPORT Address family not supported by protocol',
    98: 'EADDRINUSE Address already in use',
    99: 'EADDRNOTAVAIL Cannot assign requested address',
    100: 'ENETDOWN Network is down',
    101: 'ENETUNREACH Network is unreachable',
    105: 'ENOBUFS No buffer space available',
    107: 'ENOTCONN Transport endpoint is not connected',
    110: 'ETIMEDOUT Connection timed out',
    111: 'ECONNREFUSED Connection refused',
    113: 'EHOSTUNREACH No route to host',
    114: 'EALREADY Operation already in progress',
  };
  return known[errno] ?? `E${errno} Unknown error ${errno}`;
}
