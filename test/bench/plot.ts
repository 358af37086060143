/** One line of a plot. */
export interface Series {
  readonly name: string;
  /** Of light mode and of dark mode. */
  readonly colours: readonly [light: string, dark: string];
  /** In ascending order of x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Plot {
  readonly title: string;
  /** What is seen in it, for those who cannot see it. */
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
}

const width = 760;
const height = 440;
/** At the right is room for the names. */
const frame = { left: 64, right: 160, top: 56, bottom: 56 };

/** Of light mode and of dark mode. */
const pageColours = [
  { ink: '#1f2328', soft: '#d1d9e0', page: '#ffffff' },
  { ink: '#f0f6fc', soft: '#3d444d', page: '#0d1117' },
] as const;

/** Maps a value to a place on the page. */
type Scale = (value: number) => number;

/** Where things are. */
interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/**
 * An SVG picture with linear axes from zero, on which what grows in proportion is a straight line. It follows the reader's light or dark
 * mode. Written as text: the libraries that draw plots measure text in a browser, or are many times the size of this program.
 */
export function formatPlot(plot: Plot): string {
  const axes = axesOf(plot.series);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(plot.title)}</title>`,
    `<desc id="description">${escaped(plot.description)}</desc>`,
    `<style>${formatStyle(plot.series)}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text({ x: frame.left, y: 26, of: 'heading' }, plot.title),
    ...formatGrid(axes),
    text({ x: frame.left, y: frame.top - 10 }, plot.yLabel),
    text({ x: (frame.left + width - frame.right) / 2, y: height - 12, anchor: 'middle' }, plot.xLabel),
    ...plot.series.flatMap((series, i) => formatSeries(series, i, axes)),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function axesOf(series: readonly Series[]): Axes {
  const points = series.flatMap((one) => one.points);
  const xTicks = ticksUpTo(Math.max(...points.map(({ x }) => x)));
  const yTicks = ticksUpTo(Math.max(...points.map(({ y }) => y)));
  return {
    x: linear(xTicks.at(-1) ?? 1, [frame.left, width - frame.right]),
    y: linear(yTicks.at(-1) ?? 1, [height - frame.bottom, frame.top]),
    xTicks,
    yTicks,
  };
}

function linear(most: number, [from, to]: readonly [number, number]): Scale {
  return (value) => Math.round((from + (value / most) * (to - from)) * 10) / 10;
}

/** Round numbers from zero to the first that is not below `most`: five to ten steps of 1, 2 or 5 times a power of ten. */
function ticksUpTo(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = power * ([1, 2, 5, 10].find((factor) => most / (power * factor) <= 10) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

function formatGrid({ x, y, xTicks, yTicks }: Axes): string[] {
  const [left, right, bottom] = [frame.left, width - frame.right, height - frame.bottom];
  return [
    ...yTicks.map((tick) => `<path class="${tick === 0 ? 'axis' : 'grid'}" d="M${left} ${y(tick)}H${right}"/>`),
    ...yTicks.map((tick) => text({ x: left - 8, y: y(tick) + 4, anchor: 'end' }, number(tick))),
    ...xTicks.map((tick) => `<path class="axis" d="M${x(tick)} ${bottom}v5"/>`),
    ...xTicks.map((tick) => text({ x: x(tick), y: bottom + 20, anchor: 'middle' }, number(tick))),
  ];
}

/** A line with a dot at each measurement, and its name beside the last. */
function formatSeries({ name, points }: Series, place: number, { x, y }: Axes): string[] {
  const places = points.map((point) => ({ x: x(point.x), y: y(point.y) }));
  const last = places.at(-1) ?? { x: 0, y: 0 };
  return [
    `<path class="line s${place}" d="M${places.map((point) => `${point.x} ${point.y}`).join('L')}"/>`,
    ...places.map((point) => `<circle class="dot s${place}" cx="${point.x}" cy="${point.y}" r="4"/>`),
    text({ x: last.x + 10, y: last.y + 4, of: `name s${place}` }, name),
  ];
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'middle' | 'end';
  /** Its classes. */
  readonly of?: string;
}

function text({ x, y, anchor, of }: TextPlace, words: string): string {
  const classes = of === undefined ? '' : ` class="${of}"`;
  return `<text${classes} x="${x}" y="${y}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`;
}

function formatStyle(series: readonly Series[]): string {
  return [
    'text{font:13px system-ui,sans-serif}.heading{font-size:16px;font-weight:600}.name{font-weight:600}',
    '.line{fill:none;stroke-width:2.5;stroke-linejoin:round}',
    formatColours(series, 0),
    `@media(prefers-color-scheme:dark){${formatColours(series, 1)}}`,
  ].join('');
}

/** Without variables, which only browsers know. */
function formatColours(series: readonly Series[], mode: 0 | 1): string {
  const { ink, soft, page } = pageColours[mode];
  return [
    `.page{fill:${page}}text{fill:${ink}}.axis{stroke:${ink}}.grid{stroke:${soft}}`,
    ...series.map(
      ({ colours }, i) => `.dot.s${i},.name.s${i}{fill:${colours[mode]}}.line.s${i}{stroke:${colours[mode]}}`,
    ),
  ].join('');
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
