/** Waits so long. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until the condition holds. @throws after `timeoutMs`, naming what was waited for */
export async function until(what: string, condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(5);
  }
}

/** Repeats what fails until it does not, and returns its value. @throws its last failure after `timeoutMs` */
export async function untilNoError<T>(what: string, attempt: () => Promise<T>, timeoutMs = 10_000): Promise<T> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > endMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause: error });
    }
    await sleep(10);
  }
}
