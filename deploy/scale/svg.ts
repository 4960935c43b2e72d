/** Draws curves as an SVG that can be read on light and on dark pages. */

export interface Curve {
  readonly name: string;
  /** One of the colours of the style below. */
  readonly colour: 'a' | 'b' | 'c';
  readonly values: readonly number[];
}

export interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
}

export interface Picture {
  readonly title: string;
  /** The x of each value, in seconds. */
  readonly seconds: readonly number[];
  readonly panels: readonly Panel[];
}

const WIDTH = 760;
const LEFT = 64;
const RIGHT = 16;
const HEAD = 34;
const PANEL = 118;
const GAP = 34;
const TICKS = 3;

const STYLE = `text{font:12px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600;font-size:14px}.s{fill:#59636e}
.g{stroke:#d1d9e0;stroke-width:1}.k{fill:none;stroke-width:1.8;stroke-linejoin:round}.a{stroke:#0969da}.b{stroke:#1a7f37}.c{stroke:#bc4c00}
.fa{fill:#0969da}.fb{fill:#1a7f37}.fc{fill:#bc4c00}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9198a1}.g{stroke:#3d444d}.a{stroke:#58a6ff}.b{stroke:#3fb950}.c{stroke:#f0883e}
.fa{fill:#58a6ff}.fb{fill:#3fb950}.fc{fill:#f0883e}}`;

/** The same picture always has the same bytes. */
export function draw({ title, seconds, panels }: Picture): string {
  const height = HEAD + panels.length * (PANEL + GAP) + 8;
  const parts = panels.map((panel, at) => drawPanel(panel, seconds, HEAD + GAP / 2 + at * (PANEL + GAP)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<text class="t" x="${LEFT}" y="20">${escaped(title)}</text>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel({ title, curves }: Panel, seconds: readonly number[], top: number): string {
  const highest = niceTop(Math.max(1, ...curves.flatMap(({ values }) => values)));
  const end = seconds.at(-1) ?? 1;
  const x = (second: number): string => (LEFT + (second / end) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string => (top + PANEL - (value / highest) * PANEL).toFixed(1);
  const lines = Array.from({ length: TICKS + 1 }, (_, at) => (highest * at) / TICKS);
  const right = WIDTH - RIGHT;
  let labelX = LEFT + title.length * 6.4 + 14;
  const labels = curves.map(({ name, colour }) => {
    const label = `<text class="f${colour}" x="${labelX.toFixed(0)}" y="${top - 5}">${escaped(name)}</text>`;
    labelX += name.length * 6.6 + 14;
    return label;
  });
  return [
    `<text class="s" x="${LEFT}" y="${top - 5}">${escaped(title)}</text>`,
    ...labels,
    ...lines.map(
      (value) =>
        `<path class="g" d="M${LEFT} ${y(value)}H${right}"/><text class="s" x="${LEFT - 6}" y="${(Number(y(value)) + 4).toFixed(1)}" text-anchor="end">${short(value)}</text>`,
    ),
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (share) =>
        `<text class="s" x="${x(end * share)}" y="${top + PANEL + 13}" text-anchor="${share === 1 ? 'end' : share === 0 ? 'start' : 'middle'}">${time(end * share)}</text>`,
    ),
    ...curves.map(({ values, colour }) => `<path class="k ${colour}" d="${path(values, seconds, x, y)}"/>`),
  ].join('\n');
}

function path(
  values: readonly number[],
  seconds: readonly number[],
  x: (second: number) => string,
  y: (value: number) => string,
): string {
  return values.map((value, at) => `${at === 0 ? 'M' : 'L'}${x(seconds[at] as number)} ${y(value)}`).join('');
}

/** The next of 3, 6, 15, 30, 60 …: so that the lines between are round numbers. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1.5, 3, 6, 9, 15].map((step) => step * power);
  return steps.find((step) => step >= value) as number;
}

/** `1.5M`, `300k`. */
export function short(value: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Number(value.toPrecision(2)));
}

function time(seconds: number): string {
  if (seconds >= 7_200) return `${Number((seconds / 3_600).toFixed(1))} h`;
  return seconds >= 180 ? `${Number((seconds / 60).toFixed(1))} min` : `${Number(seconds.toFixed(0))} s`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
