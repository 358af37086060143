import { dlopen, ptr, read } from 'bun:ffi';

/*
 * The system calls that neither Node nor Bun offers. This is the only file that may import bun:ffi.
 * Every function answers as the kernel does: a number of 0 or more, or a negative errno. None throws.
 * The library is opened on the first call: a program that makes none does not pay for it.
 */

type Bytes = Uint8Array | Int32Array | BigInt64Array;

function open() {
  const { symbols } = dlopen('libc.so.6', {
    __errno_location: { args: [], returns: 'ptr' },
    socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
    connect: { args: ['i32', 'ptr', 'u32'], returns: 'i32' },
    bind: { args: ['i32', 'ptr', 'u32'], returns: 'i32' },
    getsockname: { args: ['i32', 'ptr', 'ptr'], returns: 'i32' },
    setsockopt: { args: ['i32', 'i32', 'i32', 'ptr', 'u32'], returns: 'i32' },
    send: { args: ['i32', 'ptr', 'usize', 'i32'], returns: 'i32' },
    recv: { args: ['i32', 'ptr', 'usize', 'i32'], returns: 'i32' },
    setns: { args: ['i32', 'i32'], returns: 'i32' },
    ioctl: { args: ['i32', 'usize', 'usize'], returns: 'i32' },
    flock: { args: ['i32', 'i32'], returns: 'i32' },
    fcntl: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
  });
  // The address is fixed for the life of the thread, so that reading errno needs no further call that could change it.
  return { symbols, errnoAddress: symbols.__errno_location() };
}

let library: ReturnType<typeof open> | undefined;

/** socket(2): the new descriptor. */
export function socket(domain: number, type: number, protocol: number): number {
  library ??= open();
  return outcome(library.symbols.socket(domain, type, protocol));
}

/** connect(2): `address` is the whole sockaddr. */
export function connect(fd: number, address: Uint8Array): number {
  library ??= open();
  return outcome(library.symbols.connect(fd, address, address.byteLength));
}

/** bind(2): `address` is the whole sockaddr. */
export function bind(fd: number, address: Uint8Array): number {
  library ??= open();
  return outcome(library.symbols.bind(fd, address, address.byteLength));
}

/** getsockname(2): fills `address`, which has to be as long as the sockaddr. */
export function getsockname(fd: number, address: Uint8Array): number {
  library ??= open();
  return outcome(library.symbols.getsockname(fd, address, Int32Array.of(address.byteLength)));
}

/** setsockopt(2). */
export function setsockopt(fd: number, option: { level: number; name: number }, value: Bytes): number {
  library ??= open();
  return outcome(library.symbols.setsockopt(fd, option.level, option.name, value, value.byteLength));
}

/**
 * setsockopt(2) of SO_ATTACH_FILTER (linux/filter.h): only frames that the program lets through are received.
 * @param program classic BPF, eight bytes an instruction.
 */
export function attachFilter(fd: number, program: Uint8Array): number {
  const SOL_SOCKET = 1;
  const SO_ATTACH_FILTER = 26;
  // struct sock_fprog: u16 count, padding, pointer.
  const filter = BigInt64Array.of(BigInt(program.byteLength / 8), BigInt(ptr(program)));
  return setsockopt(fd, { level: SOL_SOCKET, name: SO_ATTACH_FILTER }, filter);
}

/** send(2): how many bytes went out. */
export function send(fd: number, bytes: Uint8Array): number {
  library ??= open();
  return outcome(library.symbols.send(fd, bytes, bytes.byteLength, 0));
}

/** recv(2) with MSG_TRUNC: the datagram's whole length, which may be more than the buffer holds. */
export function recv(fd: number, buffer: Uint8Array): number {
  const MSG_TRUNC = 0x20;
  library ??= open();
  return outcome(library.symbols.recv(fd, buffer, buffer.byteLength, MSG_TRUNC));
}

/** setns(2) of the calling thread. */
export function setns(fd: number, type: number): number {
  library ??= open();
  return outcome(library.symbols.setns(fd, type));
}

/** ioctl(2) of a request without an argument. */
export function ioctl(fd: number, request: number): number {
  library ??= open();
  return outcome(library.symbols.ioctl(fd, request, 0));
}

/** flock(2). */
export function flock(fd: number, operation: number): number {
  library ??= open();
  return outcome(library.symbols.flock(fd, operation));
}

/** fcntl(2) of a command whose argument is a number. */
export function fcntl(fd: number, command: number, argument: number): number {
  library ??= open();
  return outcome(library.symbols.fcntl(fd, command, argument));
}

/** Reads errno at once: nothing may come between the call and this. */
function outcome(result: number): number {
  if (result >= 0) return result;
  const address = library?.errnoAddress ?? null;
  return address === null ? -1 : -read.i32(address, 0);
}
