import { writeSync } from 'node:fs';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Values that a log line may carry beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[] | undefined>>;

/** From the least to the most important. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Takes each line, of whatever level. */
export type LogWriter = (level: LogLevel, msg: string, fields: LogFields) => void;

let writer: LogWriter = writeAboveThreshold;

/** Has all lines of this process go to `next`, for a process that goes on and keeps a log of its own. */
export function logThrough(next: LogWriter): void {
  writer = next;
}

/**
 * Writes one JSON line on stderr: `{"level","msg", ...fields}`.
 * Lines below `SILK_LOG_LEVEL` (default `warn`) are dropped. A stderr that cannot be written to is nobody's fault
 * that could be told, so the line is lost.
 */
export function log(level: LogLevel, msg: string, fields: LogFields = {}): void {
  writer(level, msg, fields);
}

function writeAboveThreshold(level: LogLevel, msg: string, fields: LogFields): void {
  if (logLevels.indexOf(level) >= threshold()) writeLogLine({ level, msg, ...fields });
}

/** Writes one line of JSON on stderr. */
function writeLogLine(line: LogFields): void {
  try {
    writeSync(2, `${JSON.stringify(line)}\n`);
  } catch {
    // A closed stderr must not fail the work that is being logged.
  }
}

function threshold(): number {
  const wanted = logLevels.indexOf(process.env['SILK_LOG_LEVEL'] as LogLevel);
  return wanted === -1 ? logLevels.indexOf('warn') : wanted;
}
