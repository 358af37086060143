import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { formatFound } from '../errors.ts';
import { type Fault, keysOf, listed } from './fault.ts';

/** What JSON wants, by the parser's name of what it finds instead. */
const wanted: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'a JSON number',
  UnexpectedEndOfNumber: 'a JSON number',
  PropertyNameExpected: 'a key in double quotes',
  ValueExpected: 'a JSON value',
  ColonExpected: '":"',
  CommaExpected: '","',
  CloseBraceExpected: '"}"',
  CloseBracketExpected: '"]"',
  EndOfFileExpected: 'the end of the file',
  InvalidCommentToken: 'no comment',
  UnexpectedEndOfString: 'a text that ends on its line',
  InvalidUnicode: 'four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'an escape of JSON',
  InvalidCharacter: 'no control character in a text',
};

/**
 * The faults of a JSON text, each beginning with its line: `line 7: peers[3].subnet: found ...`. Where the text is no JSON, the
 * one fault that it has is where it stops being JSON. Those that nobody will list are let be.
 */
export function locateFaults(text: string, faults: readonly Fault[]): Fault[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [syntax] = errors;
  if (syntax !== undefined) return [syntaxFault(text, syntax)];
  const locate = (fault: Fault): Fault => {
    const { at, repeated } = fault;
    const offset = repeated === undefined ? offsetOf(root, at) : offsetOfSecond(root, repeated);
    const line = lineAt(text, offset ?? 0);
    return { ...fault, text: `line ${line}: ${fault.text}` };
  };
  return [...faults.slice(0, listed).map(locate), ...faults.slice(listed)];
}

function syntaxFault(text: string, { error, offset, length }: ParseError): Fault {
  const found = formatToken(text.slice(offset, offset + length));
  const wants = wanted[printParseErrorCode(error)] ?? 'JSON';
  return { code: 'BAD_CONFIG', text: `line ${lineAt(text, offset)}: found ${found}, wanted ${wants}` };
}

/** What cannot be seen is named. */
function formatToken(token: string): string {
  if (token === '') return 'the end of the file';
  return token === '\ufeff' ? 'a byte order mark' : formatFound(token);
}

/** Where the value begins, or as much of the way to it as there is. */
function offsetOf(root: Node | undefined, pointer = ''): number {
  let at = root;
  for (const key of keysOf(pointer)) {
    const next = childOf(at, key);
    if (next === undefined) break;
    at = next;
  }
  return at?.offset ?? 0;
}

/** Where a key comes the second time in one object. */
function offsetOfSecond(node: Node | undefined, key: string): number | undefined {
  const children = node?.children ?? [];
  const [, second] = node?.type === 'object' ? children.filter((child) => child.children?.[0]?.value === key) : [];
  if (second !== undefined) return second.offset;
  for (const child of children) {
    const found = offsetOfSecond(child, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The last of a name, as JSON.parse takes it. */
function childOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.type === 'array') return node.children?.[Number(key)];
  return node?.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

/** Counted from 1. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
