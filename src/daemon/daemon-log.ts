import { type LogFields, type LogLevel, logLevels, logThrough } from '../log.ts';
import { openStderr } from './line-outlet.ts';

/** Lines of one message in one window; what is more is counted. */
const linesPerWindow = 5;
const windowMs = 60_000;

/** How many of the last lines are kept. */
const keptEvents = 50;

/** A line of the log, as `/status` shows it. */
export type LogEvent = LogFields & { readonly time: string; readonly level: LogLevel; readonly msg: string };

export interface DaemonLog {
  level: LogLevel;
  /** The last lines of level info and above, the oldest first. */
  readonly events: readonly LogEvent[];
}

/** What the log asks of the world. */
export interface LogOutside {
  /** The time of the day. */
  readonly nowMs: () => number;
  /** By a clock that nobody sets. */
  readonly passedMs: () => number;
  readonly write: (line: LogFields) => void;
}

function realOutside(): LogOutside {
  const stderr = openStderr();
  return { nowMs: Date.now, passedMs: () => performance.now(), write: (line) => stderr.write(line) };
}

/**
 * Has all of this process's lines carry the time, and of one message no more than a few a minute: the first line after that says
 * how many were left out. On stderr, a line that nobody makes room for is dropped (LineOutlet).
 */
export function openDaemonLog(level: LogLevel, outside = realOutside()): DaemonLog {
  const events: LogEvent[] = [];
  const log = { level, events };
  const limiter = new Limiter();
  logThrough((lineLevel, msg, fields) => {
    const time = new Date(outside.nowMs()).toISOString();
    const event: LogEvent = { time, level: lineLevel, msg, ...fields };
    if (lineLevel !== 'debug') events.push(event);
    if (events.length > keptEvents) events.shift();
    if (logLevels.indexOf(lineLevel) < logLevels.indexOf(log.level)) return;
    const suppressed = limiter.admit(msg, outside.passedMs());
    if (suppressed !== undefined) outside.write(suppressed === 0 ? event : { ...event, suppressed });
  });
  return log;
}

/** Counts the lines of each message within a window. */
class Limiter {
  readonly #counts = new Map<string, { sinceMs: number; lines: number }>();

  /** Undefined: not this one. Else how many were left out since the last line of this message. */
  admit(msg: string, nowMs: number): number | undefined {
    const seen = this.#counts.get(msg);
    if (seen === undefined || nowMs - seen.sinceMs >= windowMs) {
      this.#forgetOld(nowMs);
      this.#counts.set(msg, { sinceMs: nowMs, lines: 1 });
      return seen === undefined ? 0 : Math.max(0, seen.lines - linesPerWindow);
    }
    seen.lines += 1;
    return seen.lines <= linesPerWindow ? 0 : undefined;
  }

  /** Messages that left nothing out and are over: their number has no other limit. */
  #forgetOld(nowMs: number): void {
    for (const [msg, { sinceMs, lines }] of this.#counts) {
      if (nowMs - sinceMs >= windowMs && (lines <= linesPerWindow || nowMs - sinceMs >= 10 * windowMs)) {
        this.#counts.delete(msg);
      }
    }
  }
}
