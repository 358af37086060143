/**
 * The text of one value of a JSON object, as it is written there; undefined where the object has no such key. Where a key
 * comes twice the last counts, as for JSON.parse.
 * @param text one JSON object: JSON.parse has taken it.
 */
export function memberText(text: string, key: string): string | undefined {
  let found: string | undefined;
  for (const member of members(text)) {
    if (member.key === key) found = text.slice(member.start, member.end).trim();
  }
  return found;
}

interface Member {
  readonly key: unknown;
  /** Where its value is, white space around it included. */
  readonly start: number;
  readonly end: number;
}

/** Of the outermost object. */
function* members(text: string): Generator<Member> {
  const mark = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let depth = 0;
  let lastString = '';
  let member: { key: unknown; start: number } | undefined;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const [token] = match;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (token.startsWith('"')) lastString = token;
    else if (depth === 1 && token === ':') member = { key: JSON.parse(lastString), start: mark.lastIndex };
    else if (member !== undefined && (depth === 0 || (depth === 1 && token === ','))) {
      yield { ...member, end: match.index };
      member = undefined;
    }
  }
}
