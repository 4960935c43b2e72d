/** Production's dashboards, drawn from what this local cloud counts: the same charts, the same questions. */

import { useMemo } from 'preact/hooks';
import type { Drawing, DrawnChart, Span } from '../../api/dashboards.ts';
import { get, part } from '../http.ts';
import { useLoad } from '../load.ts';
import { query, setQuery } from '../router.ts';
import { Chart } from '../ui/chart.tsx';
import { SelectField } from '../ui/form.tsx';
import { Card, Empty, Page, Problem, Tabs } from '../ui/parts.tsx';

/** Functions write their counts every ten seconds. */
const LOOK_MS = 10_000;
const MINUTES = ['5', '15', '60'] as const;

interface Drawn extends Drawing {
  readonly span: Span;
}

export function DashboardsPage() {
  const name = query('show') || 'suite';
  const minutes = MINUTES.find((one) => one === query('minutes')) ?? '15';
  const list = useLoad(
    () => get<{ dashboards: readonly { readonly name: string; readonly title: string }[] }>('/api/dashboards'),
    [],
  );
  const { data, error } = useLoad(
    () => get<Drawn>(`/api/dashboards/${part(name)}`, { minutes }),
    [name, minutes],
    [],
    LOOK_MS,
  );
  const tabs = (list.data?.dashboards ?? []).map((one) => [one.name, one.title.replace(/^Penstock: /, '')] as const);
  return (
    <Page title="Dashboards" lead="The charts of production, drawn from what this local cloud counts.">
      <Problem message={error ?? list.error} />
      <div class="bar dashboards-bar">
        <Tabs label="Dashboard" tabs={tabs} active={name} onChange={(next) => setQuery({ show: next })} />
        <SelectField
          label="Last minutes"
          value={minutes}
          onChange={(next) => setQuery({ minutes: next })}
          options={MINUTES.map((one) => [one, one])}
        />
      </div>
      {data !== undefined && (
        <section class="dashboard" aria-label={data.title}>
          {data.charts.map((chart) => (
            <DashboardChart key={`${name} ${chart.title}`} chart={chart} span={data.span} />
          ))}
        </section>
      )}
    </Page>
  );
}

function DashboardChart({ chart, span }: { readonly chart: DrawnChart; readonly span: Span }) {
  const { title, query: asked, lines } = chart;
  const x = useMemo(
    () => Array.from({ length: span.steps }, (_, at) => (span.toMs - (span.steps - 1 - at) * span.stepMs) / 1_000),
    [span.toMs, span.stepMs, span.steps],
  );
  const last = lines.map(
    ({ name, values }) => `${name} ${shortNumber(values.findLast((value) => value !== null) ?? 0)}`,
  );
  return (
    <Card title={title}>
      {lines.length === 0 ? (
        <Empty>No point in this time: nothing of the kind has happened here.</Empty>
      ) : (
        <Chart label={`${title}, now: ${last.join(', ')}`} time counts height={150} x={x} series={lines} />
      )}
      <details class="quiet">
        <summary>The question in PromQL</summary>
        <code>{asked}</code>
      </details>
    </Card>
  );
}

function shortNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
