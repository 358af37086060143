import { writeSync } from 'node:fs';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Values that a log line may carry beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[] | undefined>>;

const order: readonly (string | undefined)[] = ['debug', 'info', 'warn', 'error'];

/**
 * Writes one JSON line on stderr: `{"level","msg", ...fields}`.
 * Lines below `SILK_LOG_LEVEL` (default `warn`) are dropped. A stderr that cannot be written to is nobody's fault
 * that could be told, so the line is lost.
 */
export function log(level: LogLevel, msg: string, fields: LogFields = {}): void {
  if (order.indexOf(level) < threshold()) return;
  try {
    writeSync(2, `${JSON.stringify({ level, msg, ...fields })}\n`);
  } catch {
    // A closed stderr must not fail the work that is being logged.
  }
}

function threshold(): number {
  const wanted = order.indexOf(process.env['SILK_LOG_LEVEL']);
  return wanted === -1 ? order.indexOf('warn') : wanted;
}
