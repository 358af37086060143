/** Waits so long. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Waits until the condition holds, and asks the less often the longer it takes: many conditions start a program, which
 * takes its time from what is waited for. @throws after `timeoutMs`, naming what was waited for
 */
export async function until(what: string, condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const startMs = Date.now();
  for (let pauseMs = 5; !condition(); pauseMs = Math.min(50, pauseMs * 1.2)) {
    if (Date.now() - startMs > timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(pauseMs);
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
