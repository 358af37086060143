import { formatTable, parseTable } from './table.ts';

const aimsTitle = '## Aims';

/**
 * A report in which only some scenarios were measured, put into the one that was there before: sections by their titles, aims
 * by what they say. What is new goes to the end; all else, and what the head says of the machine, stays as it is.
 */
export function mergeReports(before: string, part: string): string {
  const [head = '', ...sections] = sectionsOf(before);
  const byTitle = new Map(sections.map((section) => [titleOf(section), section]));
  for (const section of sectionsOf(part).slice(1)) {
    const title = titleOf(section);
    const old = byTitle.get(title);
    byTitle.set(title, title === aimsTitle && old !== undefined ? mergeAims(old, section) : section);
  }
  const parts = [head, ...byTitle.values()].map((section) => section.trimEnd());
  return `${parts.join('\n\n')}\n`;
}

/** The head, then the sections. */
function sectionsOf(report: string): string[] {
  return report.split(/^(?=## )/m);
}

function titleOf(section: string): string {
  return section.split('\n', 1)[0] ?? '';
}

function mergeAims(before: string, after: string): string {
  const [old, fresh] = [parseTable(before), parseTable(after)];
  const rows = new Map([...old.rows, ...fresh.rows].map((row) => [row[0], row]));
  return `${aimsTitle}\n\n${formatTable({ head: fresh.head, rows: [...rows.values()] })}`;
}
