/** A chart of a result: over time or numbers as lines, over words as bars. */

import { useMemo, useState } from 'preact/hooks';
import { recordOf } from '../../cells.ts';
import type { SchemaField } from '../data/bigquery.ts';
import { number } from '../format.ts';
import { useLoad } from '../load.ts';
import { Chart } from '../ui/chart.tsx';
import { SelectField } from '../ui/form.tsx';
import { isNumber } from '../ui/grid.tsx';
import { Empty, Problem } from '../ui/parts.tsx';

const MOST_POINTS = 5_000;
const MOST_BARS = 40;
const TIMES = new Set(['TIMESTAMP', 'DATETIME', 'DATE']);

interface ChartedProps {
  readonly fields: readonly SchemaField[];
  readonly total: number;
  readonly read: (start: number, count: number) => Promise<readonly unknown[]>;
}

export function ResultChart({ fields, total, read }: ChartedProps) {
  const numbers = fields.filter(({ type, mode }) => isNumber(type, mode));
  const flat = fields.filter(({ mode, type }) => mode !== 'REPEATED' && type !== 'RECORD' && type !== 'STRUCT');
  const [across, setAcross] = useState(firstAcross(flat, numbers));
  const [up, setUp] = useState(numbers.find(({ name }) => name !== across)?.name ?? numbers[0]?.name ?? '');
  const { data, error } = useLoad(() => readAll(read, fields, Math.min(total, MOST_POINTS)), [read]);
  const kind = flat.find(({ name }) => name === across)?.type ?? 'STRING';
  const series = useMemo(() => seriesOf(data ?? [], across, up, kind), [data, across, up, kind]);
  if (numbers.length === 0) return <Empty>A chart needs a column of numbers: COUNT(*) or SUM(…), for example.</Empty>;
  const options = (list: readonly SchemaField[]) => list.map(({ name }) => [name, name] as const);
  return (
    <div class="stack">
      <Problem message={error} />
      <div class="bar">
        <SelectField label="Across" value={across} onChange={setAcross} options={options(flat)} />
        <SelectField label="Up" value={up} onChange={setUp} options={options(numbers)} />
      </div>
      {TIMES.has(kind) || isNumber(kind, undefined) ? (
        <Chart label={`${up} by ${across}`} x={series.x} series={series.lines} time={TIMES.has(kind)} height={280} />
      ) : (
        <Bars label={`${up} by ${across}`} bars={series.bars} />
      )}
    </div>
  );
}

function firstAcross(flat: readonly SchemaField[], numbers: readonly SchemaField[]): string {
  const time = flat.find(({ type }) => TIMES.has(type));
  return (time ?? flat.find((field) => !numbers.includes(field)) ?? flat[0])?.name ?? '';
}

type Row = Readonly<Record<string, unknown>>;

async function readAll(read: ChartedProps['read'], fields: readonly SchemaField[], most: number): Promise<Row[]> {
  const rows: Row[] = [];
  while (rows.length < most) {
    const page = await read(rows.length, Math.min(1_000, most - rows.length));
    if (page.length === 0) break;
    rows.push(...page.map((row) => recordOf(fields, row)));
  }
  return rows;
}

function seriesOf(rows: readonly Row[], across: string, up: string, kind: string) {
  const points = rows.map((row) => [row[across], Number(row[up])] as const);
  const numeric = points
    .map(([x, y]) => [TIMES.has(kind) ? seconds(String(x)) : Number(x), y] as const)
    .filter(([x]) => Number.isFinite(x))
    .sort(([one], [other]) => one - other);
  return {
    x: numeric.map(([x]) => x),
    lines: [{ name: up, values: numeric.map(([, y]) => (Number.isFinite(y) ? y : null)) }],
    bars: points.slice(0, MOST_BARS).map(([x, y]) => ({ name: String(x ?? 'NULL'), value: y })),
  };
}

function seconds(text: string): number {
  const iso = text.replace(' UTC', 'Z').replace(' ', 'T');
  return Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : iso) / 1_000;
}

interface Bar {
  readonly name: string;
  readonly value: number;
}

function Bars({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ol class="bars" aria-label={label}>
      {bars.map(({ name, value }, at) => (
        <li key={`${at} ${name}`}>
          <span class="bar-name">{name}</span>
          <span class="bar-line">
            <span style={{ width: `${Math.max(0.5, (Math.max(0, value) / most) * 100)}%` }} />
          </span>
          <span class="bar-value">{number(value)}</span>
        </li>
      ))}
    </ol>
  );
}
