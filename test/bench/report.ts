import type { Lab } from './lab.ts';
import { formatMachine } from './machine.ts';
import { formatTable, type Table } from './table.ts';

/** An aim beside what was measured. */
export interface Verdict {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

/** A picture, in a file beside the document. */
export interface PlotFile {
  readonly file: string;
  /** What is seen in it. */
  readonly alt: string;
  readonly svg: string;
}

/** What a scenario found. */
export interface Section {
  readonly title: string;
  /** How it was measured, and what the numbers are. */
  readonly text: string;
  readonly plot?: PlotFile;
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
}

/** The whole document, as Markdown. */
export function formatReport(lab: Lab, rounds: number, sections: readonly Section[]): string {
  const parts = [
    '# Benchmarks',
    'Written by `make bench`. Nothing here is typed by hand.',
    formatMachine(lab, rounds),
    '## Aims',
    formatTable(aims(sections)),
    ...sections.flatMap(formatSection),
  ];
  return `${parts.join('\n\n')}\n`;
}

function aims(sections: readonly Section[]): Table {
  const verdicts = sections.flatMap((section) => section.verdicts);
  return {
    head: ['', 'wanted', 'found', 'met'],
    rows: verdicts.map(({ what, wanted, found, met }) => [what, wanted, found, met ? 'yes' : '**no**']),
  };
}

function formatSection({ title, text, plot, tables }: Section): string[] {
  const picture = plot === undefined ? [] : [`![${plot.alt}](${plot.file})`];
  return [`## ${title}`, text, ...picture, ...tables.map(formatTable)];
}
