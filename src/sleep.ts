/** Stops this thread, in ms, fractions allowed: for the synchronous waits of a program that has nothing else to do. */
export function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
