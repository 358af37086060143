/** The rows of the tables below a heading, up to the next heading, each a cell per column: as a reader sees them. */
export function tableRows(markdown: string, heading: string): string[][] {
  const lines = sectionLines(markdown, heading).filter((line) => line.startsWith('|'));
  return lines.filter((line, i) => !isRuler(line) && !isRuler(lines[i + 1] ?? '')).map(cells);
}

function isRuler(line: string): boolean {
  return /^\|[-| ]+\|$/.test(line) && line.includes('---');
}

function sectionLines(markdown: string, heading: string): string[] {
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  if (start === -1) throw new Error(`no heading ${JSON.stringify(heading)}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line));
  return end === -1 ? rest : rest.slice(0, end);
}

function cells(line: string): string[] {
  const parts = line.split(/(?<!\\)\|/).slice(1, -1);
  return parts.map((part) => part.trim().replace(/\\([\\|])/g, '$1'));
}

/** The text of a cell that is all code, or undefined. */
export function codeOf(cell: string | undefined): string | undefined {
  return /^`([^`]+)`$/.exec(cell ?? '')?.[1];
}

/** Every piece of code: blocks line by line, and what stands between backticks. */
export function codeTexts(markdown: string): string[] {
  const [prose, blocks] = separate(markdown);
  const inline = [...prose.join('\n').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  return [...blocks, ...inline];
}

/** The targets of all links. */
export function linkTargets(markdown: string): string[] {
  const [prose] = separate(markdown);
  const text = prose.join('\n').replace(/`[^`\n]+`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors that the headings have on GitHub. */
export function anchors(markdown: string): string[] {
  const [prose] = separate(markdown);
  const headings = prose.flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function separate(markdown: string): [prose: string[], blocks: string[]] {
  const prose: string[] = [];
  const blocks: string[] = [];
  let inBlock = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) inBlock = !inBlock;
    else if (inBlock) blocks.push(line);
    else prose.push(line);
  }
  return [prose, blocks];
}
