/** Marks parts of a text; without colour it returns them as they are. */
export interface Paint {
  /** What a table is about. */
  heading(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  /** What is seldom read. */
  faint(text: string): string;
}

/** Bold, green, red and faint by ANSI sequences, or a paint that changes nothing. */
export function paintFor(sink: { readonly colour: boolean }): Paint {
  const wrap = (code: number) => (text: string) => (sink.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { heading: wrap(1), good: wrap(32), bad: wrap(31), faint: wrap(2) };
}

/** Whether a stream may be coloured: a terminal, no NO_COLOR (no-color.org: set and not empty), and no `TERM=dumb`. */
export function mayColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
